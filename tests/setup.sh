#!/bin/sh
# Make the virtual environment and install the lock: with uv when it is there, else with venv and pip.
set -eu
venv=$1
say() { printf 'set-up: %s\n' "$*"; }

find_python() {
    for name in python3.11 python3.12 python3.13 python3.14 python3 python; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    say "Python 3.11 or newer is needed and was not found. Install it and run the command again." >&2
    exit 1
}

if [ -x "$venv/bin/python" ] && "$venv/bin/python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    say "using $venv"
else
    python=$(find_python)
    say "making $venv with $("$python" --version)"
    rm -rf "$venv"
    if command -v uv >/dev/null 2>&1; then
        uv venv --quiet --python "$python" "$venv"
    elif ! "$python" -m venv "$venv"; then
        say "$python cannot make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv" >&2
        exit 1
    fi
fi

# uv takes seconds where pip takes a minute or more. Where it cannot be had, or does not know the mirror that pip
# is set up for, pip does it.
export UV_NATIVE_TLS=1 UV_SYSTEM_CERTS=1 # the certificates that the machine trusts
with_uv() {
    if command -v uv >/dev/null 2>&1; then
        uv pip install --quiet --python "$venv/bin/python" -r requirements.txt
    else
        "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$(grep '^uv==' requirements.txt)" &&
            "$venv/bin/python" -m uv pip install --quiet --python "$venv/bin/python" -r requirements.txt
    fi
}

say "installing the packages of requirements.txt"
with_uv || {
    say "uv could not do it; installing with pip (a minute or two)"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check -r requirements.txt
}
say "ready"

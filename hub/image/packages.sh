#!/bin/sh
# Install one image's packages from its hashed lock into a fresh environment, then our wheel.
#   packages.sh NAME ENVIRONMENT [FOLDER OF THE WHEEL]
# NAME: build, learner or tutor. Run in the course's folder. PYTHON: the Python to make the environment with.
set -eu
name=$1 environment=$2 wheels=${3:-}

"${PYTHON:-python3}" -m venv "$environment"
install() { "$environment/bin/python" -m pip install --quiet --no-deps --disable-pip-version-check "$@"; }

# --no-deps: what is not in the lock is not installed, and each file has to be one whose hash the lock knows.
install --require-hashes --only-binary :all: -r "hub/requirements-$name.txt"
[ -z "$wheels" ] || install --no-index "$wheels"/evenkeel-*.whl
# Nothing that runs installs anything.
[ "$name" = build ] || "$environment/bin/python" -m pip uninstall --quiet --yes pip

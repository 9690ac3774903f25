"""A Python that every account of the machine can run: learners' servers need one.

A virtual environment made with a Python in somebody's home (pyenv, uv) runs for that person alone. Then one is made
beside it with the system's Python of the same version, which uses the same packages.
"""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from importlib.metadata import Distribution, distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from evenkeel.problems import EvenkeelError

_PROBE = "import evenkeel, evenkeel_grading, evenkeel_hub, jupyterhub"


class InterpreterError(EvenkeelError):
    """Other accounts cannot run this course's Python; ``str()`` says what to do."""


def python_for_all(folder: Path, lock: Path, account: str = "nobody") -> str:
    """The path of one that ``account`` can run, made in ``folder`` if need be, with ``lock`` (requirements.txt).

    As root. Raises :class:`InterpreterError`.
    """
    if _runs(sys.executable, account):
        return sys.executable
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    system = shutil.which(version, path="/usr/local/bin:/usr/bin")
    if system:
        made = _make(Path(system), folder, lock)
        if _runs(str(made), account):
            return str(made)
    raise InterpreterError(
        f"Learners' servers run as their own accounts, which cannot run {sys.executable} or read its packages."
        f" Set Evenkeel up where all accounts may read (not in a home folder), with the system's Python ({version})."
    )


def _runs(python: str, account: str) -> bool:
    try:
        done = subprocess.run([python, "-c", _PROBE], user=account, group=_group(account), extra_groups=[],
                              cwd="/", env={"PATH": os.defpath}, capture_output=True, check=False)  # fmt: skip
    except OSError:
        return False
    return done.returncode == 0


def _group(account: str) -> int:
    import pwd

    return pwd.getpwnam(account).pw_gid


def _make(system: Path, folder: Path, lock: Path) -> Path:
    """A virtual environment without packages of its own, which looks for them where this process does."""
    if folder.exists():
        shutil.rmtree(folder)
    subprocess.run([system, "-m", "venv", "--without-pip", folder], check=True, capture_output=True)
    packages = sysconfig.get_path("purelib")
    own = next((folder / "lib").glob("python3*")) / "site-packages"
    (own / "evenkeel.pth").write_text(f"import site; site.addsitedir({packages!r})\n", encoding="utf-8")
    _replace_unfit(folder / "bin" / "python", own, lock)
    for name in ("etc", "share"):
        if Path(sys.prefix, name).is_dir():
            (folder / name).symlink_to(Path(sys.prefix, name))
    _copy_programs(Path(sys.prefix, "bin"), folder / "bin")
    return folder / "bin" / "python"


def _replace_unfit(python: Path, own: Path, lock: Path) -> None:
    """Packages that do not run on the system's Python, such as 3.11.2 in place of 3.11.7: those that the lock says."""
    said = subprocess.run([python, "-c", "import sys; print(*sys.version_info[:3], sep='.')"], check=True,
                          capture_output=True, text=True)  # fmt: skip
    version = said.stdout.strip()
    unfit = {canonicalize_name(one.name) for one in distributions() if not _fits(one, version)}
    pins = [Requirement(line) for line in lock.read_text(encoding="utf-8").splitlines() if re.match(r"[\w.-]+==", line)]
    wanted = [f"{pin.name}{pin.specifier}" for pin in pins
              if canonicalize_name(pin.name) in unfit and _is_for(pin, version)]  # fmt: skip
    if wanted:
        command = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--no-deps", "--target", str(own), *wanted]
        environment = os.environ | {"UV_NATIVE_TLS": "1", "UV_SYSTEM_CERTS": "1"}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise InterpreterError(f"{', '.join(wanted)}, for Python {version}, cannot be had: {done.stderr.strip()}")


def _fits(one: Distribution, version: str) -> bool:
    said = (one.metadata.get_all("Requires-Python") or [""])[0]
    return SpecifierSet(said).contains(version)


def _is_for(pin: Requirement, version: str) -> bool:
    return pin.marker is None or pin.marker.evaluate({"python_full_version": version})


def _copy_programs(source: Path, target: Path) -> None:
    """The programs of the packages, such as ``alembic``, which nbgrader runs by its name: for the other Python."""
    for program in source.iterdir():
        with program.open("rb") as file:
            first = file.readline(512)
        if program.is_symlink() or not first.startswith(b"#!") or b"python" not in first:
            continue
        rest = program.read_bytes()[len(first) :]
        (target / program.name).write_bytes(f"#!{target / 'python'}\n".encode() + rest)
        (target / program.name).chmod(0o755)

"""What the product is made of, and whether anything in it is known to be unsafe.

``make audit`` asks the advisory services about every locked package, ``make sbom`` writes the bills of materials.

    python tests/supply.py audit         exit status 1: something is known to be unsafe; 3: a service did not answer
    python tests/supply.py sbom FOLDER   CycloneDX JSON for the machine's lock, each image's and each npm lock
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.txt", *(f"hub/requirements-{name}.txt" for name in ("build", "learner", "tutor")))
NPM = (".", "hub")
KNOWN_BAD = {"jinja2": "2.4.1"}
"""With advisories since 2014. Who does not know of them knows of nothing."""
_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)", re.MULTILINE)


class NotReachedError(Exception):
    """A service did not answer for all packages. It is not known whether they are safe."""


@dataclass(frozen=True, order=True)
class Finding:
    """Something known: ``advisory`` is its number."""

    package: str
    version: str
    advisory: str


def pins(lock: Path) -> set[tuple[str, str]]:
    """Names and versions. A package may have two, for different versions of Python."""
    return {(one["name"].lower(), one["version"]) for one in _PIN.finditer(lock.read_text(encoding="utf-8"))}


# --- audit ----------------------------------------------------------------------------------------------------


def audit_python(command: Iterable[str] = (sys.executable, "-m", "pip_audit")) -> list[Finding]:
    """What PyPI's advisories say of every pin of every lock. Raises :class:`NotReachedError`."""
    if not _audit(list(command), KNOWN_BAD):
        raise NotReachedError("PyPI's advisories do not know an old package that is unsafe")
    wanted = sorted(set().union(*(pins(ROOT / lock) for lock in LOCKS)))
    # One version of a package at a time: pip-audit reads a file as pip does.
    rounds: list[dict[str, str]] = []
    for name, version in wanted:
        fitting = next((one for one in rounds if name not in one), None)
        if fitting is None:
            rounds.append(fitting := {})
        fitting[name] = version
    return sorted({finding for one in rounds for finding in _audit(list(command), one)})


def _audit(command: list[str], versions: dict[str, str]) -> list[Finding]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "requirements.txt")
        file.write_text("".join(f"{name}=={version}\n" for name, version in versions.items()), encoding="utf-8")
        options = [
            "--requirement",
            str(file),
            "--no-deps",
            "--disable-pip",
            "--format",
            "json",
            "--progress-spinner",
            "off",
        ]
        done = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    return read_pip_audit(done.stdout, done.stderr, set(versions))


def read_pip_audit(said: str, complained: str, wanted: set[str]) -> list[Finding]:
    """What pip-audit's answer comes to. A package that it passed over is not one that it found safe."""
    try:
        answers = json.loads(said)["dependencies"]
    except (ValueError, KeyError):
        raise NotReachedError((complained.strip().splitlines() or ["pip-audit said nothing"])[-1]) from None
    found = [
        Finding(one["name"], one["version"], advisory["id"]) for one in answers for advisory in one.get("vulns", ())
    ]
    answered = {one["name"].lower() for one in answers if "skip_reason" not in one}
    if not found and (missing := wanted - answered):
        raise NotReachedError(f"PyPI's advisories did not answer for {len(missing)} packages of {len(wanted)}")
    return found


def audit_npm(folder: str) -> list[Finding]:
    """What npm's advisories say of a package-lock.json. Raises :class:`NotReachedError`."""
    done = subprocess.run(
        ["npm", "audit", "--json", "--audit"], cwd=ROOT / folder, capture_output=True, text=True, check=False
    )
    return read_npm_audit(done.stdout)


def read_npm_audit(said: str) -> list[Finding]:
    """What npm's answer comes to."""
    try:
        answer = json.loads(said)
        found = answer["vulnerabilities"]
    except (ValueError, KeyError):
        raise NotReachedError("npm's advisories did not answer") from None
    return sorted(Finding(name, one.get("range", ""), one.get("severity", "")) for name, one in found.items())


# --- bill of materials ----------------------------------------------------------------------------------------


def write_sboms(folder: Path) -> list[Path]:
    """One CycloneDX 1.6 file a lock, made by cyclonedx-py and npm."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_python_sbom(lock, folder) for lock in LOCKS] + [_npm_sbom(below, folder) for below in NPM]


def _python_sbom(lock: str, folder: Path) -> Path:
    file = folder / f"{Path(lock).stem}.cdx.json"
    pinned = "".join(line for line in (ROOT / lock).read_text().splitlines(keepends=True) if not line.startswith("-e "))
    command = [
        sys.executable,
        "-m",
        "cyclonedx_py",
        "requirements",
        "--sv",
        "1.6",
        "--of",
        "JSON",
        "-o",
        str(file),
        "-",
    ]
    subprocess.run(command, input=pinned, text=True, check=True, capture_output=True)
    return file


def _npm_sbom(below: str, folder: Path) -> Path:
    name = json.loads((ROOT / below / "package.json").read_text(encoding="utf-8"))["name"]
    command = ["npm", "sbom", "--package-lock-only", "--sbom-format=cyclonedx"]
    done = subprocess.run(command, cwd=ROOT / below, text=True, check=True, capture_output=True)
    file = folder / f"{name}.cdx.json"
    file.write_text(done.stdout, encoding="utf-8")
    return file


def audit(what: str, ask: Callable[[], list[Finding]]) -> int:
    """Ask, and say what the answer is. Returns the exit status."""
    try:
        found = ask()
    except NotReachedError as error:
        print(f"{what}: not known whether anything is unsafe. {error}.")
        return 3
    for one in found:
        print(f"{what}: {one.package} {one.version}: {one.advisory}")
    if not found:
        print(f"{what}: nothing unsafe is known")
    return 1 if found else 0


def main(arguments: list[str]) -> int:
    """Run a command; returns the exit status."""
    if arguments[:1] == ["sbom"]:
        print("\n".join(str(file) for file in write_sboms(Path(arguments[1]))))
        return 0
    statuses = [audit("Python", audit_python), *(audit(f"npm ({one})", partial(audit_npm, one)) for one in NPM)]
    return 1 if 1 in statuses else max(statuses)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Write the locks: requirements.txt for a machine, and hub/requirements-*.txt, with hashes, for images.

requirements.txt pins every package of pyproject.toml for Python 3.11 and newer, then this project. The images' locks
are made from ``hub/image/*.in`` at the versions of requirements.txt, but for JupyterHub: an image has the version of
the hub that it talks to.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
HEAD = "# The full lock: every package, pinned. Made by `make lock` from pyproject.toml; do not edit by hand.\n"
IMAGE_HEAD = (
    "# The {name} image's lock, with hashes. Made by `make lock` from hub/image/{name}.in; do not edit by hand.\n"
)
IMAGES = {"build": ("pyproject.toml",), "learner": (), "tutor": ()}
"""Each image and what its lock takes in beside its own list."""
OWN_VERSION = ("jupyterhub==", "-e ")


def compile_lock(*options: str) -> str:
    """The pins that uv finds, one a line."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
    command += ["--no-header", "--no-annotate", *options]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def lock_machine() -> None:
    """Resolve pyproject.toml with all its extras."""
    pins = compile_lock("--all-extras", "pyproject.toml")
    (ROOT / "requirements.txt").write_text(HEAD + pins + "-e .\n", encoding="utf-8")


def lock_image(name: str, constraints: Path) -> None:
    """Resolve one image's packages at the machine's versions."""
    pins = compile_lock("--generate-hashes", "--constraints", str(constraints), f"hub/image/{name}.in", *IMAGES[name])
    lock = ROOT / "hub" / f"requirements-{name}.txt"
    lock.write_text(IMAGE_HEAD.format(name=name) + pins, encoding="utf-8")


def main() -> None:
    """All of them."""
    lock_machine()
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines(keepends=True)
    with tempfile.TemporaryDirectory() as folder:
        constraints = Path(folder, "constraints.txt")
        constraints.write_text("".join(line for line in lines if not line.startswith(OWN_VERSION)), encoding="utf-8")
        for name in IMAGES:
            lock_image(name, constraints)


if __name__ == "__main__":
    main()

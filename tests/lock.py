"""Write requirements.txt: every package of pyproject.toml pinned, for Python 3.11 and newer, then this project."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
HEAD = "# The full lock: every package, pinned. Made by `make lock` from pyproject.toml; do not edit by hand.\n"


def main() -> None:
    """Resolve with uv and write the lock."""
    command = [
        sys.executable,
        "-m",
        "uv",
        "pip",
        "compile",
        "--quiet",
        "--universal",
        "--python-version",
        "3.11",
    ]
    options = ["--all-extras", "--no-header", "--no-annotate", "pyproject.toml"]
    pins = subprocess.run([*command, *options], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    (ROOT / "requirements.txt").write_text(HEAD + pins + "-e .\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""All measurements, one after the other: ``make bench``. Each can be run alone; see the README beside this file."""

import subprocess
import sys

PARTS = (
    "check_speed",
    "import_speed",
    "build",
    "page",
    "page --five",
    "lighthouse",
    "marking",
    "hostile",
    "autograde",
    "scale",
)


def main() -> None:
    """Run each part in a process of its own, so that one does not warm another."""
    for part in PARTS:
        print(f"\n## {part}\n", flush=True)
        subprocess.run([sys.executable, "-m", *f"tests.benchmarks.{part}".split()], check=True)


if __name__ == "__main__":
    main()

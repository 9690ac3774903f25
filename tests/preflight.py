"""Say what the tests need and this machine lacks, before the tests start.

In CI a missing part fails the run. Elsewhere the browser tests fail by themselves; this says why first.
"""

import os
import shutil
import sys

NEEDS = {
    "chromium": "Chromium drives the browser tests. On Debian and Ubuntu: apt-get install chromium",
    "useradd": "useradd makes the accounts of the hub's tests. On Debian and Ubuntu: apt-get install passwd",
    "git": "git is needed by the tests of the learner copy. On Debian and Ubuntu: apt-get install git",
}


ROOT = "The tests of the hub make system accounts and start servers as them, which only root can do."


def missing() -> list[str]:
    """What to install or to be, one sentence each."""
    lacking = [words for command, words in NEEDS.items() if shutil.which(command) is None]
    return lacking if os.geteuid() == 0 else [*lacking, ROOT]


if __name__ == "__main__":
    lacking = missing()
    for words in lacking:
        print(f"missing: {words}", file=sys.stderr)
    sys.exit(1 if lacking and os.environ.get("CI") else 0)

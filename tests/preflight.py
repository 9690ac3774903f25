"""Say what the tests need and this machine lacks, before the tests start.

In CI a missing part fails the run. Elsewhere the browser tests fail by themselves; this says why first.
"""

import os
import shutil
import sys

NEEDS = {
    "chromium": "Chromium drives the browser tests. On Debian and Ubuntu: apt-get install chromium",
    "git": "git is needed by the tests of the learner copy. On Debian and Ubuntu: apt-get install git",
}


def missing() -> list[str]:
    """What to install, one sentence each."""
    return [words for command, words in NEEDS.items() if shutil.which(command) is None]


if __name__ == "__main__":
    lacking = missing()
    for words in lacking:
        print(f"missing: {words}", file=sys.stderr)
    sys.exit(1 if lacking and os.environ.get("CI") else 0)

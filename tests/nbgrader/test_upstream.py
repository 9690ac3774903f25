"""nbgrader's own autograde tests, under our configuration with the switch for conventional assignments on."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

CONFIG = """
from evenkeel_grading.nbg.layout import configure_marking
c = get_config()
configure_marking(c)
c.EvenkeelMarking.execute_conventional = True
"""
# A sample for `make test`: a late hand-in, hidden tests, and an answer that cannot be marked.
SAMPLE = "plugin or hidden_tests_single or test_handle_failure_single"
# All of them take minutes. Two processes, each with about half of the time.
FIRST_HALF = "test_grade or test_missing or test_late or test_force or test_add"


def start(folder: Path, selection: str) -> subprocess.Popen[str]:
    (folder / "config").mkdir(parents=True)
    (folder / "config" / "nbgrader_config.py").write_text(CONFIG, encoding="utf-8")
    environment = os.environ | {
        "JUPYTER_CONFIG_PATH": str(folder / "config"),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    for name in ("EVENKEEL_TRIAL", "EVENKEEL_WORK", "EVENKEEL_ROOT"):
        environment.pop(name, None)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(folder)]
    command += ["--basetemp", str(folder / "tmp"), "--pyargs", "nbgrader.tests.apps.test_nbgrader_autograde"]
    return subprocess.Popen(
        [*command, "-k", selection],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def counts(report: str) -> dict[str, int]:
    return {word: int(number) for number, word in re.findall(r"(\d+) (passed|failed|skipped|error)", report[-400:])}


def test_a_sample_of_nbgraders_own_autograde_tests_passes(tmp_path: Path) -> None:
    report = start(tmp_path / "sample", SAMPLE).communicate()[0]
    assert counts(report) == {"passed": 3}, report[-3000:]


@pytest.mark.slow
def test_nbgraders_own_autograde_tests_give_what_they_give_upstream(tmp_path: Path) -> None:
    runs = [start(tmp_path / "one", FIRST_HALF), start(tmp_path / "two", f"not ({FIRST_HALF})")]
    reports = [run.communicate()[0] for run in runs]
    totals: dict[str, int] = {}
    for report in reports:
        for word, number in counts(report).items():
            totals[word] = totals.get(word, 0) + number
    assert totals == {"passed": 40, "skipped": 2}, "\n".join(report[-3000:] for report in reports)

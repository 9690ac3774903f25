"""``evenkeel preview`` as an author uses it: a real process, a real browser, a file that changes."""

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from shutil import copy, copytree
from typing import Any

import pytest
from books import ROOT, SMALL
from playwright.sync_api import expect

from evenkeel.__main__ import main
from evenkeel.preview.look import look

QUIZ = """# yaml-language-server: $schema=../schemas/quiz.schema.json
schema: 1
title: A first quiz
module: difficult-customers
items:
  - id: calm
    type: true-false
    level: foundation
    requirements: [DC-S5]
    stem: A slow voice can calm a call.
    key: true
    feedback_true: It can. People often match the voice they hear.
    feedback_false: Try it. People often match the voice they hear.
    explanation: Pace is catching.
"""


class Running:
    """A preview that runs: its file and its address."""

    def __init__(self, file: Path, process: subprocess.Popen[str], address: str) -> None:
        self.file, self.process, self.address = file, process, address

    def status(self, path: str, host: str | None = None) -> int:
        """What the server answers."""
        asked = urllib.request.Request(self.address + path, headers={"Host": host} if host else {})
        try:
            with urllib.request.urlopen(asked, timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    root = tmp_path_factory.mktemp("author") / "course"
    copytree(SMALL, root)
    for name in ("_config.yml", "organisation.yml"):
        copy(ROOT / name, root)
    copy(ROOT / "exercises" / "requirements.yml", root / "exercises")
    file = root / "exercises" / "quizzes" / "first.yml"
    file.write_text(QUIZ, encoding="utf-8")
    command = [sys.executable, "-m", "evenkeel", "preview", str(file), "--no-browser"]
    environment = {name: value for name, value in os.environ.items() if name != "EVENKEEL_ROOT"}
    process = subprocess.Popen(command, cwd=root, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    yield Running(file, process, process.stdout.readline().split()[-1])
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0
    process.stdout.close()


def test_the_page_follows_the_file_and_says_what_is_wrong(
    preview: Running, pages: Any, axe: Any, sideways: Any
) -> None:
    page = pages(preview.address, width=360)
    expect(page.get_by_text("A slow voice can calm a call.")).to_be_visible()
    page.get_by_role("radio", name="True").check()
    page.get_by_role("button", name="Check my answer").click()
    expect(page.locator(".ek-verdict")).to_contain_text("Right")
    axe(page)
    assert sideways(page) == 0

    preview.file.write_text(QUIZ.replace("Pace is catching.", "Calm spreads."), encoding="utf-8")
    expect(page.get_by_text("Calm spreads.")).to_be_visible()
    expect(page.locator(".ek-verdict")).to_contain_text("Right")  # the answer given is still there

    page.get_by_role("button", name="Dark").click()
    preview.file.write_text(QUIZ.replace("type: true-false", "type: <b>often</b>"), encoding="utf-8")
    wrong = page.get_by_role("region", name="This file cannot be shown yet")
    expect(wrong).to_contain_text("Line 6")
    expect(wrong).to_contain_text("<b>often</b>")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    axe(page)

    preview.file.write_text(QUIZ.replace("DC-S5", "DC-S55"), encoding="utf-8")
    expect(page.get_by_role("region", name="To put right")).to_contain_text("DC-S55")
    expect(page.get_by_text("A slow voice can calm a call.")).to_be_visible()

    preview.file.unlink()
    expect(page.get_by_role("region", name="This file cannot be shown yet")).to_be_visible()
    preview.file.write_text(QUIZ, encoding="utf-8")
    expect(page.get_by_role("region", name="To put right")).to_have_count(0)


def test_it_gives_out_one_exercise_to_this_machine_alone(preview: Running) -> None:
    assert preview.address.startswith("http://127.0.0.1:")
    assert preview.status("") == 200
    for path in ("_config.yml", "../_config.yml", "%2e%2e/_config.yml", "exercises/quizzes/first.yml", "index.md"):
        assert preview.status(path) == 404
    assert preview.status("", host="a.site.example") == 403


def test_a_scenario_comes_with_its_map() -> None:
    seen = look(ROOT, "scenarios", "the-lobby")
    assert seen.problems == []
    assert seen.drawing
    assert "<svg" in seen.drawing


@pytest.mark.parametrize(
    ("path", "words"),
    [("_config.yml", "does not lie in exercises/quizzes/"), ("exercises/quizzes/none.yml", "there is no file")],
)
def test_a_file_that_cannot_be_previewed_is_refused(path: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["preview", str(ROOT / path), "--no-browser"]) == 2
    assert words in capsys.readouterr().err

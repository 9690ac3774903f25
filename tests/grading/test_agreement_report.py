"""Agreement of tutors with each other and with the suggestion: figures, what to talk about, the picture."""

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from known import DATA, ROOT

from evenkeel_grading.__main__ import main
from evenkeel_grading.agreement import agreement
from evenkeel_grading.agreement_plot import plot
from evenkeel_grading.agreement_report import compare, disagreements, table
from evenkeel_grading.kept import Opinion

GIVEN = [
    *(Opinion("ada", "offer", "amina", "d", 2, 3), Opinion("ada", "offer", "bela", "d", 1, 3)),
    *(Opinion("ben", "offer", "amina", "d", 0, 0), Opinion("ben", "offer", "bela", "d", 0, 0)),
    *(Opinion("ben", "cause", "bela", "d", 3, None), Opinion("ben", "cause", "amina", "d", 3, None)),
]


def test_each_criterion_is_held_against_each_other_and_against_the_suggestion() -> None:
    found = {(one.criterion, one.against): one.measured for one in compare(GIVEN)}
    assert list(found) == [
        *(("offer", "each other"), ("offer", "the suggestion"), ("cause", "each other")),
        *(("all criteria", "each other"), ("all criteria", "the suggestion")),
    ]
    assert found["offer", "each other"] == agreement([(2, 1), (0, 0)])
    assert (found["offer", "each other"].exact, found["offer", "each other"].bias) == (0.5, 0.5)
    assert found["offer", "the suggestion"].n == 4
    assert found["offer", "the suggestion"].bias == pytest.approx(-0.75)
    assert found["all criteria", "each other"].n == 3


def test_what_differs_is_listed_the_furthest_apart_first() -> None:
    more = [Opinion("cy", "cause", "amina", "d", 3, 0), Opinion("di", "cause", "amina", "d", 2, 2)]
    found = disagreements([*GIVEN, *more])
    assert [(one.learner, one.levels, one.suggested) for one in found] == [
        ("cy", (("amina", 3),), 0),
        ("ada", (("amina", 2), ("bela", 1)), 3),
    ]


def test_no_pairs_are_no_agreement() -> None:
    assert compare([]) == []
    with pytest.raises(ValueError, match="no pairs"):
        agreement([])


@pytest.mark.parametrize("ending", ["svg", "png"])
def test_the_picture_carries_its_figures_as_words(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"agreement.{ending}"
    plot(compare(GIVEN), file)
    words = "\n".join(table(compare(GIVEN)))
    assert "offer" in words
    if ending == "png":
        assert words.encode() in file.read_bytes()
        return
    picture = ET.parse(file).getroot()
    names = {element.get("id"): element.text for element in picture[:2]}
    assert picture.get("role") == "img"
    assert picture.get("aria-labelledby") == " ".join(str(name) for name in names)
    assert names["agreement-words"] == words


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"ends in \.svg or \.png"):
        plot(compare(GIVEN), tmp_path / "agreement.pdf")


def test_files_of_levels_are_compared_with_the_marker_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "difficult-applied-101.json"
    for who, level in (("rita", 3), ("sol", 1)):
        (tmp_path / f"{who}.json").write_text(json.dumps({name: {"technique": {"level": level}}}))
    files = [word for who in ("rita", "sol") for word in ("--marks", str(tmp_path / f"{who}.json"))]
    command = ["agreement", *files, "--responses", str(DATA / "responses"), "--course", str(ROOT)]
    assert main([*command, "--plot", str(tmp_path / "out.svg")]) == 0
    printed = capsys.readouterr().out
    assert "difficult-applied technique" in printed
    assert f"{name}, difficult-applied technique: rita 3, sol 1; suggested " in printed
    assert (tmp_path / "out.svg").exists()
    (tmp_path / "rita.json").write_text("[]")
    assert main(command) == 2
    (tmp_path / "rita.json").write_text("{}")
    (tmp_path / "sol.json").write_text("{}")
    assert main(command) == 2
    assert "Nobody has given levels" in capsys.readouterr().err

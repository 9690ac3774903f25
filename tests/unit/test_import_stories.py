"""Importing stories: passages, links, variables and conditions become a scenario of ours."""

import json
import zipfile
from pathlib import Path
from typing import Any

from evenkeel.importing import Report, import_file
from evenkeel.loading import load_model, read_yaml
from evenkeel.models import Scenario

EXAMPLES = Path(__file__).parent.parent / "examples" / "import"


def brought(file: Path, folder: Path) -> tuple[Report, dict[str, Any]]:
    report = import_file(file, folder)
    (made,) = [one for one in report.files if one.suffix == ".yml"]
    assert made.parent.name == "scenarios"
    scenario, problems = load_model(made, Scenario, folder)
    assert scenario is not None, problems
    return report, dict(read_yaml(made).data)


def choices(scenario: dict[str, Any], node: int) -> dict[str, dict[str, Any]]:
    return {choice["id"]: choice for choice in scenario["nodes"][node]["choices"]}


def test_sugarcube_keeps_links_variables_conditions_and_visits(tmp_path):
    report, scenario = brought(EXAMPLES / "story.twee", tmp_path)
    assert (scenario["title"], scenario["start"]) == ("The queue", "desk")
    assert scenario["state"]["trust"]["start"] == 2
    assert [line.get("when") for line in scenario["nodes"][0]["lines"]] == [None, "trust >= 2", "not trust >= 2"]
    first = choices(scenario, 0)
    assert first["say-sorry"]["effects"] == {"trust": 1, "calm": 1}
    assert first["ask-for-the-number"]["effects"] == {"trust": -2}
    assert first["start-again"]["when"] == "visited('angry')"
    assert scenario["nodes"][2]["lines"][0]["text"] == '"An *hour*!"'
    assert [ending["id"] for ending in scenario["endings"]] == ["end", "out"]
    assert [one.message.split(":")[0] for one in report.lost] == [
        "is a passage of the kind 'script', which is left out",
        "not imported",
    ]


def test_harlowe_and_chapbook_are_read_as_well(tmp_path):
    harlowe = tmp_path / "h.twee"
    harlowe.write_text(
        ':: StoryData\n{"format": "Harlowe", "start": "A"}\n\n:: A\n(set: $calm to 1)Words.\n'
        '(if: $calm is 1)[Calm. (link-goto: "On", "B")](else:)[Not.]\n'
        '(link: "Up")[(set: $calm to it + 2)(goto: "B")]\n\n'
        ":: B\nEnd.\n"
    )
    _, scenario = brought(harlowe, tmp_path / "h")
    assert scenario["state"]["calm"]["start"] == 1
    assert [line.get("when") for line in scenario["nodes"][0]["lines"]][-1] == "not calm == 1"
    assert choices(scenario, 0)["on"]["when"] == "calm == 1"
    assert choices(scenario, 0)["up"]["effects"] == {"calm": 2}
    chapbook = tmp_path / "c.twee"
    chapbook.write_text(
        ':: StoryData\n{"format": "Chapbook"}\n\n:: Start\ncalm: 2\n--\n'
        "[if calm > 1]\nCalm.\n\n[cont]\n[[On->B]]\n\n:: B\nEnd.\n"
    )
    _, other = brought(chapbook, tmp_path / "c")
    assert other["nodes"][0]["lines"] == [{"who": "narrator", "text": "Calm.", "when": "calm > 1"}]


def test_ink_keeps_choices_replies_conditions_and_variables(tmp_path):
    report, scenario = brought(EXAMPLES / "story.ink.json", tmp_path)
    assert report.status == 0
    found = choices(scenario, 0)
    assert found["say-sorry"]["effects"] == {"trust": 1}
    assert found["say-sorry"]["reply"] == [{"who": "narrator", "text": "She smiles."}]
    assert (found["say-sorry"]["goto"], found["ask-for-the-number"]["when"]) == ("calm", "trust >= 1")


def test_ink_weaves_in_threads_tunnels_and_the_first_of_a_sequence_and_tells_of_tags(tmp_path):
    report, scenario = brought(EXAMPLES / "threads.ink.json", tmp_path)
    assert scenario["start"] == "desk"
    assert scenario["nodes"][0]["lines"][0]["text"].split("\n\n") == [
        "Nadia waits.", "She taps the desk.", "The fan hums.",
    ]  # fmt: skip
    found = choices(scenario, 0)
    assert found["say-sorry"]["reply"][0]["text"] == "You look at the form.\n\nShe nods."
    assert list(found) == ["talk-of-the-weather", "say-sorry", "go-on", "go-on-2"]
    assert [one.message for one in report.lost] == [
        "lost: the tag 'angry'",
        "lost: what a sequence or shuffle says at other visits: 'She is silent.'",
    ]


def test_ink_closes_choices_that_were_taken_and_falls_back_when_none_is_left(tmp_path):
    _, scenario = brought(EXAMPLES / "threads.ink.json", tmp_path)
    assert {name: choice.get("when") for name, choice in choices(scenario, 0).items()} == {
        "talk-of-the-weather": "not chose('desk.talk-of-the-weather')",
        "say-sorry": "not chose('desk.say-sorry')",
        "go-on": "calm > 2",
        "go-on-2": "chose('desk.talk-of-the-weather') and chose('desk.say-sorry') and not calm > 2",
    }


def test_what_follows_a_jump_on_a_condition_in_ink_shows_only_without_it(tmp_path):
    _, scenario = brought(EXAMPLES / "threads.ink.json", tmp_path)
    assert [line["when"] for line in scenario["nodes"][1]["lines"]] == ["not calm > 3"]
    assert [choice["when"] for choice in scenario["nodes"][1]["choices"]] == [
        "calm > 3",
        "not calm > 3",
        "not calm > 3",
    ]


def h5p(file: Path, library: str, content: dict[str, Any]) -> Path:
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("h5p.json", json.dumps({"mainLibrary": library, "title": "A desk"}))
        package.writestr("content/content.json", json.dumps(content))
        package.writestr("content/images/a.png", b"\x89PNG\r\n\x1a\nrest")
    return file


def test_an_h5p_branching_scenario_becomes_a_scenario(tmp_path):
    question = {
        "library": "H5P.BranchingQuestion 1.0",
        "params": {
            "branchingQuestion": {
                "question": "<p>She shouts. What now?</p>",
                "alternatives": [
                    {"text": "Listen", "nextContentId": 1, "feedback": {"title": "She", "subtitle": "calms down."}},
                    {"text": "Leave", "nextContentId": -1},
                ],
            }
        },
        "metadata": {"title": "The shout"},
    }
    text = {
        "library": "H5P.AdvancedText 1.1",
        "params": {"text": "<p>It is quiet.</p>"},
        "metadata": {"title": "Quiet"},
    }
    content = [{"type": question}, {"type": text, "nextContentId": -1}]
    _, scenario = brought(
        h5p(tmp_path / "b.h5p", "H5P.BranchingScenario", {"branchingScenario": {"content": content}}), tmp_path / "out"
    )
    found = choices(scenario, 0)
    assert found["listen"]["reply"] == [{"who": "narrator", "text": "She\n\ncalms down."}]
    assert (found["listen"]["goto"], found["leave"]["goto"]) == (
        scenario["nodes"][1]["id"],
        scenario["endings"][0]["id"],
    )


def test_an_h5p_question_set_becomes_a_quiz_with_its_pictures(tmp_path):
    image = {"library": "H5P.Image 1.1", "params": {"file": {"path": "images/a.png"}, "alt": "A desk"}}
    answers = [
        {"text": "<div>Sorry</div>", "correct": True, "tipsAndFeedback": {"chosenFeedback": "It counts."}},
        {"text": "<div>Next</div>", "correct": False},
    ]
    questions = [
        {
            "library": "H5P.MultiChoice 1.16",
            "params": {"question": "<p>First?</p>", "answers": answers, "media": {"type": image}},
        },
        {"library": "H5P.TrueFalse 1.8", "params": {"question": "<p>Wait.</p>", "correct": "false"}},
        {"library": "H5P.Essay 1.5", "params": {"taskDescription": "Tell."}},
    ]
    report = import_file(h5p(tmp_path / "q.h5p", "H5P.QuestionSet", {"questions": questions}), tmp_path / "out")
    assert [file.name for file in report.files] == ["a-desk.yml", "a.png"]
    first, second = read_yaml(report.files[0]).data["items"]
    assert (first["key"], first["image"]["alt"], second["key"]) == ("sorry", "A desk", False)
    assert [one.message for one in report.lost] == ["not imported: a question of the kind H5P.Essay"]


def test_a_story_that_does_not_name_its_format_is_told_by_its_signs_and_no_code_is_spoken(tmp_path):
    signs = {
        "Snowman": "How are you? <%= s.mood %>\n<% if (s.calm) { %>Calm.<% } %>",
        "Chapbook": 'How are you? {dropdown menu for: "mood", choices: ["Up", "Down"]}',
        "Harlowe": 'How are you? (transition-depart: "dissolve")',
    }
    for name, words in signs.items():
        file = tmp_path / f"{name}.twee"
        file.write_text(f":: Start\n{words}\n[[On|B]]\n[[Off|C]]\n\n:: B\nEnd.\n\n:: C\nOut.\n")
        report, scenario = brought(file, tmp_path / name)
        said = " ".join(line["text"] for line in scenario["nodes"][0]["lines"])
        assert said.replace("Calm.", "").strip() == "How are you?"
        assert any(f"read as a story in {name}" in line for line in report.lines())
        assert report.status == 1

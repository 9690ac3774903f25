"""Importing questions: what comes over, what is told of the rest."""

from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest

from evenkeel.__main__ import main
from evenkeel.importing import Defaults, ImportRefusedError, Options, Report, import_file
from evenkeel.loading import load_model, read_yaml
from evenkeel.markup import blocks, plain
from evenkeel.models import Quiz

EXAMPLES = Path(__file__).parent.parent / "examples" / "import"
PLAIN = Options(Defaults("calls", "foundation", ("OWN-1",)))


def brought(name: str | Path, folder: Path, options: Options = PLAIN) -> tuple[Report, dict[str, dict[str, Any]]]:
    """The report, and the items of every quiz by their ids. Each file loads by our own loader."""
    report = import_file(EXAMPLES / name, folder, options)
    items = {}
    for file in report.files:
        if file.suffix == ".yml":
            quiz, problems = load_model(file, Quiz, folder)
            assert quiz is not None, problems
            items |= {item["id"]: item for item in read_yaml(file).data["items"]}
    return report, items


def written(text: str, folder: Path, name: str = "bank.gift") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_gift_brings_the_sound_items_and_lists_each_flaw_with_its_line(tmp_path):
    report, items = brought("bank.gift", tmp_path)
    assert list(items) == [
        "sorry-first", "two-that-calm", "last-resort", "minutes", "range", "word", "pairs", "escapes",
    ]  # fmt: skip
    told = [f"{one.place}: {one.message}" for one in report.lost]
    assert told[1:] == [
        "bank.gift: line 21 ('Essay'): not imported: an essay, which nobody can score here",
        "bank.gift: line 25 ('No key'): not imported: it has no key: no option is wholly right (the best has 80 %)",
        "bank.gift: line 27 ('Two keys'): not imported: it has 2 keys, but only one answer may be chosen",
        "bank.gift: line 29 ('Same'): not imported: its option 3 is the same as option 2 ('That')",
        "bank.gift: line 31 ('Empty'): not imported: its question is empty",
        "bank.gift: line 33 ('Open'): not imported: it has braces that are never closed",
    ]
    assert "-50 % of option 3" in told[0]
    assert (report.read, report.items, report.status) == (14, 8, 1)


def test_gift_keeps_keys_feedback_numbers_and_pairs(tmp_path):
    _, items = brought("bank.gift", tmp_path)
    assert items["sorry-first"]["key"] == "say-sorry"
    assert items["sorry-first"]["explanation"] == "Feelings before facts."
    assert items["sorry-first"]["options"][0]["feedback"] == "It shows that you heard."
    assert items["two-that-calm"]["keys"] == ["a-slower-voice", "their-name"]
    assert items["two-that-calm"]["stem"] == "Which **two** calm a caller down?"
    assert (items["last-resort"]["key"], items["last-resort"]["feedback_true"]) == (True, "Say why before you do.")
    assert (items["minutes"]["key"], items["minutes"]["tolerance"]) == (10, 2)
    assert (items["range"]["key"], items["range"]["tolerance"]) == (3, 2)
    assert items["word"]["gaps"][0]["accept"] == ["sorry", "an apology"]
    assert items["pairs"]["key"] == {"anger": "fear", "silence": "shame"}


def test_text_that_would_be_our_markup_by_accident_is_shown_as_it_was(tmp_path):
    _, items = brought("bank.gift", tmp_path)
    assert plain(items["escapes"]["stem"]) == r"Is 2 \* 3 = 6, as in {a: b}? It costs *a* lot [see](x)."
    file = written(r"1. \{\{ org.name \}\} is [[gap]] {=yes ~no}", tmp_path)
    _, other = brought(file, tmp_path / "two")
    (stem,) = [item["stem"] for item in other.values()]
    assert blocks(stem)[0]["t"] == "p"
    assert "{{" not in stem


def test_what_the_source_lacks_is_marked_and_the_check_asks_for_it(tmp_path, capsys):
    course = tmp_path / "course"
    (course / "exercises").mkdir(parents=True)
    (course / "_config.yml").write_text("title: T\n")
    status = main(["import", str(EXAMPLES / "choice.xml"), "--to", str(course)])
    told = capsys.readouterr().out
    assert status == 0
    assert "still to write: feedback on option 2, the explanation" in told
    assert "still to write: the requirements; 'TODO-' stands at each question" in told
    file = course / "exercises" / "quizzes" / "choice.yml"
    assert file.read_text().startswith("# yaml-language-server: $schema=../schemas/quiz.schema.json\n")
    assert main(["check", str(course)]) == 1
    found = capsys.readouterr().out
    assert found.count("is still to be written") == 2
    assert "items[0].options[1].feedback" in found


def test_many_languages_come_over_untouched(tmp_path):
    report, items = brought("languages.gift", tmp_path)
    assert report.status == 0
    assert [item["stem"] for item in items.values()] == [
        "ما أول شيء تقوله؟", "首先说什么？", "¿Qué dices primero?", "Что сказать сначала?",
    ]  # fmt: skip


def test_moodle_xml_keeps_pictures_gaps_hints_and_points_and_drops_scripts(tmp_path):
    report, items = brought("bank.xml", tmp_path)
    first = items["with-a-picture"]
    assert first["stem"] == "What is *first*?"
    assert (first["points"], first["hints"]) == (2, ["What would you want?"])
    assert first["image"] == {"src": "imported/bank/desk.png", "alt": "TO WRITE: what this picture shows"}
    assert (tmp_path / "book" / first["image"]["src"]).read_bytes().startswith(b"\x89PNG")
    assert items["gaps"]["stem"] == "Fill the gaps."
    assert items["gaps"]["text"] == "I am [[gap-1]] that you [[gap-2]]."
    assert items["drag"]["gaps"][1]["key"] == "facts"
    told = [one.message for one in report.lost]
    assert [message for message in told if "script" in message] == [
        "lost: the script in onclick= of <p>, which is left out (the question)",
        "lost: <script>, which is left out (the question)",
    ]


def test_jupyterquiz_brings_all_four_kinds(tmp_path):
    report, items = brought("bank.json", tmp_path)
    assert [item["type"] for item in items.values()] == ["single", "multiple", "numeric", "cloze"]
    numeric = items["how-many-minutes"]
    assert numeric["wrong"] == [{"value": 2.5, "tolerance": 2.5, "feedback": "Too soon."}]
    assert [one.message for one in report.lost] == ["not imported: it has no key: no option is wholly right"]


def test_qti_refuses_a_key_that_names_no_option_and_takes_a_sound_one(tmp_path):
    report, items = brought("choice.xml", tmp_path)
    assert (report.status, items["first-words"]["key"]) == (0, "a")
    assert items["first-words"]["options"][0]["feedback"] == "It counts."
    flawed, none = brought("choice-no-option.xml", tmp_path / "other")
    assert (none, flawed.status) == ({}, 1)
    assert flawed.lost[0].message == "not imported: it has a key that names no option: 'Z'"


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("q {~%40%a ~%60%b ~%-10%c}", "its own weights"),
        ("q {=a}b {=c ~d}", "second pair of braces"),
        ("q {this ~that}", "without = or ~"),
        ("q {#ten}", "no number: 'ten'"),
        ("q {=a -> b =c}", "not written =this -> that"),
        ("q {=%5x%a ~b}", "a weight that is no number"),
        ("q {=a* }", "a pattern with a star"),
        ("q {=" + " ~".join(f"o{n}" for n in range(13)) + "}", "options takes at most 12"),
        ("[html]x<sup>abc</sup> <a href='http://x.y'>z</a> {T}", "a link to http://x.y"),
    ],
)
def test_each_flaw_and_loss_of_a_question_is_told(tmp_path, question, told):
    report = import_file(written(question, tmp_path), tmp_path / "out", PLAIN)
    assert any(told in one.message for one in report.lost), report.lines()


def test_a_long_bank_becomes_several_quizzes_of_a_hundred(tmp_path):
    bank = written("\n\n".join(f"::Q{n}:: Number {n}? {{=a ~b}}" for n in range(230)), tmp_path)
    report = import_file(bank, tmp_path / "out", PLAIN)
    assert [file.name for file in report.files] == ["bank-1.yml", "bank-2.yml", "bank-3.yml"]
    assert (report.status, report.items) == (0, 230)


def test_a_file_that_is_there_is_replaced_only_by_force(tmp_path):
    target = tmp_path / "quizzes" / "languages.yml"
    target.parent.mkdir()
    target.write_text("mine")
    with pytest.raises(ImportRefusedError, match="is there already"):
        import_file(EXAMPLES / "languages.gift", tmp_path, PLAIN)
    assert target.read_text() == "mine"
    import_file(EXAMPLES / "languages.gift", tmp_path, Options(PLAIN.defaults, force=True))
    assert "schema: 1" in target.read_text()
    assert [file.name for file in tmp_path.rglob(".*")] == []


def test_when_one_file_cannot_be_written_none_is(tmp_path):
    (tmp_path / "book").write_text("a file where a folder has to be")
    with pytest.raises(ImportRefusedError, match="cannot be written"):
        import_file(EXAMPLES / "bank.xml", tmp_path, PLAIN)
    assert not list(tmp_path.glob("quizzes/*"))


def test_gaps_with_weights_of_their_own_come_over_and_that_is_told(tmp_path):
    head = "<question type='cloze'><name><text>W</text></name><questiontext format='html'><text>"
    text = head + "{}</text></questiontext></question>"
    bank = written(text.format("A {1:SA:=one} and {2:MC:=two~three}."), tmp_path, "one.xml")
    report, items = brought(bank, tmp_path / "out")
    assert [gap["kind"] for gap in items["w"]["gaps"]] == ["typed", "choice"]
    assert [one.message for one in report.lost] == [
        "lost: the weights of its gaps (1, 2): here all gaps of a text count the same"
    ]


def test_no_option_is_called_what_browsers_keep_for_themselves(tmp_path):
    bank = written("::C::Who builds? {=Constructor ~Landlord}", tmp_path, "one.gift")
    _, items = brought(bank, tmp_path / "out")
    assert items["c"]["key"] == "constructor-2"


def test_a_gap_within_a_gap_is_none_and_the_outer_one_does_not_swallow_it(tmp_path):
    head = "<question type='cloze'><name><text>W</text></name><questiontext format='html'><text>"
    text = head + "{1:SA:=lost and {1:SA:=one}.</text></questiontext></question>"
    _, items = brought(written(text, tmp_path, "one.xml"), tmp_path / "out")
    assert [gap["accept"] for gap in items["w"]["gaps"]] == [["one"]]


def test_parts_of_moodle_xml_that_are_no_questions_are_told(tmp_path):
    bank = written("<quiz><question type='essay'/><other/></quiz>", tmp_path, "two.xml")
    report = import_file(bank, tmp_path / "out", PLAIN)
    assert [one.message for one in report.lost] == [
        "parts that are no questions: other",
        "not imported: an essay, which nobody can score here",
    ]


@pytest.mark.parametrize("words", [["--module", "Not An Id"], ["--requirement", "nothing"]])
def test_a_module_or_requirement_that_can_be_none_is_refused(tmp_path, words, capsys):
    assert main(["import", str(EXAMPLES / "choice.xml"), "--to", str(tmp_path), *words]) == 2
    assert f"{words[1]!r} cannot be a {words[0][2:]}" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_categories_that_share_a_last_name_stay_apart(tmp_path):
    bank = "".join(
        f"$CATEGORY: $course$/top/{path}\n\n::{name}:: Is the {name} open? {{T}}\n\n"
        for path, name in (("Week 1/Easy", "desk"), ("Week 2/Easy", "door"), ("Week 2/Hard", "lift"), ("A//B", "hall"))
    )
    report, items = brought(written(bank, tmp_path), tmp_path / "out")
    titles = {file.name: read_yaml(file).data["title"] for file in report.files}
    assert titles == {
        "week-1-easy.yml": "Week 1: Easy",
        "week-2-easy.yml": "Week 2: Easy",
        "hard.yml": "Hard",
        "a-b.yml": "A/B",
    }
    assert (list(items), report.status) == (["desk", "door", "lift", "hall"], 0)


def test_a_lone_answer_without_a_sign_comes_over_and_is_told(tmp_path):
    bank = "::One:: Write 1 as a word. {one}\n\n::Unclear:: Which? {one ~two}\n"
    report, items = brought(written(bank, tmp_path), tmp_path / "out")
    assert items["one"]["gaps"][0]["accept"] == ["one"]
    assert [one.message for one in report.lost] == [
        "lost: no sign before its only answer 'one': taken as right, as Moodle takes it",
        "not imported: it has an answer without = or ~ before it, so whether it is right is not said",
    ]


def test_a_half_right_number_around_the_right_one_is_told_and_the_item_stays(tmp_path):
    bank = "::Year:: When? {#=1822:0#Right. =%50%1822:2#Close. =1900:5#Too late.}\n".replace("=1900", "=%0%1900")
    report, items = brought(written(bank, tmp_path), tmp_path / "out")
    assert (items["year"]["key"], items["year"].get("tolerance", 0)) == (1822, 0)
    assert items["year"]["wrong"] == [{"value": 1900, "tolerance": 5, "feedback": "Too late."}]
    assert [one.message for one in report.lost] == [
        "lost: the 50 % for the number 1822: here a number is right or wrong",
        "lost: the feedback on 1822, give or take 2: 'Close.'",
    ]


def test_units_of_moodle_that_only_name_what_is_counted_come_along(tmp_path):
    unit = "<unit><multiplier>{}</multiplier><unit_name>{}</unit_name></unit>"
    bank = f"""<quiz><question type="numerical"><name><text>Wait</text></name>
      <questiontext format="html"><text>How long?</text></questiontext>
      <answer fraction="100"><text>12</text><tolerance>1</tolerance></answer>
      <units>{unit.format("1", "minutes")}{unit.format("60", "seconds")}</units></question></quiz>"""
    report, items = brought(written(bank, tmp_path, "bank.xml"), tmp_path / "out")
    assert items["wait"]["units"] == ["minutes"]
    assert [one.message for one in report.lost] == ["lost: the unit 'seconds', which counts as 60"]


def test_a_picture_of_a_flawed_question_alone_is_not_written(tmp_path):
    dots = {name: b64encode(b"\x89PNG\r\n\x1a\n" + name.encode()).decode() for name in ("both", "flawed")}
    asked = (
        "<question type='truefalse'><questiontext format='html'><text>Is {} open? {}</text></questiontext>{}</question>"
    )
    key = "<answer fraction='100'><text>true</text></answer><answer fraction='0'><text>false</text></answer>"
    shown = {name: f"&lt;img alt='A desk' src='data:image/png;base64,{dot}'&gt;" for name, dot in dots.items()}
    bank = [
        asked.format("one", shown["flawed"], ""),
        asked.format("two", shown["both"], ""),
        asked.format("three", shown["both"], key),
    ]
    report, items = brought(written(f"<quiz>{''.join(bank)}</quiz>", tmp_path, "bank.xml"), tmp_path / "out")
    pictures = [file for file in report.files if file.suffix == ".png"]
    assert [file.read_bytes()[8:] for file in pictures] == [b"both"]
    assert [f"imported/bank/{file.name}" for file in pictures] == [item["image"]["src"] for item in items.values()]
    assert len(report.lost) == 2


def test_a_number_in_a_gap_is_right_as_it_is_written_and_a_range_is_refused(tmp_path):
    text = "<![CDATA[<p>Open at {{1:NUMERICAL:={}}} and shut at {{1:SHORTANSWER:=noon}}.</p>]]>"
    words = "<name><text>{}</text></name><questiontext format='html'><text>{}</text></questiontext>"
    asked = f"<question type='cloze'>{words}</question>"
    bank = asked.format("Hours", text.format("8:0")) + asked.format("About", text.format("8:0.5"))
    report, items = brought(written(f"<quiz>{bank}</quiz>", tmp_path, "bank.xml"), tmp_path / "out")
    assert [gap["accept"] for gap in items["hours"]["gaps"]] == [["8"], ["noon"]]
    assert [one.message for one in report.lost] == [
        "lost: other ways to write the number in gap 1: here it is right as '8' alone",
        "not imported: gap 1 wants a number within 0.5, which it cannot judge here",
    ]

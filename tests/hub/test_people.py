"""The roll, class lists, and bringing one into the other."""

from pathlib import Path
from unittest.mock import ANY

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbgrader.api import Student

from evenkeel_hub.__main__ import main
from evenkeel_hub.classlist import Listed, read_class_list
from evenkeel_hub.enrolling import enrol, plan
from evenkeel_hub.hosted import Hosted
from evenkeel_hub.names import account_name
from evenkeel_hub.roll import Person, Roll, bad_id, hub_groups

ROOT = Path(__file__).parents[2]


def test_the_hub_gets_each_role_and_group_and_nobody_who_is_withdrawn(tmp_path: Path) -> None:
    roll = Roll(f"sqlite:///{tmp_path / 'roll.db'}")
    people = [
        Person("ada", "Ada", groups=("monday", "evening")),
        Person("ben", withdrawn="2026-11-01T00:00:00+00:00", groups=("monday",)),
        Person("tess", role="tutor"),
        Person("root-like", role="administrator"),
    ]
    roll.put(people)
    groups = hub_groups(Roll(f"sqlite:///{tmp_path / 'roll.db'}").people(), "evenkeel")
    assert groups == {
        "nbgrader-evenkeel": ["ada"],
        "formgrade-evenkeel": ["tess"],
        "administer-evenkeel": ["root-like"],
        "class-evenkeel-monday": ["ada"],
        "class-evenkeel-evening": ["ada"],
    }


GOOD = "learner id,name,email,group,role\nada,Ada Lovelace,ada@example.org,Monday,learner\nben,Ben,,,\n"


@pytest.mark.parametrize(
    "data",
    [
        GOOD.encode(),
        b"\xef\xbb\xbf" + GOOD.encode(),
        GOOD.encode("utf-16"),
        GOOD.replace(",", ";").encode(),
        b"sep=;\r\n" + GOOD.replace(",", ";").replace("\n", "\r\n").encode(),
        GOOD.replace(",", "\t").encode(),
        b'Role,"Learner ID",E-mail,Name,Groups,Notes\n'
        b',ada,ada@example.org,"Ada Lovelace",monday,"""hi"""\n\n,ben,,Ben,\n',
        b"username,first name,last name,email,group,role\nada,Ada,Lovelace,ada@example.org,monday,\nben,Ben,,,,\n",
    ],
)
def test_a_list_is_read_as_spreadsheets_write_it(data: bytes) -> None:
    found = read_class_list(data)
    assert not found.flaws
    assert [(one.id, one.name, one.email, one.groups) for one in found.people] == [
        ("ada", "Ada Lovelace", "ada@example.org", ("monday",)),
        ("ben", "Ben", "", ()),
    ]


def test_a_windows_list_keeps_its_letters_and_says_how_it_was_read() -> None:
    found = read_class_list("id;name\nzoe;Zoë Žižek – née Müller\n".encode("cp1252"))
    assert found.people == [Listed(2, "zoe", "Zoë Žižek – née Müller")]
    assert found.notes == [
        "The file was read as Windows-1252. If these names look wrong, save it as “CSV UTF-8”: Zoë Žižek – née Müller"
    ]
    assert not read_class_list("id;name\nzoe;Zoë\n".encode()).notes


def test_capital_letters_of_an_address_do_not_count() -> None:
    found = read_class_list(b"id\nAda.L@Example.org\nada.l@example.org\n")
    assert [one.id for one in found.people] == ["ada.l@example.org"]
    assert [str(one) for one in found.flaws] == ["Line 3: ada.l@example.org stands in line 2 already."]


def test_a_list_without_ids_says_which_columns_it_has() -> None:
    (flaw,) = read_class_list(b"Learner,Name\nada,Ada\n").flaws
    assert "it says “Learner”, “Name”." in str(flaw)


def test_an_address_that_several_people_have_is_told() -> None:
    known = [Person("ann", email="a@example.org"), Person("old", email="a@example.org", withdrawn="2026-11-01")]
    assert not plan(known, read_class_list(b"id,email\nbob,b@example.org\nann,A@example.org\n")).notes
    (note,) = plan(known, read_class_list(b"id,email\nbob,A@example.org\n")).notes
    assert note == "Several people have the same address, so nobody can sign in by it: a@example.org (ann, bob)."


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Ada,A,,,", "capital"),
        ("../etc,A,,,", "no account name"),
        ("ada lovelace,A,,,", "no account name"),
        ("a" * 129 + ",A,,,", "no account name"),
        (",A,,,", "names no learner id"),
        ("ada,=cmd|'/c calc'!A1,,,", "formula"),
        ("ada,@SUM(A1),,,", "formula"),
        ("ada,Ada\u202egnp.exe,,,", "cannot be seen"),
        ("ada,A\x1b[2Jda,,,", "cannot be seen"),
        ('ada,"Ada\nLovelace",,,', "cannot be seen"),
        ("ada," + "A" * 201 + ",,,", "more than 200"),
        ("ada,Ada,nowhere,,", "no e-mail"),
        ("ada,Ada,,Früh!,", "no group name"),
        ("ada,Ada,,,boss", "The role"),
        ("ada,Ada,,,learner,more", "6 cells"),
    ],
)
def test_each_flaw_is_told_with_its_line_and_hides_no_other_line(line: str, words: str) -> None:
    found = read_class_list(f"id,name,email,group,role\nben,Ben,,,\n{line}\ncat,Cat,,,\n".encode())
    assert [one.id for one in found.people] == ["ben", "cat"]
    assert [flaw.line for flaw in found.flaws] == [3]
    assert words in str(found.flaws[0])
    assert str(found.flaws[0]).isprintable()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        (b"sep=;\n", "empty"),
        (b"name,email\nAda,a@b.cd\n", "no column"),
        (b"id,user name\nada,ada\n", "Two columns"),
        (b'id,name\nada,"Ada\nben,Ben\n', "Line 2: From here on"),
        (b"PK\x03\x04rest", "spreadsheet"),
        (b"id,name\nada,A\0da\n", "signs that no text has"),
        (b"id,name\nada,\x81\x8d\n", "not text"),
        (b"id,name\n", "names nobody"),
    ],
)
def test_a_file_that_is_no_class_list_is_refused_as_a_whole(data: bytes, words: str) -> None:
    found = read_class_list(data)
    assert found.unusable
    assert not found.people
    assert words in str(found.flaws[-1])


def test_a_name_twice_is_told_with_both_lines() -> None:
    found = read_class_list(b'id,name\nada,"Ada"\nben,Ben\n\nada,Ada\n')
    assert [str(flaw) for flaw in found.flaws] == ["Line 5: ada stands in line 2 already."]


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: b"id,name\n" + text.encode("utf-8", "replace")))
def test_no_file_at_all_stops_the_reader(data: bytes) -> None:
    found = read_class_list(data)
    assert found.people or found.flaws
    assert all(bad_id(one.id) is None for one in found.people)


def test_the_plan_tells_new_changed_same_and_back() -> None:
    known = [
        Person("ada", "Ada"),
        Person("ben", "Ben", groups=("monday",)),
        Person("cat", "Cat", withdrawn="2026-01-01T00:00:00+00:00", erase_asked="2026-01-02T00:00:00+00:00"),
        Person("dot", "Dot"),
    ]
    made = plan(known, read_class_list(b"id,name,role\nada,Ada,\nben,Benjamin,tutor\ncat,,\neve,Eve,\n"))
    assert [one.id for one in made.same] == ["ada"]
    assert made.changed == [Person("ben", "Benjamin", role="tutor", groups=("monday",))]
    assert made.back == [Person("cat", "Cat")]
    assert made.added == [Person("eve", "Eve")]


def test_nobody_gets_an_account_of_the_machine_or_the_marker() -> None:
    made = plan([], read_class_list(b"id\nroot\ndaemon\nevenkeel\nada\n"), ["evenkeel"])
    assert [one.id for one in made.people] == ["ada"]
    assert [flaw.line for flaw in made.flaws] == [2, 3, 4]


def test_a_name_from_outside_becomes_the_account_that_it_signs_in_as() -> None:
    made = plan([], read_class_list(b"id,name\njo.smith@a.example,Jo\n"))
    assert [one.id for one in made.added] == [account_name("jo.smith@a.example")]
    assert made.added[0].id in made.notes[0]


def test_a_list_goes_into_roll_and_gradebook_and_twice_changes_nothing(
    hosted: Hosted, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "class.csv"
    file.write_bytes(GOOD.encode() + b"tess,Tess Tutor,,,tutor\n")
    bring = ["people", "import", str(file), "--course", str(ROOT)]
    assert main([*bring, "--dry-run"]) == 0
    assert hosted.roll.people() == []
    for _ in range(2):
        assert main(bring) == 0
        with hosted.gradebook() as gradebook:
            rows = sorted((one.id, one.first_name, one.last_name, one.email) for one in gradebook.students)
        assert rows == [("ada", "Ada", "Lovelace", "ada@example.org"), ("ben", "Ben", None, None)]
        assert [one.id for one in hosted.roll.people()] == ["ada", "ben", "tess"]
    assert "As before: 3" in capsys.readouterr().out


def test_a_flaw_changes_nothing_unless_bad_lines_may_be_left_out(hosted: Hosted, tmp_path: Path) -> None:
    file = tmp_path / "class.csv"
    file.write_text("id,name\nada,Ada\nBEN,Ben\n", encoding="utf-8")
    assert main(["people", "import", str(file), "--course", str(ROOT)]) == 1
    assert hosted.roll.people() == []
    assert main(["people", "import", str(file), "--skip-bad", "--course", str(ROOT)]) == 0
    assert [one.id for one in hosted.roll.people()] == ["ada"]


def test_withdrawing_keeps_the_line_and_readmitting_takes_it_back(hosted: Hosted) -> None:
    course = ["--course", str(ROOT)]
    assert main(["people", "set", "ada", "--name", "Ada", "--groups", "monday;tuesday", *course]) == 0
    assert main(["people", "withdraw", "ada", "ben", *course]) == 1  # ben is unknown: nobody is withdrawn
    assert hosted.roll.find("ada") == Person("ada", "Ada", groups=("monday", "tuesday"), added=ANY)
    assert main(["people", "withdraw", "ada", *course]) == 0
    gone = hosted.roll.find("ada")
    assert gone is not None
    assert not gone.active
    assert main(["people", "readmit", "ada", *course]) == 0
    assert hosted.roll.find("ada") == Person("ada", "Ada", groups=("monday", "tuesday"), added=ANY)


@pytest.mark.slow
def test_ten_thousand_people_come_in_at_once(hosted: Hosted) -> None:
    lines = "".join(f"learner{n:05},Name {n},l{n}@example.org,g{n % 40},learner\n" for n in range(10_000))
    made = plan([], read_class_list(("id,name,email,group,role\n" + lines).encode()))
    enrol(hosted, made.people)
    assert len(hosted.roll.people()) == 10_000
    with hosted.gradebook() as gradebook:
        assert gradebook.db.query(Student).count() == 10_000

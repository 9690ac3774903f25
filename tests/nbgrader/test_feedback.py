"""Feedback and exports: nothing leaves before a person has decided, and then words without code."""

import csv
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Literal

import pytest
from klass import APPLIED, ROOT, Klass, answers
from tests.chromium import chromium

from evenkeel_grading.nbg.export import inert
from evenkeel_grading.nbg.stores import open_store


def page(klass: Klass, learner: str = "ada") -> str:
    return (klass.folder(learner, step="feedback") / f"{APPLIED}.html").read_text(encoding="utf-8")


def released(klass: Klass) -> list[str]:
    """Whose feedback lies in a tray."""
    return sorted(page.relative_to(klass.inbound).parts[0] for page in klass.inbound.glob("*/feedback/*/*/*.html"))


def marked_class(klass: Klass) -> None:
    for learner in ("ada", "ben"):
        klass.hand_in(learner)
    assert klass.autograde()["success"]


def test_feedback_is_refused_by_name_while_a_written_mark_is_open_and_written_for_the_others(klass: Klass) -> None:
    marked_class(klass)
    klass.decide("ada")
    result = klass.api.generate_feedback(APPLIED)
    assert not result["success"]
    assert "ben, difficult-applied: a tutor has still to decide analysis, feasibility, five-behaviours" in result["log"]
    assert page(klass)
    assert not klass.folder("ben", step="feedback").exists()
    done = klass.command("generate_feedback", APPLIED, "--student", "ben")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_releasing_is_refused_when_work_was_opened_again_after_its_feedback_was_written(klass: Klass) -> None:
    assert klass.api.release_assignment(APPLIED)["success"]
    klass.tray("ada", "ben")
    marked_class(klass)
    for learner in ("ada", "ben"):
        klass.decide(learner)
    assert klass.api.generate_feedback(APPLIED)["success"]
    klass.hand_in("ben", fields=answers("cara"))
    klass.autograde("ben")
    result = klass.api.release_feedback(APPLIED)
    assert not result["success"]
    assert "ben, difficult-applied" in result["log"]
    assert released(klass) == ["ada"]


@pytest.mark.parametrize("name", ["submission_secret.txt", "timestamp.txt"])
@pytest.mark.parametrize("damage", [None, b"", b"\xff\xfe", b"yesterday \xc3\xa9 .."])
def test_a_missing_or_damaged_file_of_one_learner_stops_nobodys_feedback(
    klass: Klass, name: str, damage: bytes | None
) -> None:
    assert klass.api.release_assignment(APPLIED)["success"]
    klass.tray("ada", "ben")
    for learner in ("ada", "ben"):
        folder = klass.hand_in(learner)
        (folder / "submission_secret.txt").write_text(learner * 20, encoding="utf-8")
    spoilt = klass.folder("ada") / name
    spoilt.unlink() if damage is None else spoilt.write_bytes(damage)
    result = klass.autograde()
    assert result["success"], result
    for learner in ("ada", "ben"):
        klass.decide(learner)
    assert klass.api.generate_feedback(APPLIED)["success"]
    result = klass.api.release_feedback(APPLIED)
    assert result["success"], result
    assert released(klass) == ["ada", "ben"]


def test_an_export_is_refused_whole_while_anything_is_open(klass: Klass, tmp_path: Path) -> None:
    marked_class(klass)
    klass.decide("ada")
    done = klass.command("export", "--to", str(tmp_path / "marks.csv"))
    assert done.returncode == 1
    assert "ben, difficult-applied" in done.stderr
    assert not (tmp_path / "marks.csv").exists()


def test_an_export_opens_as_text_in_a_spreadsheet(klass: Klass, tmp_path: Path) -> None:
    marked_class(klass)
    for learner in ("ada", "ben"):
        klass.decide(learner)
    with klass.gradebook() as gradebook:
        gradebook.update_or_create_student("ada", last_name='=HYPERLINK("http://x","y")', first_name="Ada, Countess")
    done = klass.command("export", "--to", str(tmp_path / "marks.csv"))
    assert done.returncode == 0, done.stderr
    with (tmp_path / "marks.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file) if row["assignment"] == APPLIED}
    assert rows["ada"]["last_name"].startswith("'=")
    assert rows["ada"]["first_name"] == "Ada, Countess"
    assert float(rows["ada"]["score"]) == pytest.approx(sum(filter(None, klass.scores("ada").values())))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "  =1", "\t=1", "\r=1", "|x", "%x"])
def test_no_cell_of_an_export_is_a_formula(text: str) -> None:
    assert inert(text).startswith("'")


def test_numbers_and_plain_names_are_exported_as_they_are() -> None:
    assert [inert(value) for value in (-1.5, 0.0, None, "Ada", "O'Brien")] == ["-1.5", "0.0", "", "Ada", "O'Brien"]


class _Outside(HTMLParser):
    """Everything in a page that would make a browser ask for something, or run something."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attrs}
        if tag in ("script", "img", "iframe", "link", "object", "embed", "form") or names & {"src", "href", "onclick"}:
            self.found.append(tag)


def test_the_feedback_page_has_words_and_comments_and_no_code_no_key_and_no_request(klass: Klass) -> None:
    klass.hand_in("jo", fields=answers("jo"))
    klass.autograde()
    klass.decide("jo", criterion_analysis=7.5)
    with klass.gradebook() as gradebook:
        for comment in gradebook.find_submission_notebook(APPLIED, APPLIED, "jo").comments:
            comment.manual_comment = "Look at <b>reply 2</b>.\nIt is close."
        gradebook.db.commit()
    assert klass.api.generate_feedback(APPLIED)["success"]
    html = page(klass, "jo")
    parser = _Outside()
    parser.feed(html)
    assert parser.found == []
    assert not re.search(r"@import|url\(|https?://", html)
    assert 'lang="en-GB"' in html
    assert "Your mark for this part: 7.5 of 16" in html
    assert "Look at &lt;b&gt;reply 2&lt;/b&gt;" in html
    assert "&lt;script&gt;" in html
    assert "from evenkeel" not in html
    assert "Suggested" not in html
    # The key of best-line and its reasons stay with tutors; the learner's own choice is shown.
    assert "But&quot; can cancel" not in html
    assert "rules are rules" in html


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_feedback_page_is_accessible_and_fits_a_narrow_screen(
    klass: Klass, scheme: Literal["light", "dark"]
) -> None:
    klass.hand_in("ada")
    klass.autograde()
    klass.decide("ada")
    assert klass.api.generate_feedback(APPLIED)["success"]
    with chromium() as browser:
        # The page lets no script in; only the checker may come by.
        context = browser.new_context(viewport={"width": 360, "height": 800}, bypass_csp=True, color_scheme=scheme)
        tab = context.new_page()
        tab.goto((klass.folder("ada", step="feedback") / f"{APPLIED}.html").as_uri())
        assert tab.evaluate("document.documentElement.scrollWidth") <= 360
        tab.add_script_tag(path=ROOT / "node_modules" / "axe-core" / "axe.min.js")
        found = tab.evaluate("axe.run().then(r => r.violations.map(v => [v.id, v.nodes.length, v.nodes[0].html]))")
    assert found == []


def test_a_changed_rubric_asks_for_marking_again_before_feedback(klass: Klass, monkeypatch: pytest.MonkeyPatch) -> None:
    klass.hand_in("ada")
    klass.autograde()
    klass.decide("ada")
    from evenkeel_grading.nbg.scoring import Scorer

    of = Scorer.of.__func__  # type: ignore[attr-defined]

    def changed(cls: type[Scorer], root: str, assignment: str) -> Scorer:
        return Scorer(of(cls, root, assignment).assignment, "another version")

    monkeypatch.setattr(Scorer, "of", classmethod(changed))
    result = klass.api.generate_feedback(APPLIED)
    assert not result["success"]
    assert "Mark it again" in result["log"]


def test_what_was_decided_is_kept_with_who_when_from_and_to(klass: Klass) -> None:
    klass.hand_in("ada")
    klass.autograde()
    klass.decide("ada", criterion_analysis=7.5)
    klass.api.generate_feedback(APPLIED)
    klass.api.generate_feedback(APPLIED)
    store = open_store(f"sqlite:///{klass.course / 'marking.db'}")
    decisions = {one.criterion: one for one in store.decisions(APPLIED, "ada")}
    assert len(store.decisions(APPLIED, "ada")) == 5
    assert decisions["analysis"].after == 7.5
    assert decisions["analysis"].before == klass.scores("ada")["criterion-analysis"]
    assert decisions["analysis"].who


def test_nothing_of_a_wellbeing_note_is_kept_in_store_gradebook_or_pages(klass: Klass) -> None:
    said = "I am scared of this customer myself and I do not feel safe at work any more."
    fields: dict[str, Any] = answers() | {"adaptation": f"{answers()['adaptation']} {said}"}
    klass.hand_in("ada", fields=fields)
    klass.autograde()
    klass.decide("ada")
    klass.api.generate_feedback(APPLIED)
    kept = json.dumps(klass.marked("ada")) + page(klass)
    kept += (klass.course / "gradebook.db").read_bytes().decode("latin-1")
    kept += (klass.course / "marking.db").read_bytes().decode("latin-1")
    assert "own-distress" not in kept
    assert "live-risk" not in kept

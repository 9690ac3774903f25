"""A tutor's first page: how much waits at each assignment."""

from types import SimpleNamespace

from klass import APPLIED, STAMP, Klass, answers
from nbgrader.coursedir import CourseDirectory

from evenkeel_grading.nbg.arrivals import arrived, to_mark
from evenkeel_grading.nbg.desk import Desk
from evenkeel_grading.nbg.pages_desk import TEMPLATES
from evenkeel_grading.nbg.pages_home import Head, head_of
from evenkeel_grading.nbg.stores import open_store


def head(klass: Klass, tutor: str = "amina") -> Head:
    with klass.gradebook() as gradebook:
        return head_of(Desk(CourseDirectory(config=klass.config), gradebook, APPLIED), "Passport", None, tutor)


def test_what_waits_is_counted_by_the_rules_of_the_queue(klass: Klass) -> None:
    assert head(klass) == Head(APPLIED, "Passport", None, marked=0, waiting=0, held=0, blind=0)
    for learner in ("jo", "ivan", "ada"):
        klass.hand_in(learner, fields=answers(learner))
    klass.autograde()
    store = open_store(f"sqlite:///{klass.course / 'marking.db'}")
    store.moderate(APPLIED, ["ada"])
    assert head(klass) == Head(APPLIED, "Passport", None, marked=3, waiting=3, held=1, blind=1)


def test_the_page_shows_what_waits_first_and_escapes_what_it_shows() -> None:
    quiet, busy = (
        Head("quiet", "<b>Quiet</b>", None, marked=2, waiting=0, held=0, blind=0),
        Head("busy", "Busy", None, marked=9, waiting=4, held=1, blind=0),
    )
    page = TEMPLATES.get_template("home.html.j2").render(base_url="/services/evenkeel", heads=[busy, quiet], runs={})
    assert page.index("4 of 9 wait for a tutor, 1 of them held.") < page.index("&lt;b&gt;Quiet&lt;/b&gt;")
    assert "<b>" not in page
    assert 'href="/services/evenkeel/formgrader/queue/busy"' in page
    assert "<script" not in page


def new(klass: Klass) -> list[str]:
    with klass.gradebook() as gradebook:
        return to_mark(CourseDirectory(config=klass.config), gradebook, APPLIED, arrived(klass.inbound))


def test_work_is_new_until_it_is_marked_wherever_it_lies(klass: Klass) -> None:
    assert new(klass) == []
    klass.tray("jo", "ann+work")
    for learner in ("jo", "ann+work"):
        (klass.inbound / learner / f"{learner}+{APPLIED}+{STAMP}+x").mkdir()
    (klass.inbound / "jo" / f"ivan+{APPLIED}+{STAMP}").mkdir()  # named after somebody else
    (klass.inbound / "jo" / f"jo+{APPLIED}+tomorrow").mkdir()  # no time
    assert new(klass) == ["ann+work", "jo"]
    klass.hand_in("ivan")
    klass.hand_in("jo")
    assert new(klass) == ["ann+work", "ivan", "jo"]
    klass.autograde("jo")
    assert new(klass) == ["ann+work", "ivan"]
    (klass.inbound / "jo" / f"jo+{APPLIED}+2026-11-21 10:00:00.000000 UTC+y").mkdir()
    assert new(klass) == ["ann+work", "ivan", "jo"]
    klass.config.ExchangeCollect.before_duedate = True  # what was in time may count, and jo has work collected
    assert new(klass) == ["ann+work", "ivan"]


def page(one: Head, run: SimpleNamespace | None = None) -> str:
    home = TEMPLATES.get_template("home.html.j2")
    return home.render(base_url="", heads=[one], xsrf="2|token", runs={one.assignment: run})


def test_new_work_has_a_button_and_what_became_of_it_is_told() -> None:
    some = Head("busy", "Busy", None, marked=0, waiting=0, held=0, blind=0, new=3)
    asked = page(some)
    assert "3 new, not marked yet." in asked
    assert '<form method="post" action="/formgrader/fetch/busy">' in asked
    assert 'name="_xsrf" value="2|token"' in asked
    running = page(some, run=SimpleNamespace(status=None, said=["1 of 3 marked <b>"]))
    assert "1 of 3 marked &lt;b&gt;" in running
    assert "<form" not in running
    failed = page(some, run=SimpleNamespace(status=1, said=["Not collected: jo: a link."]))
    assert "Not all of it" in failed
    assert "Not collected: jo: a link." in failed
    assert "<form" in failed

"""A tutor's first page: how much waits at each assignment."""

from klass import APPLIED, Klass, answers
from nbgrader.coursedir import CourseDirectory

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
    page = TEMPLATES.get_template("home.html.j2").render(base_url="/services/evenkeel", heads=[busy, quiet])
    assert page.index("4 of 9 wait for a tutor, 1 of them held.") < page.index("&lt;b&gt;Quiet&lt;/b&gt;")
    assert "<b>" not in page
    assert 'href="/services/evenkeel/formgrader/queue/busy"' in page
    assert "<script" not in page

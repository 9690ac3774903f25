"""Every kind of exercise in every state where learners meet it: on a served page and in JupyterLab, with axe-core.

The states are those of ``test_states.py``, which shows them in a bare page with the book's style sheets. The quick run
is a pairwise choice in each host (kinds with states, widths and themes; states with widths and themes follow from the
bare page); the full product is marked slow.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import test_states as states
from books import Book
from harness import ITEMS, LOOKS, QUIZ_STATES, THEMES, WIDTHS, Check, Look
from hosts import Host, Lab, ServedBook, serving
from opening import WORN, Pages, dress, in_every_look
from playwright.sync_api import Page
from tests.asking import until
from tests.server.serving import Served

HOSTS = ["served", "lab"]
CUT = "document.querySelector('.ek').scrollWidth - document.querySelector('.ek').clientWidth"


class HostStage:
    """``stage`` of the bare page, in another host."""

    def __init__(self, host: Host, pages: Pages) -> None:
        self.host, self.pages = host, pages
        self.page: Page | None = None

    def __call__(self, name: str, look: Look = LOOKS[0], **wanted: Any) -> Any:
        """The exercise alone, so that what looks for its parts does not meet the host's own."""
        if self.page is None:
            self.page = self.pages()
            self.host.open(self.page)
        dress(self.page, look)
        self.page.mouse.move(0, 0)
        self.host.show(self.page, name, wanted)
        self.wear(look)
        return self.page

    def wear(self, look: Look) -> None:
        """Show what is shown in another width and theme."""
        assert self.page is not None
        dress(self.page, look)
        until(self.page, WORN, look.theme == "dark")


@pytest.fixture(scope="module")
def served(small: Book, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    started = serving(small.root, tmp_path_factory.mktemp("hosts")).start()
    yield started
    started.stop()


@pytest.fixture(scope="module")
def stages(served: Served, open_pages: Pages) -> Iterator[dict[str, HostStage]]:
    lab = Lab(served)
    yield {"served": HostStage(ServedBook(served), open_pages), "lab": HostStage(lab, open_pages)}
    lab.close()


@pytest.fixture
def host(request: pytest.FixtureRequest, stages: dict[str, HostStage]) -> Iterator[HostStage]:
    """The host that a test names."""
    shown = stages[request.param]
    yield shown
    errors = shown.pages.errors.copy()
    shown.pages.errors.clear()
    assert errors == []


def spread() -> list[tuple[str, str, str, Look]]:
    """Each kind and each state in one of the hosts; in each host each width and each theme."""
    return [
        (HOSTS[i % 2], item, QUIZ_STATES[(i + i // 8) % 8], Look(WIDTHS[i // 2 % 3], THEMES[(i // 2 + i // 6) % 3]))
        for i, item in enumerate(ITEMS)
    ]


def test_the_quick_run_meets_every_kind_and_state_and_in_each_host_every_width_and_theme() -> None:
    assert {item for _, item, _, _ in spread()} == set(ITEMS)
    assert {state for _, _, state, _ in spread()} == set(QUIZ_STATES)
    assert {(host, look.width) for host, _, _, look in spread()} == {(h, w) for h in HOSTS for w in WIDTHS}
    assert {(host, look.theme) for host, _, _, look in spread()} == {(h, t) for h in HOSTS for t in THEMES}


def check(stage: HostStage, axe: Any) -> None:
    assert stage.page is not None
    axe(stage.page, stage.host.within)
    assert stage.page.evaluate(CUT) <= 0


def check_item(stage: HostStage, axe: Any, item: str, state: str, look: Look) -> None:
    exercise: Any = states.arrange(stage, item, state, look)
    states.expect_state(exercise, item, state)
    check(stage, axe)


@pytest.mark.parametrize(("host", "item", "state", "look"), spread(), indirect=["host"])
def test_an_item_is_accessible_in_its_hosts(host: HostStage, axe: Check, item: str, state: str, look: Look) -> None:
    check_item(host, axe, item, state, look)


NEVER = {"quiz broken", "worksheet saved"}
"""What only a test hands over."""


def screens(host: str) -> list[str]:
    """The screens that a host can be brought to: how a save went is for a server to say, not for a test."""
    unfit = NEVER | {name for name in states.SCREENS if host == "served" and "save" in name}
    return [name for name in states.SCREENS if name not in unfit]


def show_screen(stage: HostStage, axe: Any, name: str, look: Look) -> None:
    kind, wanted, button, words = states.SCREENS[name]
    exercise = stage(kind, look, **wanted)
    if button:
        states.press(exercise, button)
    exercise.get_by_text(words).first.wait_for()
    for summary in exercise.locator("summary:visible").all():
        summary.click()
    check(stage, axe)


SOME = ["quiz before it begins", "quiz not passed", "scenario ended", "worksheet resumed"]


@pytest.mark.parametrize(
    ("host", "name", "look"),
    [(HOSTS[i % 2], screen, LOOKS[2 * i]) for i, screen in enumerate(SOME)],
    indirect=["host"],
)
def test_a_screen_is_accessible_in_its_hosts(host: HostStage, axe: Check, name: str, look: Look) -> None:
    show_screen(host, axe, name, look)


@pytest.mark.slow
@pytest.mark.parametrize("state", QUIZ_STATES)
@pytest.mark.parametrize("item", ITEMS)
@pytest.mark.parametrize("host", HOSTS, indirect=True)
def test_an_item_is_accessible_in_its_hosts_in_every_state_width_and_theme(
    host: HostStage, axe: Check, item: str, state: str
) -> None:
    check_item(host, axe, item, state, LOOKS[0])
    in_every_look(host, lambda: check(host, axe))


@pytest.mark.slow
@pytest.mark.parametrize(("host", "name"), [(h, s) for h in HOSTS for s in screens(h)], indirect=["host"])
def test_a_screen_is_accessible_in_its_hosts_at_every_width_and_theme(host: HostStage, axe: Check, name: str) -> None:
    show_screen(host, axe, name, LOOKS[0])
    in_every_look(host, lambda: check(host, axe))

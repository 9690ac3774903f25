"""Finding one's way in the built book: from a requirement to its places, and from self-ratings to a route."""

import re
from collections.abc import Callable
from typing import Any

from books import Book
from playwright.sync_api import Locator, Page, expect

Check = Callable[..., None]


def text(course: Book, name: str) -> str:
    return (course.html / name).read_text(encoding="utf-8")


def test_every_link_of_the_coverage_page_leads_to_an_element_that_is_there(course: Book) -> None:
    article = re.search(r"<article.*?</article>", text(course, "coverage.html"), re.DOTALL)
    assert article is not None
    targets = set(re.findall(r"""href=["']([^"']+)["']""", article[0]))
    assert len(targets) > 200
    dead = []
    for page, _, part in (target.partition("#") for target in targets):
        ids = re.findall(r"""\bid=["']([^"']+)["']""", text(course, page or "coverage.html"))
        if part and part not in ids:
            dead.append(f"{page}#{part}")
    assert dead == []


def test_two_clicks_lead_from_any_page_to_where_a_requirement_is_practised(course: Book, pages: Any) -> None:
    page: Page = pages(course.page("difficult/leaps"))
    page.get_by_role("link", name="What this course covers").first.click()
    row = page.locator("tr#cscf-f1")
    expect(row.get_by_role("rowheader")).to_contain_text("Remain calm while a situation is stressful.")
    row.get_by_role("cell").nth(1).get_by_role("link", name="Steady while it happens").click()
    expect(page.locator("#quiz-steady")).to_be_in_viewport()


def test_on_a_narrow_screen_the_tables_keep_their_roles_and_say_their_columns(course: Book, pages: Any) -> None:
    page: Page = pages(course.page("coverage"), width=360)
    row = page.locator("tr#oc-26")
    expect(row).to_have_role("row")
    expect(row.get_by_role("cell").nth(2)).to_contain_text("Left unmarked on purpose.")
    expect(row.get_by_text("Practised", exact=True)).to_be_visible()


def rate(page: Page, statements: range, option: str) -> None:
    for number in statements:
        page.locator("fieldset").nth(number).get_by_role("radio", name=option).check()


def suggestion(page: Page) -> Locator:
    return page.locator(".ek-advice").get_by_role("status")


def test_a_route_is_suggested_with_its_reason_and_comes_back(course: Book, pages: Any) -> None:
    page: Page = pages(course.page("find-your-way"))
    expect(suggestion(page)).to_contain_text("12 to go")
    rate(page, range(3), "Most of the time")
    expect(suggestion(page)).to_contain_text("9 to go")
    rate(page, range(3, 5), "Not yet")
    expect(suggestion(page)).to_contain_text("Intermediate: work the hard case")
    expect(suggestion(page)).to_contain_text("You rated these low:")
    expect(page.locator(".ek-advice").get_by_text("Leadership: build what lasts")).to_be_hidden()
    expect(page.get_by_text("Saved at")).to_be_visible()
    page.reload()
    expect(suggestion(page)).to_contain_text("Intermediate: work the hard case")
    suggestion(page).get_by_role("link", name="When it heats up").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("When it heats up")


def test_who_rates_nothing_low_needs_no_route(course: Book, pages: Any) -> None:
    page: Page = pages(course.page("find-your-way"))
    rate(page, range(12), "I could show someone else")
    expect(suggestion(page)).to_contain_text("You rated nothing low.")


def test_without_javascript_the_routes_can_be_read(course: Book, pages: Any) -> None:
    page: Page = pages(course.page("find-your-way"), javascript=False)
    for route in ("Foundation: steady yourself", "Intermediate: work", "Advanced: carry", "Leadership: build"):
        expect(page.get_by_text(route)).to_be_visible()
    page.get_by_role("article").get_by_role("link", name="Built to last").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Built to last")


def test_a_sheet_to_share_tells_what_may_say_who_somebody_is(course: Book, pages: Any, axe: Check) -> None:
    page: Page = pages(course.page("resilience/team-recovers"), width=360)
    sheet = page.locator("#worksheet-case-to-share")
    box = sheet.get_by_label("What we knew at the time")
    box.fill("Mrs Okoro rang from 12 Tanner Row on 3 March 2026.")
    told = sheet.get_by_role("status").filter(has_text="This may say who somebody is.")
    expect(told.get_by_role("listitem")).to_have_text(
        ["“Mrs Okoro” (a name)", "“12 Tanner Row” (an address)", "“3 March 2026” (a date)"]
    )
    axe(page, "#worksheet-case-to-share")
    box.fill("A caller rang in winter.")
    expect(sheet.get_by_text("No name, number, address or date found.")).to_be_visible()
    box.fill("")
    expect(sheet.get_by_text("No name, number, address or date found.")).to_have_count(0)

"""The theme's style sheets, cut down to what the pages use."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from evenkeel.book import slim
from evenkeel.book.purge import Names, purge
from evenkeel.bundle import css as exercise_css

PAGE = """<!doctype html><html data-theme="light"><head>
  <link href="../_static/styles/theme.css?digest=55" rel="stylesheet" />
    <link rel="stylesheet" type="text/css" href="../_static/extra.css?v=1" />
    <link rel="stylesheet" type="text/css" href="../_static/evenkeel-book.css?v=2" />
    <link rel="icon" href="../_static/favicon.svg"/>
  </head><body><p class="note wide" id="here">Words</p>{more}
  <script defer src="../_static/scripts/bootstrap.js?digest=55"></script></body></html>"""
MET = Names(frozenset({"note", "wide"}), frozenset({"here"}), frozenset({"html", "body", "p"}))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (".note{color:red}.gone{color:red}", ".note{color:red}"),
        (".gone,.note,.gone p{top:0}", ".note{top:0}"),
        ("p.gone,table,#there{top:0}", ""),
        ("p#here>.wide:hover::before{top:0}", "p#here>.wide:hover::before{top:0}"),
        (".note:not(.gone){top:0}", ".note:not(.gone){top:0}"),
        ("[class*=gone]{top:0}:root{top:0}*{top:0}", "[class*=gone]{top:0}\n:root{top:0}\n*{top:0}"),
        ("@media print{.gone{top:0}}", ""),
        ("@media print{.gone{top:0}P{top:1px}}", "@media print{P{top:1px}}"),
        (
            "@keyframes gone{from{top:0}}@keyframes b{to{top:0}}p{animation:b 1s}",
            "p{animation:b 1s}\n@keyframes b{to{top:0}}",
        ),
        ("@font-face{font-family:F;src:url(f.woff2)}", "@font-face{font-family:F;src:url(f.woff2)}"),
    ],
)
def test_a_rule_stays_as_long_as_something_can_meet_it(before: str, after: str) -> None:
    assert purge(before, MET).strip() == after


def test_no_rule_of_an_exercise_goes_while_its_script_names_what_it_is_for() -> None:
    """Scripts build what they show: their words count as names."""
    found = slim.names(["<p class='note'>"], ["element('table', {class: 'ek-grid wide'})"])
    assert {"note", "ek-grid", "wide"} <= found.classes
    assert {"p", "table"} <= found.elements
    assert ".ek-grid" in purge(exercise_css() + ".ek-grid{top:0}", found)


def app(folder: Path) -> Any:
    names = {"builder": SimpleNamespace(format="html"), "config": SimpleNamespace(html_theme="sphinx_book_theme")}
    return SimpleNamespace(**names, outdir=str(folder / "out"), doctreedir=str(folder))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    styles = tmp_path / "out" / "_static" / "styles"
    styles.mkdir(parents=True)
    (styles / "theme.css").write_text('@import "../base.css";\n.note{background:url("../a.png")}.gone{top:0}')
    (styles.parent / "base.css").write_text("p{background:url(a.png)}")
    (styles.parent / "extra.css").write_text(".added{top:0}")
    (tmp_path / "out" / "part").mkdir()
    (tmp_path / "out" / "part" / "page.html").write_text(PAGE.format(more=""))
    return tmp_path / "out"


def test_a_page_links_to_one_small_sheet_and_to_ours(out: Path) -> None:
    slim.slim(app(out.parent), None)
    html = (out / "part" / "page.html").read_text()
    assert html.count('rel="stylesheet"') == 2
    assert "../_static/styles/pages.css?v=" in html
    assert "../_static/evenkeel-book.css?v=2" in html
    assert "bootstrap.js" not in html
    sheet = (out / slim.SHEET).read_text()
    assert sheet.count("url(../a.png)") == 2
    assert ".gone" not in sheet
    assert ".added" not in sheet


def test_a_page_written_by_a_later_build_brings_its_rules_back(out: Path) -> None:
    slim.slim(app(out.parent), None)
    first = (out / "part" / "page.html").read_text()
    slim.slim(app(out.parent), None)
    assert (out / "part" / "page.html").read_text() == first
    (out / "part" / "next.html").write_text(PAGE.format(more='<b class="added">more</b>'))
    slim.slim(app(out.parent), None)
    assert ".added" in (out / slim.SHEET).read_text()
    links = {slim.LINK.search((out / "part" / name).read_text()) for name in ("page.html", "next.html")}
    assert len({link[0] for link in links if link}) == 1
    assert (out / "part" / "page.html").read_text() != first, "a reader must not be shown the sheet of before"


def test_a_page_that_needs_the_themes_script_for_menus_keeps_it() -> None:
    html = PAGE.format(more='<button data-bs-toggle="dropdown">More</button>')
    assert "bootstrap.js" in slim.lighter(html, "1")


def test_nothing_is_cut_after_a_failed_build_or_under_another_theme(out: Path) -> None:
    before = (out / "part" / "page.html").read_text()
    slim.slim(app(out.parent), RuntimeError())
    other = app(out.parent)
    other.config.html_theme = "alabaster"
    slim.slim(other, None)
    assert (out / "part" / "page.html").read_text() == before

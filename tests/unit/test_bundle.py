"""The bundler: self-contained text that runs, or a refusal."""

import re
import subprocess
from pathlib import Path
from typing import get_args

import pytest

from evenkeel import bundle
from evenkeel.book import assets
from evenkeel.models.quiz import AnyItem
from evenkeel.parts import PARTS, parts_of

WIDGETS = ["quiz", "scenario", "worksheet"]
FRONTEND = Path(bundle.__file__).parent / "frontend"
REGISTERED = re.compile(r'^register\("([a-z-]+)"', re.MULTILINE)


@pytest.fixture
def sources(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Front-end files of a test's own."""
    texts: dict[str, str] = {}
    monkeypatch.setattr(bundle, "_read", lambda name, suffix="js": texts[f"{name}.{suffix}"])
    return texts


def node(*arguments: str) -> str:
    done = subprocess.run(["node", *arguments], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("name", WIDGETS)
def test_a_module_stands_alone_and_keeps_its_own_exports_only(name: str, tmp_path: Path) -> None:
    text = bundle.module(name)
    assert not re.search(r"^\s*import\b", text, re.MULTILINE)
    file = tmp_path / "module.mjs"
    file.write_text(text, encoding="utf-8")
    exports = node("-e", f"import({file.as_uri()!r}).then(m => console.log(Object.keys(m).join(' ')))").split()
    assert "default" in exports
    assert "mount" not in exports


def test_a_module_runs_from_a_data_address_as_from_a_blob() -> None:
    script = (
        "let text = ''; process.stdin.on('data', d => text += d).on('end', () =>"
        "import('data:text/javascript,' + encodeURIComponent(text)).then(m => console.log(m.roundMark(6.65))))"
    )
    done = subprocess.run(
        ["node", "-e", script], input=bundle.module("rules"), capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "6.7"


def test_the_book_script_is_a_classic_script_with_the_shared_parts_once(tmp_path: Path) -> None:
    text = bundle.script()
    assert text.count("const $ui = (() =>") == 1
    assert "$host.install({ quiz: $quiz, scenario: $scenario, worksheet: $worksheet });" in text
    file = tmp_path / "book.cjs"
    file.write_text(text, encoding="utf-8")
    node("--check", str(file))


def test_a_page_with_a_plain_quiz_gets_at_most_60_kilobytes_of_ours() -> None:
    plain = assets.script(["quiz"], parts=["choosing", "sorting"])
    assert len((plain + assets.exercise_style()).encode()) <= 60_000


def test_a_lesson_with_every_kind_of_exercise_and_four_parts_gets_less_than_120_kilobytes_of_ours() -> None:
    script = assets.script(WIDGETS, parts=["choosing", "sorting", "writing", "highlight"])
    assert len((script + assets.exercise_style()).encode()) < 120_000


def test_every_kind_of_item_is_in_one_part_and_every_part_is_known() -> None:
    found = [
        (kind, file.stem) for file in FRONTEND.glob("*.js") for kind in REGISTERED.findall(file.read_text("utf-8"))
    ]
    types = [str(get_args(item.model_fields["type"].annotation)[0]) for item in get_args(get_args(AnyItem)[0])]
    assert sorted(kind for kind, _ in found) == sorted(types)
    assert {kind: parts_of({"items": [{"type": kind}]}) for kind, _ in found} == {kind: [part] for kind, part in found}


def test_feedback_on_drafts_is_loaded_with_a_sheet_that_offers_it_and_nothing_else() -> None:
    assert parts_of({"exercise": "worksheet", "feedback": True}) == ["drafts"]
    assert parts_of({"exercise": "worksheet", "fields": [{"feedback": "some"}]}) == []
    assert "drafts" not in parts_of({"exercise": "review"})
    without, with_it = (assets.script(["worksheet"], parts=parts) for parts in ([], ["drafts"]))
    assert len(with_it.encode()) - len(without.encode()) < 4_000


def test_a_script_holds_the_parts_that_its_page_needs_and_no_other() -> None:
    text = bundle.script(["quiz"], parts=["sorting"])
    assert "const $sorting = " in text
    assert "const $writing = " not in text
    assert all(f"const ${part} = " in bundle.script(["quiz"]) for part in PARTS)
    assert all(f"const ${part} = " in bundle.module("quiz") for part in PARTS)
    assert "const $kinds = " not in bundle.script([], host="answers")


def test_a_widgets_module_stays_readable(sources: dict[str, str]) -> None:
    sources["a.js"] = "/** About. */\nexport const f = (x) => {\n  // A line.\n  return `one\n  two`;\n};\n"
    assert bundle.module("a") == sources["a.js"]


def test_the_book_gets_the_same_script_in_fewer_bytes(tmp_path: Path) -> None:
    file = tmp_path / "book.cjs"
    file.write_text(assets.script(["quiz"]), encoding="utf-8")
    node("--check", str(file))
    assert len(assets.script(["quiz"])) < 0.7 * len(bundle.script(["quiz"]))
    assert "Your answers are kept in this browser only." in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("media", ["application/javascript", "text/nothing-known"])
def test_what_cannot_be_minified_stops_the_build(media: str) -> None:
    with pytest.raises(assets.MinifyError, match=r"evenkeel-a\.js could not be minified: "):
        assets.minified("const a = (;", media, "evenkeel-a.js")


def test_an_imported_file_is_closed_off_so_that_equal_names_do_not_meet(
    sources: dict[str, str], tmp_path: Path
) -> None:
    sources["b.js"] = 'const WORDS = "b";\nexport const say = () => WORDS;\nexport function other() {}\n'
    sources["a.js"] = (
        'import { say } from "./b.js";\nconst WORDS = "a";\nexport default { words: () => say() + WORDS };\n'
    )
    file = tmp_path / "a.mjs"
    file.write_text(bundle.module("a"), encoding="utf-8")
    assert node("-e", f"import({file.as_uri()!r}).then(m => console.log(m.default.words()))") == "ba"


def test_a_file_may_export_something_under_its_own_name(sources: dict[str, str], tmp_path: Path) -> None:
    sources["c.js"] = 'export const c = () => "c";\n'
    sources["b.js"] = 'import { c } from "./c.js";\nexport const b = () => c();\n'
    sources["a.js"] = 'import { b } from "./b.js";\nexport default { words: () => b() };\n'
    file = tmp_path / "a.mjs"
    file.write_text(bundle.module("a"), encoding="utf-8")
    assert node("-e", f"import({file.as_uri()!r}).then(m => console.log(m.default.words()))") == "c"


@pytest.mark.parametrize(
    "line",
    [
        'import b from "./b.js";',
        'import * as b from "./b.js";',
        'import { say as b } from "./b.js";',
        'import { say } from "./b.js"; say();',
        'import { say } from "https://example.org/b.js";',
        'import "./b.js";',
        "import {",
        "export { a };",
        'export * from "./b.js";',
        "export const { a } = b;",
    ],
)
def test_a_form_it_does_not_know_is_refused(sources: dict[str, str], line: str) -> None:
    sources["a.js"] = f"{line}\n"
    sources["b.js"] = "export const say = 1;\n"
    with pytest.raises(bundle.BundleError, match=r"a\.js"):
        bundle.module("a")


def test_a_name_that_is_not_exported_is_refused(sources: dict[str, str]) -> None:
    sources["a.js"] = 'import { gone } from "./b.js";\n'
    sources["b.js"] = "export const say = 1;\n"
    with pytest.raises(bundle.BundleError, match="gone"):
        bundle.module("a")


def test_files_that_import_each_other_are_refused(sources: dict[str, str]) -> None:
    sources["a.js"] = 'import { b } from "./b.js";\nexport const a = 1;\n'
    sources["b.js"] = 'import { a } from "./a.js";\nexport const b = 1;\n'
    with pytest.raises(bundle.BundleError, match="imports itself"):
        bundle.module("a")


@pytest.mark.parametrize("file", sorted((Path(bundle.__file__).parent / "frontend").glob("*.js")), ids=lambda f: f.stem)
def test_content_never_becomes_markup(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    found = re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|srcdoc", text)
    assert found == []

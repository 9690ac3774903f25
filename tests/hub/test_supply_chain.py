"""What the product is made of: asked of the advisory services where they answer, and listed in full."""

import json
from pathlib import Path

import pytest
from tests import supply
from tests.supply import Finding, NotReachedError, read_npm_audit, read_pip_audit

FOUND = {
    "dependencies": [{"name": "jinja2", "version": "2.4.1", "vulns": [{"id": "PYSEC-2014-8", "fix_versions": []}]}]
}
PASSED_OVER = {"dependencies": [{"name": "jinja2", "skip_reason": "Dependency not found on PyPI"}]}
SAFE = {"dependencies": [{"name": "jinja2", "version": "3.1.6", "vulns": []}]}
NPM_FOUND = {"vulnerabilities": {"lodash": {"severity": "high", "range": "<4.17.5"}}}


def test_a_finding_is_a_finding_even_when_other_packages_were_passed_over():
    both = {"dependencies": FOUND["dependencies"] + [{"name": "x", "skip_reason": "not found"}]}
    assert read_pip_audit(json.dumps(both), "", {"jinja2", "x"}) == [Finding("jinja2", "2.4.1", "PYSEC-2014-8")]
    assert read_npm_audit(json.dumps(NPM_FOUND)) == [Finding("lodash", "<4.17.5", "high")]


def test_silence_is_never_taken_for_safety():
    for said in ("", "{}", json.dumps(PASSED_OVER), json.dumps({"dependencies": []})):
        with pytest.raises(NotReachedError):
            read_pip_audit(said, "ConnectionError: no such host", {"jinja2"})
    for said in ("", "{}", '{"error": {"code": "ENOAUDIT"}}'):
        with pytest.raises(NotReachedError):
            read_npm_audit(said)
    assert read_pip_audit(json.dumps(SAFE), "", {"jinja2"}) == []
    assert read_npm_audit('{"vulnerabilities": {}}') == []


def test_an_audit_says_what_it_found_and_what_it_does_not_know(capsys):
    def not_reached() -> list[Finding]:
        raise NotReachedError("nobody answered")

    assert supply.audit("Python", lambda: [Finding("x", "1", "A-1")]) == 1
    assert supply.audit("Python", not_reached) == 3
    assert supply.audit("Python", list) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Python: x 1: A-1",
        "Python: not known whether anything is unsafe. nobody answered.",
        "Python: nothing unsafe is known",
    ]


def test_nothing_unsafe_is_known_of_any_python_package():
    try:
        assert supply.audit_python() == []
    except NotReachedError as error:
        pytest.skip(f"PyPI's advisories cannot be asked from here, so nothing is known: {error}")


@pytest.mark.parametrize("folder", supply.NPM)
def test_nothing_unsafe_is_known_of_any_npm_package(folder):
    try:
        assert supply.audit_npm(folder) == []
    except NotReachedError as error:
        pytest.skip(f"npm's advisories cannot be asked from here, so nothing is known: {error}")


@pytest.mark.slow
def test_the_bills_of_materials_list_every_package_of_every_lock(tmp_path):
    files = {file.name: json.loads(file.read_text(encoding="utf-8")) for file in supply.write_sboms(tmp_path)}
    listed = {
        name: {(one["name"].lower(), one["version"]) for one in bill["components"]} for name, bill in files.items()
    }
    for lock in supply.LOCKS:
        assert listed[f"{Path(lock).stem}.cdx.json"] == supply.pins(supply.ROOT / lock)
    for folder in supply.NPM:
        lock = json.loads((supply.ROOT / folder / "package-lock.json").read_text(encoding="utf-8"))
        locked = {
            (place.rpartition("node_modules/")[2], one["version"]) for place, one in lock["packages"].items() if place
        }
        names = {
            (f"{one.get('group', '')}/{one['name']}".lstrip("/"), one["version"])
            for one in files[f"{lock['name']}.cdx.json"]["components"]
        }
        assert names == locked
    assert all(bill["bomFormat"] == "CycloneDX" for bill in files.values())

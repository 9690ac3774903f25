"""The images: what goes into them, and their build steps run in clean environments. No engine is needed, or used."""

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.server.serving import ROOT, Visitor, free_port

HUB = ROOT / "hub"
DOCKERFILE = (HUB / "Dockerfile").read_text(encoding="utf-8")
PIN = re.compile(r"^([a-z0-9-]+)==(\S+)", re.MULTILINE)
DEVELOPMENT = {"pytest", "mypy", "ruff", "playwright", "hatchling", "uv", "pip-audit", "cyclonedx-bom", "hypothesis"}


def stages() -> dict[str, list[str]]:
    """The instructions of each stage, lines that go on joined."""
    found: dict[str, list[str]] = {}
    for line in DOCKERFILE.replace("\\\n", " ").splitlines():
        if match := re.match(r"FROM \S+ AS (\S+)", line):
            found[match[1]] = [line]
        elif found and re.match(r"[A-Z]+ ", line):
            list(found.values())[-1].append(line)
    return found


def pins(file: Path) -> dict[str, str]:
    return dict(PIN.findall(file.read_text(encoding="utf-8")))


# --- what is written ------------------------------------------------------------------------------------------


def test_an_images_steps_are_the_scripts_that_are_run_here():
    ours = re.compile(r"RUN (?:PATH=\S+ )?sh hub/image/(?:packages|course)\.sh [\w/. -]+")
    others = [
        line for lines in stages().values() for line in lines if line.startswith("RUN ") and not ours.fullmatch(line)
    ]
    assert others == [
        "RUN groupadd --gid 1000 jovyan && useradd --uid 1000 --gid 1000 --create-home jovyan",
        "RUN pip install --no-cache-dir --no-deps --no-index /tmp/wheel/evenkeel-*.whl && rm -r /tmp/wheel",
    ]


def test_no_image_runs_as_root():
    for name in ("base", "hub"):
        assert [line for line in stages()[name] if line.startswith("USER")][-1] == "USER 1000:1000"
    for name in ("learner", "tutor"):
        assert stages()[name][0] == f"FROM base AS {name}"
        assert not any(line.startswith(("USER", "RUN")) for line in stages()[name])


def test_the_learners_image_takes_its_packages_and_the_learner_copy_and_nothing_else():
    assert [line for line in stages()["learner"] if line.startswith("COPY")] == [
        "COPY --from=learner-packages /opt/evenkeel/venv /opt/evenkeel/venv",
        "COPY --from=build /out/learner /opt/evenkeel/course",
    ]


@pytest.mark.parametrize("name", ["build", "learner", "tutor"])
def test_every_package_of_an_image_has_a_hash_and_the_version_that_is_tested(name):
    text = (HUB / f"requirements-{name}.txt").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z])", text)[1:]
    found, tested = set(PIN.findall(text)), set(PIN.findall((ROOT / "requirements.txt").read_text(encoding="utf-8")))
    assert len(entries) == len(PIN.findall(text)) > 100
    assert all("--hash=sha256:" in entry for entry in entries)
    assert {one for one, _version in found - tested} <= {"jupyterhub"}


def test_images_that_run_have_the_hubs_jupyterhub_and_no_development_tools():
    (hub,) = re.findall(r"\(JupyterHub (\S+)\)", (HUB / "kubernetes/values.yaml").read_text(encoding="utf-8"))
    for name in ("learner", "tutor"):
        found = pins(HUB / f"requirements-{name}.txt")
        assert found["jupyterhub"] == hub
        assert set(found).isdisjoint(DEVELOPMENT)
    assert {"psycopg", "distributed", "jupyter-book"}.isdisjoint(pins(HUB / "requirements-learner.txt"))


def test_the_build_is_given_named_folders_only():
    lines = (HUB / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    named = {line[1:] for line in rules if line.startswith("!")}
    assert all((ROOT / name).exists() for name in named)
    assert named.isdisjoint({"_run", ".git", "tests", "."})


@pytest.mark.parametrize(("said", "status"), [("sha256:" + "a" * 64, 0), ("", 1)])
def test_base_images_are_pinned_by_the_digests_that_their_registries_give(tmp_path, said, status):
    """There is no registry here: a stand-in answers for docker."""
    docker = tmp_path / "docker"
    docker.write_text(f'#!/bin/sh\necho "$*" >> {tmp_path}/asked\necho "{said}"\n')
    docker.chmod(0o755)
    path = {"PATH": f"{tmp_path}:/usr/bin:/bin"}
    done = subprocess.run(["sh", "hub/image/pin.sh"], cwd=ROOT, env=path, capture_output=True, text=True, check=False)
    assert done.returncode == status
    named = re.findall(r"^ARG (\w+_IMAGE)=(\S+):\S+$", DOCKERFILE, re.MULTILINE)
    assert {name for name, _image in named} == {"PYTHON_IMAGE", "HUB_IMAGE"}
    used = set(re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)) - {"base"}
    assert used == {f"${{{name}}}" for name, _image in named}
    if status == 0:
        assert done.stdout.splitlines() == [f"--build-arg {name}={image}@{said}" for name, image in named]
        assert "imagetools inspect docker.io/library/python:" in (tmp_path / "asked").read_text()
    else:
        assert "no digest" in done.stderr


# --- what is built --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a build is given."""
    folder = tmp_path_factory.mktemp("context")
    rules = (HUB / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    for name in [line[1:] for line in rules if line.startswith("!")]:
        if (ROOT / name).is_dir():
            ignored = shutil.ignore_patterns(
                "node_modules", "__pycache__", ".ipynb_checkpoints", "responses.json", "*.db"
            )
            shutil.copytree(ROOT / name, folder / name, ignore=ignored)
        else:
            shutil.copyfile(ROOT / name, folder / name)
    return folder


def step(folder: Path, *command: str | Path, path: Path | None = None) -> None:
    """One RUN line, with nothing of this environment but the way to the registry."""
    keep = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_", "HTTP", "http"))}
    search = [*([str(path)] if path else []), "/usr/local/bin", "/usr/bin", "/bin"]
    variables = keep | {
        "PATH": os.pathsep.join(search),
        "PYTHON": sys.executable,
        "HOME": str(folder),
        "PYTHONUTF8": "1",
        "PIP_NO_COMPILE": "1",  # which takes half of the time and proves nothing here
    }
    done = subprocess.run(
        ["sh", *map(str, command)], cwd=folder, env=variables, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}: {done.stdout[-2000:]}{done.stderr[-2000:]}"


@pytest.fixture(scope="module")
def built(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``learner`` and ``tutor`` (courses), ``wheel``, and ``venv-…`` for each image."""
    out = tmp_path_factory.mktemp("out")
    out.parent.chmod(0o755)
    out.chmod(0o755)
    step(sources, "hub/image/packages.sh", "build", out / "venv-build")
    step(sources, "hub/image/course.sh", out, path=out / "venv-build" / "bin")
    for name in ("learner", "tutor"):
        step(sources, "hub/image/packages.sh", name, out / f"venv-{name}", out / "wheel")
    return out


def start(
    command: list[object], folder: Path, variables: dict[str, str], port: int, course: Path = ROOT
) -> "subprocess.Popen[bytes]":
    """A server that answers, started in a course's folder. Its log is ``folder/log``."""
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([str(word) for word in command], cwd=course, env=variables, stdout=log, stderr=log)
    for _ in range(600):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return process
        assert process.poll() is None, (folder / "log").read_text()[-3000:]
        time.sleep(0.2)
    raise AssertionError("the server did not start")


@pytest.fixture(scope="module")
def served(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """The learner's image's server, without a hub, in a home of its own."""
    home, port = tmp_path_factory.mktemp("home"), free_port()
    packages = next((built / "venv-learner/lib").glob("python3*")) / "site-packages"
    variables = {
        "PATH": f"{built / 'venv-learner/bin'}:/usr/bin:/bin",
        "HOME": str(home),
        "PYTHONUTF8": "1",
        "EVENKEEL_ROOT": str(built / "learner"),
        "EVENKEEL_COURSE": "evenkeel",
        "EVENKEEL_EXCHANGE": str(home),
        "JUPYTER_CONFIG_PATH": str(packages / "evenkeel_hub/learner"),
    }
    process = start(server(built / "venv-learner/bin/python", port, home), home, variables, port)
    try:
        yield Visitor(f"http://127.0.0.1:{port}/")
    finally:
        process.terminate()
        process.wait()


def server(python: Path, port: int, home: Path) -> list[object]:
    options = [f"--ServerApp.port={port}", f"--ServerApp.root_dir={home}", "--IdentityProvider.token=one-word"]
    return [python, "-m", "jupyter_server", "--allow-root", "--no-browser", *options]


def check_served(visitor: Visitor) -> None:
    """The book opens, and an answer is saved."""
    visitor.ask("GET", "evenkeel/book/index.html?token=one-word")
    page = visitor.ask("GET", "evenkeel/book/index.html")
    assert page.status == 200
    assert b"evenkeel-api" in page.body
    name = min(file.stem for file in (ROOT / "exercises/quizzes").glob("*.yml"))
    assert visitor.ask("PUT", f"evenkeel/api/records/quiz/{name}", {"state": {"items": {}}}).status == 200
    assert visitor.ask("GET", "formgrader").status == 404


@pytest.mark.slow
def test_the_learners_image_holds_no_master_no_rubric_and_no_key(built):
    names = {
        file.relative_to(built / "learner").as_posix() for file in (built / "learner").rglob("*") if file.is_file()
    }
    assert "_build/html/index.html" in names
    kept_back = re.compile(r"(^|/)(source|grading|rubrics|tests)/|\.db$|^(?!exercises/practice/).*\.ipynb$")
    assert not [name for name in names if kept_back.search(name)]
    secrets = set()
    for rubric in (ROOT / "grading/rubrics").rglob("*.yml"):
        secrets |= set(re.findall(r"[^.:\n]{60,}", rubric.read_text(encoding="utf-8")))
    shown = "\n".join(file.read_text("utf-8", "replace") for file in (ROOT / "exercises").rglob("*.yml"))
    secrets = {words.strip() for words in secrets if words.strip() not in shown and "{{" not in words}
    assert len(secrets) > 100
    for folder in ("learner", "venv-learner"):
        for file in (built / folder).rglob("*"):
            if file.suffix in (".html", ".js", ".json", ".yml", ".md", ".py", ".txt", ".ipynb") and file.is_file():
                text = file.read_text(encoding="utf-8", errors="replace")
                assert not [words for words in secrets if words in text], file


@pytest.mark.slow
def test_the_tutors_image_has_masters_and_rubrics(built):
    names = {folder.name for folder in (built / "tutor/source").iterdir() if folder.is_dir()}
    assert names == {folder.name for folder in (ROOT / "source").iterdir() if folder.is_dir()}
    assert (built / "tutor/grading/nbgrader_config.py").is_file()
    command = [built / "venv-tutor/bin/python", "-m", "evenkeel_grading", "--help"]
    told = subprocess.run(command, capture_output=True, text=True, check=True, cwd=built / "tutor").stdout
    assert "mark" in told


@pytest.mark.slow
@pytest.mark.parametrize("name", ["learner", "tutor"])
def test_an_image_starts_a_server_of_the_hubs_version_and_can_install_nothing(built, name):
    python = built / f"venv-{name}/bin/python"
    told = subprocess.run(
        [python, "-m", "evenkeel_hub.server", "--version"], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == pins(HUB / f"requirements-{name}.txt")["jupyterhub"]
    assert subprocess.run([python, "-m", "pip"], capture_output=True, check=False).returncode != 0


@pytest.mark.slow
def test_the_learners_image_serves_the_book_and_saves(served):
    check_served(served)


@pytest.mark.slow
def test_a_binder_builds_the_book_serves_it_and_saves(tmp_path):
    port, clone = free_port(), tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    variables = {"PATH": path, "HOME": str(tmp_path), "PYTHONUTF8": "1"}
    subprocess.run([clone / ".binder/postBuild"], cwd=clone, env=variables, check=True)
    (tmp_path / "files").mkdir()
    command = [clone / ".binder/start", *server(Path(sys.executable), port, tmp_path / "files")]
    process = start(command, tmp_path, variables, port, clone)
    try:
        check_served(Visitor(f"http://127.0.0.1:{port}/"))
        assert list((tmp_path / "evenkeel-answers").iterdir())
    finally:
        process.terminate()
        process.wait()


def test_a_binder_takes_the_lock_and_builds_the_book_beforehand():
    folder = ROOT / ".binder"
    assert (folder / "requirements.txt").read_text().strip() == "-r ../requirements.txt"
    assert "python -m evenkeel.book.build" in (folder / "postBuild").read_text()
    assert all(os.access(folder / name, os.X_OK) for name in ("postBuild", "start"))

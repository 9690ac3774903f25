"""The cluster's settings: against the chart's schema, and what each person's pod mounts. Rendered, not run."""

import asyncio
import json
import os
import re
import stat
import types
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.hub import rendering

from evenkeel_grading.nbg.places import Places
from evenkeel_grading.nbg.trays import MODE, ensure_tray
from evenkeel_hub.cluster import Folders, LearnerNameError
from evenkeel_hub.guard import UnsafeHubError
from evenkeel_hub.names import account_name

PAGE = Path(__file__).parents[2] / "book" / "guides" / "cluster.md"
HOSTILE = (
    *(
        "../x",
        "a/../b",
        "a/b",
        "/etc",
        "..",
        ".",
        "",
        "a+b",
        "a b",
        "a\nb",
        "-a",
        "a-",
        "a--b",
        "a---0123abcd",
        "{pvc_name}",
    ),
    *(
        "é",
        "ana\u0301",
        "аna",
        "ANA",
        "ana.",
        "ana ",
        "a" * 49,
        "a" * 300,
        "1ana",
        "jo.smith@a.example",
        "jo-smith@a.example",
    ),
)
OUTSIDE = ("jo.smith@a.example", "Ana", "é", "../x", "1ana", "a" * 300)


@pytest.fixture(scope="module")
def hub() -> Any:
    return rendering.settings(rendering.values())


@pytest.fixture(scope="module")
def pods(hub: Any) -> dict[str, dict[str, Any]]:
    accounts = map(account_name, OUTSIDE)
    return rendering.pods(hub, dict.fromkeys([*HOSTILE, *accounts, "ana", "ben", "a", "b"]))


def as_person(name: str) -> Any:
    """All that the hook asks of a spawner."""
    return types.SimpleNamespace(user=types.SimpleNamespace(name=name))


def mounts(pod: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """By the place in the pod."""
    (container,) = pod["spec"]["containers"]
    return {one["mountPath"]: one for one in container["volumeMounts"]}


def shared(pod: dict[str, Any]) -> set[tuple[str, str, bool]]:
    """What a pod sees of volumes that others see too: the claim, the folder in it, whether it may write."""
    claims = {
        one["name"]: one["persistentVolumeClaim"]["claimName"]
        for one in pod["spec"]["volumes"]
        if "emptyDir" not in one
    }
    found = mounts(pod).values()
    return {
        (claims[one["name"]], one.get("subPath", ""), not one.get("readOnly", False))
        for one in found
        if one["name"] in claims
    }


# --- the chart ------------------------------------------------------------------------------------------------


@pytest.fixture
def chart() -> Path:
    """The chart itself, where it is at hand: it is not ours to give out."""
    if rendering.CHART is None:
        pytest.skip("EVENKEEL_CHART is not set: `helm pull --untar` the chart and name its folder")
    return rendering.CHART


def test_the_values_fit_the_charts_schema(chart):
    validator = Draft202012Validator(rendering.schema(chart))

    def flaws(given: dict[str, Any]) -> list[str]:
        return [error.message for error in validator.iter_errors(rendering.over_the_charts(chart, given))]

    assert flaws(rendering.values()) == []
    wrong = rendering.values()
    wrong["singleuser"]["memory"]["limmit"] = "1G"
    assert flaws(wrong)


def test_the_charts_own_program_makes_the_same_pods(chart, hub):
    theirs = rendering.pods(rendering.charts_settings(chart, rendering.values()), ["ana", "../x"])
    for name, ours in rendering.pods(hub, ["ana", "../x"]).items():
        assert mounts(theirs[name]) == mounts(ours)
        assert shared(theirs[name]) == shared(ours)
        for part in ("securityContext", "image", "args", "env", "resources"):
            assert theirs[name]["spec"]["containers"][0][part] == ours["spec"]["containers"][0][part], part
        for part in ("volumes", "securityContext", "automountServiceAccountToken"):
            of_each = [
                sorted(map(str, one["spec"][part])) if part == "volumes" else one["spec"][part]
                for one in (theirs[name], ours)
            ]
            assert of_each[0] == of_each[1], part
        assert "initContainers" not in theirs[name]["spec"]


def test_a_pod_of_the_charts_own_may_not_talk_to_more_than_ours_say(chart):
    policy = rendering.over_the_charts(chart, rendering.values())["singleuser"]["networkPolicy"]
    allowed = {name for name, yes in policy["egressAllowRules"].items() if yes and not name.startswith("dns")}
    assert allowed == set()
    assert [policy["egress"], policy["ingress"], policy["allowedIngressPorts"]] == [[], [], []]


def test_the_chart_is_named_in_one_version_everywhere():
    (version,) = re.findall(r"chart, version (\d+\.\d+\.\d+)", (rendering.KUBERNETES / "values.yaml").read_text())
    assert f"--version {version} " in (rendering.KUBERNETES / "values.yaml").read_text()
    assert f"k8s-hub:{version}\n" in (rendering.KUBERNETES.parent / "Dockerfile").read_text()
    assert f"--version {version} " in PAGE.read_text()


def test_each_manifest_says_only_what_kubernetes_knows():
    from kubernetes_asyncio import client
    from kubernetes_asyncio.client import ApiClient

    kinds = {
        **{"Deployment": "V1Deployment", "Service": "V1Service", "CronJob": "V1CronJob"},
        **{"NetworkPolicy": "V1NetworkPolicy", "PersistentVolumeClaim": "V1PersistentVolumeClaim"},
    }

    async def there_and_back(given: list[dict[str, Any]]) -> list[Any]:
        async with ApiClient() as api:
            read = api._ApiClient__deserialize  # type: ignore[attr-defined]
            return [api.sanitize_for_serialization(read(one, getattr(client, kinds[one["kind"]]))) for one in given]

    manifests = list(rendering.manifests().values())
    assert asyncio.run(there_and_back(manifests)) == manifests
    wrong = rendering.manifests()["Service/evenkeel-dask"] | {"sepc": {}}
    assert asyncio.run(there_and_back([wrong])) != [wrong]


# --- a learner's pod ------------------------------------------------------------------------------------------


def test_a_learners_pod_sees_its_own_home_its_own_tray_and_what_is_handed_out(pods):
    for name in ("ana", "ben"):
        pod = pods[name]
        assert shared(pod) == {
            ("evenkeel-homes", name, True),
            ("evenkeel-exchange", f"evenkeel/inbound/{name}", True),
            ("evenkeel-exchange", "evenkeel/outbound", False),
        }
        assert f"/srv/evenkeel/work/exchange/evenkeel/inbound/{name}" in mounts(pod)


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_a_name_is_its_pod_mounts_one_folder_of_each_volume_and_never_anothers(pods, name):
    others = {"ana", "ben", "a", "b", "x", "jo-smith"}
    for claim, folder, writes in shared(pods[name]):
        last = folder.removeprefix("evenkeel/inbound/") if claim == "evenkeel-exchange" else folder
        if folder == "evenkeel/outbound":
            assert not writes
            continue
        assert re.fullmatch(r"[a-z0-9-]+", last), folder
        assert last not in others - {name}


def test_no_two_names_share_a_folder(pods):
    names = [*HOSTILE, "ana", "a", "b"]
    folders = [frozenset(folder for _, folder, writes in shared(pods[name]) if writes) for name in names]
    assert len(set(folders)) == len(names)
    assert len(frozenset().union(*folders)) == 2 * len(names)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_that_is_not_its_folders_name_gets_no_pod(name, tmp_path):
    with pytest.raises(LearnerNameError, match="cannot be a learner's name"):
        Folders(Places(tmp_path, tmp_path / "work", "evenkeel"), tmp_path / "homes")(as_person(name))
    assert list(tmp_path.iterdir()) == []


def test_a_name_from_a_sign_in_service_becomes_one_that_is_its_folders_name(pods, tmp_path):
    make = Folders(Places(tmp_path, tmp_path / "work", "evenkeel"), tmp_path / "homes")
    (tmp_path / "homes").mkdir()
    for name in OUTSIDE:
        account = account_name(name)
        make(as_person(account))
        assert ("evenkeel-homes", account, True) in shared(pods[account])
        assert (tmp_path / "homes" / account).is_dir()


def test_the_hub_makes_home_and_tray_as_the_exchange_wants_them(hub, tmp_path):
    places = Places(tmp_path, tmp_path / "work", "evenkeel")
    make = Folders(places, tmp_path / "homes")
    (tmp_path / "homes").mkdir()
    make(as_person("ana"))
    make(as_person("ana"))
    tray = places.inbound / "ana"
    assert ensure_tray(places, "ana", os.getuid()) == tray
    assert stat.S_IMODE(tray.stat().st_mode) == MODE
    assert stat.S_IMODE((tmp_path / "homes" / "ana").stat().st_mode) == 0o700
    assert hub.KubeSpawner.pre_spawn_hook.__class__ is Folders


def test_a_learners_pod_may_do_as_little_as_a_pod_can(pods):
    pod = pods["ana"]
    (container,) = pod["spec"]["containers"]
    assert pod["spec"]["automountServiceAccountToken"] is False
    assert "initContainers" not in pod["spec"]
    assert container["securityContext"] == {
        "runAsUser": 1000, "runAsGroup": 1000, "runAsNonRoot": True, "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]}, "readOnlyRootFilesystem": True,
    }  # fmt: skip
    secrets = [one for one in container["env"] if "valueFrom" in one]
    assert secrets == []
    assert "postgresql" not in json.dumps(pod)


def test_a_learners_pod_talks_to_the_hub_and_nobody_else():
    policy = rendering.values()["singleuser"]["networkPolicy"]
    wanted = {"enabled": True, "egress": [], "ingress": [], "allowedIngressPorts": []}
    assert {name: found for name, found in policy.items() if name != "egressAllowRules"} == wanted
    # All that the chart could let through, but for names (DNS) and the hub.
    assert policy["egressAllowRules"] == dict.fromkeys(("cloudMetadataServer", "nonPrivateIPs", "privateIPs"), False)


# --- marking --------------------------------------------------------------------------------------------------


def test_only_marking_mounts_the_course_and_knows_the_gradebook():
    for name, manifest in rendering.manifests().items():
        text = json.dumps(manifest)
        if "evenkeel-course" in text and manifest["kind"] != "PersistentVolumeClaim":
            assert name in ("Deployment/evenkeel-formgrader", "CronJob/evenkeel-marking")
    assert "evenkeel-course" not in json.dumps(rendering.values())
    assert "gradebook" not in json.dumps(rendering.values())


def test_only_marking_reaches_the_formgrader_dask_and_the_databases():
    policies = rendering.manifests()
    marking = policies["NetworkPolicy/evenkeel-marking"]["spec"]
    sources = [
        list(peer["podSelector"]["matchLabels"].values()) for rule in marking["ingress"] for peer in rule["from"]
    ]
    assert sources == [["proxy"], ["hub"], ["marking"]]
    for name, manifest in policies.items():
        if manifest["kind"] in ("Deployment", "CronJob"):
            spec = manifest["spec"] if manifest["kind"] == "Deployment" else manifest["spec"]["jobTemplate"]["spec"]
            assert spec["template"]["metadata"]["labels"]["evenkeel/part"] == "marking", name
            assert spec["template"]["spec"]["automountServiceAccountToken"] is False


def test_the_formgrader_is_the_service_that_tutors_may_open(hub):
    (service,) = [one for one in hub.JupyterHub.services if one["name"] == "evenkeel"]
    formgrader = rendering.manifests()["Deployment/evenkeel-formgrader"]["spec"]["template"]["spec"]["containers"][0]
    told = {one["name"]: one.get("value") for one in formgrader["env"]}
    assert service["url"].endswith(":8888")
    assert told["JUPYTERHUB_SERVICE_URL"].endswith(":8888")
    assert told["JUPYTERHUB_SERVICE_NAME"] == "evenkeel"
    opens = [
        role["groups"]
        for role in hub.JupyterHub.load_roles
        if "access:services!service=evenkeel" in role.get("scopes", ())
    ]
    assert opens == [["formgrade-evenkeel"]]


def test_roles_name_no_service_that_the_cluster_has_not_and_tutors_are_shown_the_way(hub):
    services = {one["name"] for one in hub.JupyterHub.services}
    named = {name for role in hub.JupyterHub.load_roles for name in role.get("services", ())}
    scopes = {scope for role in hub.JupyterHub.load_roles for scope in role.get("scopes", ())}
    assert named | {scope.split("service=")[1] for scope in scopes if "service=" in scope} <= services
    way = hub.KubeSpawner.environment["EVENKEEL_TUTOR_HOME"]
    for group, address in (("formgrade-evenkeel", "/services/evenkeel/formgrader/home"), ("nbgrader-evenkeel", "")):
        person = types.SimpleNamespace(groups=[types.SimpleNamespace(name=group)], settings={})
        assert way(types.SimpleNamespace(user=person, hub=types.SimpleNamespace(base_url="/hub/"))) == address


def test_marking_on_the_cluster_takes_its_databases_and_minds_whom_trays_belong_to(monkeypatch, tmp_path):
    from nbgrader.apps import NbGrader

    root = Path(__file__).parents[2]
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", os.pathsep.join([str(root / "hub/image/cluster"), str(root / "grading")]))
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "none"))
    for name, value in {"EVENKEEL_ROOT": root, "EVENKEEL_WORK": tmp_path / "work"}.items():
        monkeypatch.setenv(name, str(value))
    for name in ("GRADEBOOK", "STORE", "NOTES"):
        monkeypatch.setenv(f"EVENKEEL_{name}", f"postgresql+psycopg://db/{name.lower()}")
    app = NbGrader(raise_config_file_errors=True)
    app.load_config_file()
    assert app.config.CourseDirectory.db_url == "postgresql+psycopg://db/gradebook"
    assert app.config.EvenkeelMarking.store_url == "postgresql+psycopg://db/store"
    assert app.config.EvenkeelMarking.learners_uid == rendering.values()["singleuser"]["uid"]


def test_a_sign_in_that_does_not_ask_the_roll_is_refused():
    given = rendering.values()
    given["hub"]["config"]["JupyterHub"]["authenticator_class"] = "dummy"
    with pytest.raises(UnsafeHubError):
        rendering.settings(given)

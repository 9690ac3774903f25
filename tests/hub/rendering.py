"""Our values as settings of the hub, and the pods that KubeSpawner makes of them. Nothing here needs a cluster.

The chart turns values into KubeSpawner's settings. :func:`settings` does so for the values that we set. Where the
chart itself is at hand (``EVENKEEL_CHART`` names its folder), :func:`charts_settings` runs the chart's own program,
and a test compares the pods of both.
"""

import asyncio
import copy
import os
import sys
import types
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from unittest import mock

import yaml
from kubespawner import KubeSpawner
from traitlets.config import Config

KUBERNETES = Path(__file__).parents[2] / "hub" / "kubernetes"
CHART = Path(os.environ["EVENKEEL_CHART"]) if os.environ.get("EVENKEEL_CHART") else None
_CURL = 'AsyncHTTPClient.configure("tornado.curl_httpclient.CurlAsyncHTTPClient")'
_MADE_BY_THE_CHART = {"hub.config.JupyterHub.cookie_secret": "0" * 64, "hub.config.CryptKeeper.keys": "0" * 64}


def values() -> dict[str, Any]:
    """Our values, without the chart's."""
    return dict(yaml.safe_load((KUBERNETES / "values.yaml").read_text(encoding="utf-8")))


def manifests() -> dict[str, dict[str, Any]]:
    """Everything that is applied beside the chart, by kind and name."""
    found = {}
    for file in sorted(KUBERNETES.glob("*.yaml")):
        if file.name != "values.yaml":
            for one in yaml.safe_load_all(file.read_text(encoding="utf-8")):
                found[f"{one['kind']}/{one['metadata']['name']}"] = one
    return found


# --- values as settings ---------------------------------------------------------------------------------------


def settings(given: dict[str, Any]) -> Config:
    """What the hub's settings come to, as far as our values make them."""
    c, single, hub = Config(), given["singleuser"], given["hub"]
    for trait, found in {**_pod(single), **_storage(single["storage"])}.items():
        setattr(c.KubeSpawner, trait, found)
    c.Spawner.cmd, c.Spawner.default_url = single["cmd"], single["defaultUrl"]
    c.JupyterHub.services = [{"name": name, **service} for name, service in hub["services"].items()]
    for section, found in hub["config"].items():
        c[section].update(copy.deepcopy(found))
    with mock.patch.dict("os.environ", {"EVENKEEL_ROLL": "sqlite://"}):
        for program in hub["extraConfig"].values():
            exec(program, {"c": c, "get_config": lambda key: _at(given, key)})
    return c


def _pod(single: dict[str, Any]) -> dict[str, Any]:
    return {
        "image": f"{single['image']['name']}:{single['image']['tag']}",
        "uid": single["uid"],
        "fs_gid": single["fsGid"],
        "environment": dict(single["extraEnv"]),
        "mem_limit": single["memory"]["limit"],
        "mem_guarantee": single["memory"]["guarantee"],
        "cpu_limit": single["cpu"]["limit"],
        "cpu_guarantee": single["cpu"]["guarantee"],
    }


def _storage(storage: dict[str, Any]) -> dict[str, Any]:
    assert storage["type"] == "static"
    claim = {"claimName": storage["static"]["pvcName"]}
    mount = {"name": "home", "mountPath": storage["homeMountPath"], "subPath": storage["static"]["subPath"]}
    return {
        "volumes": {"home": {"name": "home", "persistentVolumeClaim": claim}, **storage["extraVolumes"]},
        "volume_mounts": {"home": mount, **storage["extraVolumeMounts"]},
    }


def _at(found: Any, key: str) -> Any:
    for level in key.split("."):
        found = found[level]
    return found


# --- the same by the chart's own program ----------------------------------------------------------------------


def over_the_charts(chart: Path, given: dict[str, Any]) -> dict[str, Any]:
    """Values laid over the chart's own, as Helm does before it looks at the schema."""
    defaults = yaml.safe_load((chart / "values.yaml").read_text(encoding="utf-8"))
    return dict(_helpers(chart)._merge_dictionaries(defaults, copy.deepcopy(given)))


def schema(chart: Path) -> Any:
    """The schema of the chart's values: JSON in a packed chart, YAML in its repository."""
    file = next(file for file in (chart / "values.schema.json", chart / "values.schema.yaml") if file.is_file())
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def _helpers(chart: Path) -> Any:
    z2jh = types.ModuleType("z2jh")
    exec((chart / "files/hub/z2jh.py").read_text(encoding="utf-8"), z2jh.__dict__)
    return z2jh


def charts_settings(chart: Path, given: dict[str, Any]) -> Config:
    """What the hub's settings come to. Left out: the line that picks an HTTP client that this machine need not have."""
    z2jh, merged = _helpers(chart), over_the_charts(chart, given) | {"Release": {"Name": "evenkeel"}}
    z2jh._load_config = lambda: merged
    z2jh.get_name = lambda name: name
    z2jh.get_name_env = lambda _name, _suffix="": "8081"
    z2jh.get_secret_value = lambda key, default=None: _MADE_BY_THE_CHART.get(key, default)
    program = (chart / "files/hub/jupyterhub_config.py").read_text(encoding="utf-8")
    assert _CURL in program
    c = Config()
    sys.modules["z2jh"] = z2jh
    try:
        with mock.patch.dict("os.environ", {"EVENKEEL_ROLL": "sqlite://"}):
            exec(program.replace(_CURL, ""), {"get_config": lambda: c, "__file__": str(chart / "hub.py")})
    finally:
        del sys.modules["z2jh"]
    return c


# --- pods -----------------------------------------------------------------------------------------------------


class Person:
    """What KubeSpawner asks of a user of the hub."""

    def __init__(self, name: str, number: int = 1) -> None:
        self.name, self.id = name, number
        self.escaped_name, self.url, self.server = name, f"/user/{name}/", None
        self.groups: list[Any] = []
        self.orm_user = self


def _spawner(c: Config, name: str) -> Any:
    server = types.SimpleNamespace(base_url="/hub/")
    hub = types.SimpleNamespace(public_host="", base_url="/hub/", api_url="http://hub:8081/hub/api", server=server)
    config = Config({"KubeSpawner": c.KubeSpawner, "Spawner": c.Spawner})
    with mock.patch("kubespawner.spawner.load_config"):  # there is no cluster to sign in to
        made = KubeSpawner(user=Person(name), hub=hub, config=config, _mock=True)
    made.api_token, made.oauth_client_id = "token", f"user-{name}"
    return made


def pods(c: Config, names: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The manifest of each person's pod, as it goes to Kubernetes."""
    from kubernetes_asyncio.client import ApiClient

    async def make() -> dict[str, Any]:
        async with ApiClient() as client:
            made = {name: await _spawner(c, name).get_pod_manifest() for name in names}
            return {name: client.sanitize_for_serialization(pod) for name, pod in made.items()}

    return asyncio.run(make())

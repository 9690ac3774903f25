"""Our values as the chart's hub sees them, and the pods that KubeSpawner makes of them. Nothing here needs a cluster.

The chart's own ``jupyterhub_config.py`` and ``z2jh.py`` (``tests/hub/chart``) are run as they stand, but for the line
that picks a faster HTTP client, which the hub's image has and this machine need not.
"""

import asyncio
import copy
import sys
import types
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from unittest import mock

import yaml
from kubespawner import KubeSpawner
from traitlets.config import Config

CHART = Path(__file__).parent / "chart"
KUBERNETES = Path(__file__).parents[2] / "hub" / "kubernetes"
_CURL = 'AsyncHTTPClient.configure("tornado.curl_httpclient.CurlAsyncHTTPClient")'
_MADE_BY_THE_CHART = {"hub.config.JupyterHub.cookie_secret": "0" * 64, "hub.config.CryptKeeper.keys": "0" * 64}


def values() -> dict[str, Any]:
    """Our values, without the chart's."""
    return dict(yaml.safe_load((KUBERNETES / "values.yaml").read_text(encoding="utf-8")))


def over_the_charts(given: dict[str, Any]) -> dict[str, Any]:
    """Values laid over the chart's own, as Helm does before it looks at the schema."""
    defaults = yaml.safe_load((CHART / "values.yaml").read_text(encoding="utf-8"))
    return dict(_chart()._merge_dictionaries(defaults, copy.deepcopy(given)))


def _chart() -> Any:
    z2jh = types.ModuleType("z2jh")
    exec(compile((CHART / "z2jh.py").read_text(encoding="utf-8"), "z2jh.py", "exec"), z2jh.__dict__)
    return z2jh


def manifests() -> dict[str, dict[str, Any]]:
    """Everything that is applied beside the chart, by kind and name."""
    found = {}
    for file in sorted(KUBERNETES.glob("*.yaml")):
        if file.name != "values.yaml":
            for one in yaml.safe_load_all(file.read_text(encoding="utf-8")):
                found[f"{one['kind']}/{one['metadata']['name']}"] = one
    return found


def hub_settings(given: dict[str, Any]) -> Config:
    """What the hub's configuration comes to."""
    z2jh, merged = _chart(), over_the_charts(given) | {"Release": {"Name": "evenkeel"}}
    z2jh._load_config = lambda: merged
    z2jh.get_name = lambda name: name
    z2jh.get_name_env = lambda _name, _suffix="": "8081"
    z2jh.get_secret_value = lambda key, default=None: _MADE_BY_THE_CHART.get(key, default)
    program = (CHART / "jupyterhub_config.py").read_text(encoding="utf-8")
    assert _CURL in program
    c = Config()
    scope = {"get_config": lambda: c, "__file__": str(CHART / "jupyterhub_config.py")}
    sys.modules["z2jh"] = z2jh
    try:
        with mock.patch.dict("os.environ", {"EVENKEEL_ROLL": "sqlite://"}):
            exec(compile(program.replace(_CURL, ""), "jupyterhub_config.py", "exec"), scope)
    finally:
        del sys.modules["z2jh"]
    return c


class Person:
    """What KubeSpawner asks of a user of the hub."""

    def __init__(self, name: str, number: int = 1) -> None:
        self.name, self.id = name, number
        self.escaped_name, self.url, self.server = name, f"/user/{name}/", None
        self.groups: list[Any] = []
        self.orm_user = self


def _spawner(c: Config, name: str) -> Any:
    hub = types.SimpleNamespace(
        public_host="",
        base_url="/hub/",
        api_url="http://hub:8081/hub/api",
        server=types.SimpleNamespace(base_url="/hub/"),
    )
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

"""A sign-in service (OpenID Connect) and a learning platform (LTI 1.3) on a port of this machine, for tests.

Both look at what the hub sends as the rules say, and sign what they tell with a key that was made for the run::

    with Provider.started() as provider:
        provider.person = {"sub": "7", "email": "ana@example.org"}   # who sits there, already signed in
        provider.discovery                                           # what an administrator reads and fills in
        provider.claims = {"iss": "https://elsewhere.example"}       # what the platform's next launch says otherwise

The service is at ``127.0.0.1`` and the platform at ``localhost``, which is another site than the hub's.
"""

import asyncio
import base64
import contextlib
import datetime
import hashlib
import html
import ipaddress
import json
import secrets
import threading
import time
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from tests.server.serving import free_port
from tornado.web import Application, HTTPError, RequestHandler

CLIENT, SECRET = "evenkeel-hub", "a secret of the run"
_LTI = "https://purl.imsglobal.org/spec/lti/claim/"


class Provider:
    """Both of them. ``hub`` is the hub's address, which they have been told; it ends in a slash."""

    def __init__(self) -> None:
        port = free_port()
        self.port = port
        self.base, self.platform = f"http://127.0.0.1:{port}", f"http://localhost:{port}"
        self.hub = ""
        self.person: dict[str, Any] = {}
        self.claims: dict[str, Any] = {}
        self.key = self.hand = new_key()
        self.granted: dict[str, dict[str, str]] = {}
        self.tokens: dict[str, dict[str, Any]] = {}

    @classmethod
    @contextlib.contextmanager
    def started(cls) -> Iterator["Provider"]:
        """Both answer while the block runs."""
        made, ready, loop = cls(), threading.Event(), asyncio.new_event_loop()
        over = asyncio.Event()

        async def serve() -> None:
            server = Application(_ADDRESSES, provider=made).listen(made.port, "127.0.0.1")
            ready.set()
            await over.wait()
            server.stop()
            await server.close_all_connections()

        thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
        thread.start()
        try:
            assert ready.wait(60)
            yield made
        finally:
            loop.call_soon_threadsafe(over.set)
            thread.join()
            loop.close()

    @property
    def discovery(self) -> dict[str, str]:
        """The service's own page about itself."""
        ends = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
        return {"issuer": self.base, **{f"{name}_endpoint": f"{self.base}/{end}" for name, end in ends.items()}}

    def signed(self, claims: dict[str, Any]) -> str:
        """A token with these claims, signed with the key at hand, which a test may make another than the known one."""
        return jwt.encode(claims, self.hand, "RS256", headers={"kid": "one"})

    def launch(self, nonce: str) -> dict[str, Any]:
        """What the platform says of a launch, with what the test says otherwise."""
        now = int(time.time())
        said = {"iss": self.platform, "aud": CLIENT, "sub": "17", "iat": now, "exp": now + 300, "nonce": nonce}
        said |= {f"{_LTI}message_type": "LtiResourceLinkRequest", f"{_LTI}version": "1.3.0"}
        said |= {f"{_LTI}resource_link": {"id": "r"}, f"{_LTI}deployment_id": "1", f"{_LTI}roles": []}
        said |= {f"{_LTI}target_link_uri": self.hub}
        return {name: value for name, value in (said | self.person | self.claims).items() if value is not None}

    def beginning(self) -> dict[str, str]:
        """The fields of the form with which the platform opens the hub."""
        return {"iss": self.platform, "login_hint": "17", "target_link_uri": self.hub, "client_id": CLIENT}


class _Page(RequestHandler):
    @property
    def provider(self) -> Provider:
        made: Provider = self.settings["provider"]
        return made

    def need(self, **wanted: str) -> None:
        """Refuse a request whose arguments are not these."""
        for name, value in wanted.items():
            if self.get_argument(name, "") != value:
                raise HTTPError(400, f"{name} should be {value}: {self.get_argument(name, '')}")

    def form(self, action: str, fields: dict[str, str], target: str = "_self") -> None:
        """A page with a form that sends itself, or that a button sends where it opens a new window."""
        inputs = "".join(
            f'<input type="hidden" name="{name}" value="{html.escape(value)}">' for name, value in fields.items()
        )
        sending = "" if target == "_blank" else "<script>document.forms[0].submit()</script>"
        self.write(f'<form method="post" action="{action}" target="{target}">{inputs}<button>Open</button></form>')
        self.write(sending)


class _Discovery(_Page):
    def get(self) -> None:
        self.write(self.provider.discovery)


class _Authorize(_Page):
    def get(self) -> None:
        back = f"{self.provider.hub}hub/oauth_callback"
        self.need(response_type="code", client_id=CLIENT, redirect_uri=back, code_challenge_method="S256")
        if "openid" not in self.get_argument("scope").split():
            raise HTTPError(400, "this is not OpenID Connect")
        code = secrets.token_hex(8)
        self.provider.granted[code] = {"challenge": self.get_argument("code_challenge"), "back": back}
        self.redirect(f"{back}?{urllib.parse.urlencode({'code': code, 'state': self.get_argument('state')})}")


class _Token(_Page):
    def check_xsrf_cookie(self) -> None:
        """The hub asks, not a browser."""

    def post(self) -> None:
        if self._client() != (CLIENT, SECRET):
            raise HTTPError(401, "this is not the hub")
        granted = self.provider.granted.pop(self.get_argument("code"), None)
        digest = hashlib.sha256(self.get_argument("code_verifier").encode()).digest()
        proof = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if granted is None or granted["challenge"] != proof:
            raise HTTPError(400, "the code was used, or is somebody else's")
        self.need(grant_type="authorization_code", redirect_uri=granted["back"])
        token = secrets.token_hex(8)
        self.provider.tokens[token] = dict(self.provider.person)
        said = {"iss": self.provider.base, "aud": CLIENT, "exp": int(time.time()) + 60, **self.provider.person}
        self.write({"access_token": token, "token_type": "Bearer", "id_token": self.provider.signed(said)})

    def _client(self) -> tuple[str, str]:
        basic = self.request.headers.get("Authorization", "").removeprefix("Basic ")
        name, _, secret = base64.b64decode(basic).decode().partition(":")
        return (name, secret) if basic else (self.get_argument("client_id"), self.get_argument("client_secret"))


class _UserInfo(_Page):
    def get(self) -> None:
        token = self.request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token not in self.provider.tokens:
            raise HTTPError(401)
        self.write(self.provider.tokens[token])


class _Course(_Page):
    """The page of the platform's course, with the hub as one of its tools."""

    def get(self) -> None:
        self.form(f"{self.provider.hub}hub/lti13/oauth_login", self.provider.beginning(), "_blank")


class _Launch(_Page):
    def get(self) -> None:
        back = f"{self.provider.hub}hub/lti13/oauth_callback"
        self.need(response_type="id_token", response_mode="form_post", scope="openid", prompt="none")
        self.need(client_id=CLIENT, redirect_uri=back, login_hint="17")
        token = self.provider.signed(self.provider.launch(self.get_argument("nonce")))
        self.form(back, {"id_token": token, "state": self.get_argument("state")})


class _Keys(_Page):
    def get(self) -> None:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.provider.key.public_key()))
        self.write({"keys": [public | {"kid": "one", "use": "sig", "alg": "RS256"}]})


_ADDRESSES = [
    ("/.well-known/openid-configuration", _Discovery),
    ("/authorize", _Authorize),
    ("/token", _Token),
    ("/userinfo", _UserInfo),
    ("/course", _Course),
    ("/launch", _Launch),
    ("/keys", _Keys),
]


def new_key() -> rsa.RSAPrivateKey:
    """A key to sign with."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def certificate(folder: Path) -> tuple[Path, Path]:
    """A key and a certificate for 127.0.0.1, in two files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now, day = datetime.datetime.now(datetime.UTC), datetime.timedelta(days=1)
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now - day, now + day)
    made = builder.add_extension(address, critical=False).sign(key, hashes.SHA256())
    plain = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, *plain))
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return folder / "key.pem", folder / "cert.pem"

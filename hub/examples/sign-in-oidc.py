"""Sign in with an organisation's own service: OpenID Connect, as Entra ID, Keycloak, Okta and others speak it.

Register the hub there with the callback address below; then fill in what the service tells you. The secret belongs in
a file or the environment, not in here. Who may come in is still for the roll: its ids, or its e-mail addresses.
"""

import os

c = get_config()  # noqa: F821  (JupyterHub puts it there)
c.JupyterHub.authenticator_class = "evenkeel_hub.signin.Oidc"
c.GenericOAuthenticator.login_service = "your organisation"
c.GenericOAuthenticator.oauth_callback_url = "https://learn.example.org/hub/oauth_callback"
c.GenericOAuthenticator.authorize_url = "https://sign-in.example.org/oauth2/authorize"
c.GenericOAuthenticator.token_url = "https://sign-in.example.org/oauth2/token"
c.GenericOAuthenticator.userdata_url = "https://sign-in.example.org/oauth2/userinfo"
c.GenericOAuthenticator.client_id = "evenkeel"
c.GenericOAuthenticator.client_secret = os.environ.get("EVENKEEL_OIDC_SECRET", "")
c.GenericOAuthenticator.scope = ["openid", "email"]

# What names somebody. An e-mail address only where the service itself gives it out or has verified it: otherwise
# anybody could give somebody else's. Without that, "sub", and the ids of the roll are what that gives.
c.GenericOAuthenticator.username_claim = "email"

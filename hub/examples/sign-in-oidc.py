"""Sign in with an organisation's own service: OpenID Connect, as Entra ID, Keycloak, Okta and others speak it.

Copy this to /etc/evenkeel/hub.py, for root alone (chmod 600: it holds a secret). Register the hub at the service with
the callback address below. Then fill in what the service tells you: its page ".well-known/openid-configuration" lists
the three addresses. Who may come in is still for the roll: its ids, or its e-mail addresses.
"""

c = get_config()  # noqa: F821  (JupyterHub puts it there)
c.JupyterHub.authenticator_class = "evenkeel_hub.signin.Oidc"
c.GenericOAuthenticator.login_service = "your organisation"  # people see: Sign in with your organisation
c.GenericOAuthenticator.oauth_callback_url = "https://learn.example.org/hub/oauth_callback"
c.GenericOAuthenticator.authorize_url = "https://sign-in.example.org/oauth2/authorize"
c.GenericOAuthenticator.token_url = "https://sign-in.example.org/oauth2/token"
c.GenericOAuthenticator.userdata_url = "https://sign-in.example.org/oauth2/userinfo"
c.GenericOAuthenticator.client_id = "the id that the service gave the hub"
c.GenericOAuthenticator.client_secret = "the secret that the service gave the hub"
c.GenericOAuthenticator.scope = ["openid", "email"]

# What names somebody. An e-mail address only where the service itself gives it out or has verified it: otherwise
# anybody could give somebody else's. Without that, "sub", and the ids of the roll are what that gives.
c.GenericOAuthenticator.username_claim = "email"

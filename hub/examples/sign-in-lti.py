"""Sign in from a learning platform that opens the course: LTI 1.3, as Moodle, Canvas and others speak it.

Register the hub there as an external tool with these addresses, and let it open in a new window:

    login     https://learn.example.org/hub/lti13/oauth_login
    redirect  https://learn.example.org/hub/lti13/oauth_callback
    settings  https://learn.example.org/hub/lti13/config

Then fill in what the platform tells you. Who may come in is still for the roll: its ids, or its e-mail addresses. Marks
are not sent to the platform: no maintained part does that for nbgrader. Export them, and import them there.
"""

c = get_config()  # noqa: F821  (JupyterHub puts it there)
c.JupyterHub.authenticator_class = "evenkeel_hub.signin.Lti"
c.LTI13Authenticator.issuer = "https://platform.example.org"
c.LTI13Authenticator.authorize_url = "https://platform.example.org/mod/lti/auth.php"
c.LTI13Authenticator.jwks_endpoint = "https://platform.example.org/mod/lti/certs.php"
c.LTI13Authenticator.client_id = {"the id that the platform gave this tool"}
c.LTI13Authenticator.username_key = "email"
c.LTI13Authenticator.uri_scheme = "https"

# The platform sends learners here with a form from its own site, and browsers then send no cookie that is "Lax". So
# the hub must be reached by HTTPS alone. Forms and scripts still need the hub's own token (XSRF).
c.JupyterHub.tornado_settings = {"cookie_options": {"SameSite": "None", "Secure": True}}

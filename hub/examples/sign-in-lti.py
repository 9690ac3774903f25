"""Sign in from a learning platform that opens the course: LTI 1.3, as Moodle, Canvas and others speak it.

Copy this to /etc/evenkeel/hub.py, for root alone (chmod 600). Register the hub at the platform as an external tool with
these addresses, and let it open in a new window:

    tool      https://learn.example.org/
    login     https://learn.example.org/hub/lti13/oauth_login
    redirect  https://learn.example.org/hub/lti13/oauth_callback

Then fill in what the platform tells you. Who may come in is still for the roll: its ids, or its e-mail addresses. Marks
are not sent to the platform: no maintained part does that for nbgrader. Export them, and import them there.
"""

c = get_config()  # noqa: F821  (JupyterHub puts it there)
c.JupyterHub.authenticator_class = "evenkeel_hub.signin.Lti"
c.LTI13Authenticator.issuer = "https://platform.example.org"
c.LTI13Authenticator.authorize_url = "https://platform.example.org/mod/lti/auth.php"
c.LTI13Authenticator.jwks_endpoint = "https://platform.example.org/mod/lti/certs.php"
c.LTI13Authenticator.client_id = {"the id that the platform gave this tool"}
c.LTI13Authenticator.uri_scheme = "https"

# What names somebody: let the platform send it. An e-mail address only where people cannot change it there to somebody
# else's. Without that, "sub", and the ids of the roll are what the platform sends as that.
c.LTI13Authenticator.username_key = "email"

# Two machines' clocks differ by some seconds. Without this, a launch from a platform that is ahead is refused.
c.LTI13LaunchValidator.time_leeway = 60

# The platform sends learners here with a form from its own site, and browsers then send no cookie that is "Lax". So
# the hub must be reached by HTTPS alone. Forms and scripts still need the hub's own token (XSRF).
c.JupyterHub.tornado_settings = {"cookie_options": {"SameSite": "None", "Secure": True}}

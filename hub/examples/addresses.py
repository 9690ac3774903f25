"""An address of its own for each person's server and each service, such as https://ana.learn.example.org.

Browsers keep apart what comes from different addresses. Without this, all that the hub serves has one address: a page
that one learner made can then do whatever may be done by the person who opens it, such as a tutor. Take these lines
into /etc/evenkeel/hub.py where learners may start programs of their own (notebooks) and you do not know them well.

It needs a name for all of them in DNS (*.learn.example.org leads to this machine), and a certificate for that name.
"""

c = get_config()  # noqa: F821  (JupyterHub puts it there)

c.JupyterHub.subdomain_host = "https://learn.example.org"
# Cookies that no other address can set. Needs HTTPS.
c.JupyterHub.cookie_host_prefix_enabled = True

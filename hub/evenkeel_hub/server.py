"""One person's server on the hub: ``python -m evenkeel_hub.server``, in place of ``jupyterhub-singleuser``.

The same server, without what nobody here uses and everybody would wait for: jsonschema builds tables for the format
``iri`` (rfc3987-syntax) when it is loaded, which takes two seconds of a processor and 15 MB for each server. Nothing
that Jupyter checks has that format, and jsonschema goes without it where the package is missing.
"""

import getpass
import os
import resource
import sys

PROCESSES = 1024
"""How many processes and threads a person's account may have: far more than a learner's notebooks need."""


def main() -> None:
    """Start it; the hub tells it everything in the environment."""
    limit_processes()
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]  # importing it fails, as if it were not there
    from jupyterhub.singleuser import main as start

    start()


def limit_processes() -> None:
    """Let one person's programs not take the machine's processes. Whatever the server starts has this limit, too.

    Only where the person has an account of their own: the system counts by account, and pods of a cluster share one.
    """
    if getpass.getuser() == os.environ.get("JUPYTERHUB_USER"):
        most = resource.getrlimit(resource.RLIMIT_NPROC)[1]
        limit = PROCESSES if most == resource.RLIM_INFINITY else min(PROCESSES, most)
        resource.setrlimit(resource.RLIMIT_NPROC, (limit, limit))


if __name__ == "__main__":
    main()

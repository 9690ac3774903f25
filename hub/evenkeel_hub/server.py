"""One person's server on the hub: ``python -m evenkeel_hub.server``, in place of ``jupyterhub-singleuser``.

The same server, without what nobody here uses and everybody would wait for: jsonschema builds tables for the format
``iri`` (rfc3987-syntax) when it is loaded, which takes two seconds of a processor and 15 MB for each server. Nothing
that Jupyter checks has that format, and jsonschema goes without it where the package is missing.
"""

import sys


def main() -> None:
    """Start it; the hub tells it everything in the environment."""
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]  # importing it fails, as if it were not there
    from jupyterhub.singleuser import main as start

    start()


if __name__ == "__main__":
    main()

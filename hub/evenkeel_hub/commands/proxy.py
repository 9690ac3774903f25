"""``proxy``: be the hub's proxy, for ``hub/systemd/evenkeel-proxy.service``. Wants ``CONFIGPROXY_AUTH_TOKEN``."""

import argparse
import os
import sys

from evenkeel.commandline import add_course

NAME = "proxy"
HELP = "run the hub's proxy by itself, so that a restart of the hub cuts nobody off"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the course."""
    add_course(parser)


def run(given: argparse.Namespace) -> int:
    """Become the proxy, so that nothing comes back; 1 when it is not installed, or has no token."""
    from evenkeel.course import find_root
    from evenkeel_hub.proxy import proxy_command, proxy_program

    root = find_root(given.course)
    program = proxy_program(root)
    if program is None:
        print(f"The proxy is not installed. Run: cd {root / 'hub'} && npm ci --omit=dev", file=sys.stderr)
        return 1
    if not os.environ.get("CONFIGPROXY_AUTH_TOKEN"):
        print("CONFIGPROXY_AUTH_TOKEN is not set: anybody on this machine could move the door.", file=sys.stderr)
        return 1
    return os.execv(program[0], proxy_command(program))

"""``doctor``: examine an installation, and explain each finding with its cure. Changes nothing."""

import argparse
import dataclasses
import json

from evenkeel.commandline import add_course

NAME = "doctor"
HELP = "examine a server's installation and explain each finding"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take how to say it."""
    parser.add_argument("--json", action="store_true", help="for programs")
    add_course(parser)


def run(given: argparse.Namespace) -> int:
    """0 without a problem, be there warnings; 1 with one."""
    from evenkeel.course import find_root
    from evenkeel_hub import doctor_folders, doctor_setup
    from evenkeel_hub.config import hosting
    from evenkeel_hub.doctor import Patient, examine, lines
    from evenkeel_hub.hosted import open_hosted

    root = find_root(given.course)
    patient = Patient(hosting(root), open_hosted(root))
    findings = examine(patient, (*doctor_setup.CHECKS, *doctor_folders.CHECKS))
    told = json.dumps([dataclasses.asdict(one) for one in findings], indent=1)
    print(told if given.json else "\n".join(lines(findings)))
    return int(any(one.level == "problem" for one in findings))

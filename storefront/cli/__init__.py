"""The command line: every subcommand of `python -m storefront` in a file of its own.

A command's module has `register(subparsers)`, which adds its parser and sets `run`, a function of the parsed
arguments that returns the exit code. A module is loaded only when its command is called.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec

from storefront.config import BadSetting
from storefront.infra.server import CannotStart

COMMANDS = {
    "serve": ("serve the shops, with jobs and practice gateways inside", "storefront.cli.serve"),
    "workshop": ("serve a class from this laptop, without internet", "storefront.cli.workshop"),
    "worker": ("run jobs in a process of its own", "storefront.cli.worker"),
    "db": ("bring the database to this release's schema", "storefront.cli.db"),
    "demo": ("load the demo province", "storefront.cli.demo"),
    "user": ("create accounts", "storefront.cli.user"),
    "jobs": ("list parked jobs, run them again", "storefront.cli.jobs"),
    "gateway": ("check signature vectors against the gateways", "storefront.cli.gateway"),
    "keys": ("seal the stored secrets with a new key", "storefront.cli.keys"),
    "theme": ("check a theme's folder before a shop uses it", "storefront.cli.theme"),
    "sandbox": ("run the practice gateways in a process of their own", "storefront.cli.sandbox"),
    "backup": ("copy database, files and keys while serving", "storefront.cli.backup"),
    "restore": ("fill an empty instance from a backup", "storefront.cli.restore"),
    "doctor": ("say what is configured and whether it answers", "storefront.cli.doctor"),
}


def run(argv: Sequence[str]) -> int:
    """Run one command; the process's exit code. What stops it before it begins is one line and code 2."""
    try:
        arguments = _parser(argv[0] if argv else "").parse_args(argv)
        code: int = arguments.run(arguments)
        return code
    except (BadSetting, CannotStart) as error:
        print(error, file=sys.stderr)
        return 2


def _parser(chosen: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m storefront", description="Shops for the firms of a province."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, (help_text, module) in COMMANDS.items():
        if find_spec(module) is None:
            continue
        if name == chosen:
            import_module(module).register(commands)
        else:
            commands.add_parser(name, help=help_text)
    return parser

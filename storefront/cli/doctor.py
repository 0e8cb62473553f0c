"""`doctor`: what is configured, and whether it answers."""

from __future__ import annotations

import argparse

from storefront.app import create_app
from storefront.config import read_settings
from storefront.infra import health, server


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("doctor", help="say what is configured and whether it answers")
    parser.set_defaults(run=run)


def run(_arguments: argparse.Namespace) -> int:
    """A line for each part; 1 when one of them does not answer."""
    settings = read_settings()
    server.usable_instance(settings.instance)
    with create_app(settings).app_context():
        checks = health.examine()
    for check in checks:
        print(f"{'ok  ' if check.ok else 'FAIL'}  {check.name}: {check.detail}")
    return 0 if all(check.ok for check in checks) else 1

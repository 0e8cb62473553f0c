"""`keys rotate`: a new sealing key, and every stored secret sealed with it, while serving."""

from __future__ import annotations

import argparse

from storefront import create_app
from storefront.domain.onboarding.steps import seal_anew
from storefront.infra import crypto, resealing
from storefront.infra.db import db
from storefront.infra.tenancy import all_shops


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("keys", help="seal the stored secrets with a new key")
    commands = parser.add_subparsers(required=True, metavar="ACTION")
    rotate = commands.add_parser("rotate", help="make a new key and seal everything with it")
    rotate.add_argument("--forget", action="store_true", help="then forget the older keys, also for backups")
    rotate.set_defaults(run=run_rotate)


def run_rotate(arguments: argparse.Namespace) -> int:
    """Print how many secrets were sealed anew. Servers at work read the new key when they meet it."""
    app = create_app()
    with app.app_context():
        crypto.add_key()
        with all_shops():
            sealed = resealing.seal_tables_anew() + seal_anew()
            db.session.commit()
        if arguments.forget:
            crypto.forget_old_keys()
    print(f"{sealed} secrets are sealed with the new key.")
    return 0

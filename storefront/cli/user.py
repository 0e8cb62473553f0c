"""`user create`: an account from the terminal, above all the first one of the staff."""

from __future__ import annotations

import argparse
import getpass
import sys

from storefront import create_app
from storefront.domain.accounts.names import parse_name, shown
from storefront.domain.accounts.staff import create_user
from storefront.infra.db import db
from storefront.infra.errors import AppError


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("user", help="create accounts")
    commands = parser.add_subparsers(required=True, metavar="ACTION")
    create = commands.add_parser("create", help="the password is asked for, or read from stdin")
    create.add_argument("name", help="phone number or e-mail to sign in with")
    create.add_argument("--called", default="", help="the person's name")
    create.add_argument("--staff", action="store_true", help="may see all shops and help inside them")
    create.set_defaults(run=run_create)


def run_create(arguments: argparse.Namespace) -> int:
    """Create the account; 1 with one line that says why not."""
    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    app = create_app()
    with app.app_context():
        try:
            name = parse_name(arguments.name)
            create_user(
                name, called=arguments.called or shown(*name), password=password, staff=arguments.staff
            )
        except AppError as error:
            print(error.message, file=sys.stderr)
            return 1
        db.session.commit()
    print(f"{shown(*name)} can sign in{' as staff' if arguments.staff else ''}.")
    return 0

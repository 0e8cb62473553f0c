"""`demo load`: fill an empty installation with the demo province."""

from __future__ import annotations

import argparse
import datetime as dt
from typing import Any

from storefront.app import create_app
from storefront.cli.service import need_schema
from storefront.config import read_settings
from storefront.demo import files
from storefront.demo.accounts import PASSWORD, demo_sign_ins
from storefront.demo.load import AlreadyLoaded, HalfLoaded, load
from storefront.infra import clock, server


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("demo", help="load the demo province")
    commands = parser.add_subparsers(required=True, metavar="ACTION")
    loading = commands.add_parser("load", help="fill an empty installation; never over existing data")
    loading.add_argument(
        "--today", type=_day, help="the last day of the history, as 2026-11-22 (default: today)"
    )
    loading.add_argument(
        "--firm",
        action="append",
        choices=[firm["key"] for firm in files.firms()],
        help="only this firm; may repeat",
    )
    loading.set_defaults(run=run_load)


def run_load(arguments: argparse.Namespace) -> int:
    """Load and say what was made. Raises CannotStart when the database is not empty."""
    settings = read_settings()
    server.usable_instance(settings.instance)
    app = create_app(settings)
    need_schema(app)
    with app.app_context():
        try:
            made = load(arguments.today or clock.today_vn(), firms=_chosen(arguments.firm))
        except AlreadyLoaded as error:
            raise server.CannotStart(
                "This installation has accounts or shops already; the demo is only loaded into an empty one."
            ) from error
        except HalfLoaded as error:
            raise server.CannotStart(
                f"Loading the demo was cut short. Empty the folder {settings.instance} and start again."
            ) from error
    print(
        f"{made.shops} shops, {made.products} products, {made.orders} orders and {made.pictures} pictures"
        f" in {made.seconds:.0f} seconds."
    )
    for person in demo_sign_ins():
        print(f"{person.who}: {person.name} / {person.password}")
    print(f"Every other owner: the shop's own e-mail / {PASSWORD}")
    return 0


def _chosen(keys: list[str] | None) -> list[dict[str, Any]] | None:
    """The firms of these keys, in the history's own order; None for all of them."""
    return [firm for firm in files.firms() if firm["key"] in keys] if keys else None


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it as 2026-11-22") from error

"""`workshop`: class in a box. A trainer's laptop serves a class over its Wi-Fi, without internet."""

from __future__ import annotations

import argparse
import multiprocessing
from typing import Any
from urllib.parse import urlsplit

from storefront.cli import serve
from storefront.cli.serving import Serving
from storefront.config import BadSetting, read_settings
from storefront.infra import lan, server

EVERYWHERE = "0.0.0.0"
TRAINER = "giangvien@lop.local"
"""Nobody writes to this address; it is only typed to sign in."""


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("workshop", help="serve a class from this laptop, without internet")
    parser.add_argument("--title", default="", help="of a new class; one that still runs under it goes on")
    parser.add_argument(
        "--kit", action="append", default=[], help="what a new class's shops sell; may repeat"
    )
    parser.add_argument("--address", help="this laptop's address on the Wi-Fi (default: found by itself)")
    parser.add_argument("--port", type=int, help="0: any free port (default: $PORT or 8000)")
    parser.add_argument(
        "--home", help="the programme's site as https://…: certificates then carry its address and code"
    )
    parser.add_argument("--trainer", default=TRAINER, help="phone or e-mail the trainer signs in with")
    parser.add_argument("--new-password", action="store_true", help="make the trainer another password")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve the class until a signal comes; 2 when it could not start."""
    found, home = _addresses(arguments.address), _home(arguments.home)
    settings = read_settings(demo=False, lan=True)
    server.usable_instance(settings.instance)
    lock = server.lock_instance(settings.instance)
    port = server.free_port(EVERYWHERE, serve.asked_port(arguments.port))
    settings = read_settings(demo=False, lan=True, public_url=f"http://{found[0]}:{port}", **home)
    wished = {
        "trainer": arguments.trainer,
        "title": arguments.title,
        "kits": tuple(arguments.kit),
        "new_password": arguments.new_password,
    }
    serving = Serving(
        settings,
        EVERYWHERE,
        port,
        multiprocessing.Value("i", 0),
        program="storefront.cli.class_box",
        told=(wished, tuple(found[1:])),
    )
    return serve.keep(serving, lock)


def _home(asked: str | None) -> dict[str, Any]:
    if asked is None:
        return {}
    parts = urlsplit(asked)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadSetting(f"--home takes a whole address, as https://cho.example.vn, not {asked!r}.")
    return {"home_url": asked}


def _addresses(asked: str | None) -> list[str]:
    if asked is not None:
        if not asked or any(sign in asked for sign in "/:@ "):
            raise BadSetting(f"--address takes this laptop's address alone, as 192.168.1.10, not {asked!r}.")
        return [asked]
    found = lan.addresses()
    if not found:
        raise server.CannotStart(
            "This laptop is on no network. Join the class's Wi-Fi, open a hotspot, or use --address."
        )
    return found

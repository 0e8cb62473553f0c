"""The application of a server process, ready to answer: database checked, demo there, threads begun."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from storefront.app import create_app
from storefront.cli.service import Service, check_schema, need_schema
from storefront.config import Settings
from storefront.demo import UNFINISHED
from storefront.infra import logging
from storefront.infra.db import db
from storefront.infra.server import CannotStart
from storefront.models.user import User

SIGN_INS = Path(__file__).parent.parent / "demo" / "data" / "sign_ins.json"


@dataclass(frozen=True)
class Running:
    """What the server process answers with, and what runs beside it."""

    settings: Settings
    app: Flask
    application: Any
    service: Service

    def lines(self) -> Iterator[str]:
        """What the person who started it wants to know."""
        home = self.settings.public_url
        yield f"{self.settings.name}: {home}"
        if self.settings.demo:
            yield f"Messages that were sent: {home}/message-box"
            yield from _sign_in_lines()
        yield "Ctrl-C stops it."


def start(settings: Settings, *, upgrade: bool = False) -> Running:
    """Make the application and begin what runs beside it. Raises CannotStart."""
    logging.set_up(settings.log_level, for_people=settings.demo or upgrade)
    app = create_app(settings)
    if settings.demo or upgrade:
        _upgrade(app)
    if settings.demo:
        _prepare_demo(app)
        app.config["DEMO_SIGN_INS"] = _sign_ins()
    need_schema(app)
    service = Service(app)
    service.start(jobs=settings.jobs)
    application: Any = app
    if service.sandbox:
        application = DispatcherMiddleware(app, {"/sandbox": service.sandbox})
    return Running(settings, app, application, service)


def _upgrade(app: Flask) -> None:
    if not check_schema(app):
        _run("Preparing the database ...", "db", "upgrade")


def _prepare_demo(app: Flask) -> None:
    """Fill the database when it is empty and the demo data are at hand."""
    if (Path(app.instance_path) / UNFINISHED).exists():
        raise CannotStart("Loading the demo was cut short. Empty the instance folder and start again.")
    if find_spec("storefront.cli.demo") and _is_empty(app):
        _run("Loading the demo province, once ...", "demo", "load")


def _is_empty(app: Flask) -> bool:
    with app.app_context():
        return db.session.scalar(select(User.id).limit(1)) is None


def _run(line: str, *command: str) -> None:
    """In a process of its own: what it loads is not needed for serving."""
    print(line, flush=True)
    if subprocess.run([sys.executable, "-m", "storefront", *command], check=False).returncode:
        raise CannotStart(f"`python -m storefront {' '.join(command)}` failed.")


def _sign_ins() -> list[dict[str, str]]:
    """The demo's accounts, which the sign-in page shows as well."""
    return json.loads(SIGN_INS.read_text(encoding="utf-8")) if SIGN_INS.exists() else []


def _sign_in_lines() -> Iterator[str]:
    for person in _sign_ins():
        yield f"Sign in as {person['who']}: {person['name']} / {person['password']}"

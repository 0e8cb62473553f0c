"""The server process of a class in a box: the usual one, and the lines that let people into its class."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import segno
from flask import Flask
from flask_babel import gettext as _

from storefront.cli import jobs_apart, running
from storefront.config import Settings
from storefront.domain.workshops import poster
from storefront.domain.workshops.box import Wish, open_box
from storefront.infra.db import db
from storefront.infra.errors import AppError, Invalid
from storefront.infra.i18n import speaking
from storefront.infra.links import public_url
from storefront.infra.server import CannotStart

BLACK_ON_WHITE = "\x1b[38;5;231;48;5;16m{}\x1b[0m"
"""The blocks are the light parts; told to the terminal, or a bright one would show the code turned over."""


@dataclass(frozen=True)
class ClassRunning(running.Running):
    """What serves a class, with the lines about it."""

    told: Sequence[str] = ()

    def lines(self) -> Iterator[str]:
        """Address, join code and camera code, and the trainer's way in."""
        return iter(self.told)


def start(settings: Settings, wished: Mapping[str, Any], other_addresses: Sequence[str]) -> running.Running:
    """Serve, and make or find the class. Raises CannotStart."""
    apart = settings.jobs and jobs_apart.worthwhile()
    found = running.start(replace(settings, jobs=settings.jobs and not apart), upgrade=True)
    try:
        told = _open(found.app, Wish(**wished), other_addresses)
    except AppError as error:
        found.service.stop()
        raise CannotStart(_one_line(error)) from error
    if apart:
        found.service.end_with(jobs_apart.JobsApart(settings).stop)
    return ClassRunning(found.settings, found.app, found.application, found.service, told)


def _open(app: Flask, wish: Wish, other_addresses: Sequence[str]) -> list[str]:
    with app.app_context(), speaking("vi"):
        box = open_box(wish)
        db.session.commit()
        here = f"/trainer/workshops/{box.workshop.id}"
        lines = [
            *_qr(poster.join_url(box.workshop)),
            "",
            _("Class: %(title)s", title=box.workshop.title),
            _("Learners open %(address)s", address=public_url("/join")),
            _("Join code: %(code)s", code=box.workshop.join_code),
            "",
            _("Trainer signs in at %(address)s", address=public_url("/sign-in")),
            _("Sign-in name: %(name)s", name=box.trainer),
            _("Password: %(password)s", password=box.password or _("as shown at the first start")),
            _("For the projector: %(address)s", address=public_url(f"{here}/join")),
            _("Live board: %(address)s", address=public_url(f"{here}/board")),
        ]
        if other_addresses:
            others = ", ".join(other_addresses)
            lines.append(_("Other addresses of this laptop, for --address: %(addresses)s", addresses=others))
        return [*lines, _("Ctrl-C ends it; the class goes on at the next start.")]


def _qr(url: str) -> list[str]:
    picture = io.StringIO()
    segno.make_qr(url, error="m").terminal(picture, border=2, compact=True)
    lines = picture.getvalue().splitlines()
    return [BLACK_ON_WHITE.format(line) for line in lines] if sys.stdout.isatty() else lines


def _one_line(error: AppError) -> str:
    sentences = (
        [words for told in error.errors.values() for words in told] if isinstance(error, Invalid) else []
    )
    return " ".join(sentences or [str(error.message)])

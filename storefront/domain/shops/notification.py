"""The notification of the shop to the Ministry of Industry and Trade: how far its file has come.

Decree 248/2026; the file goes in at online.gov.vn by the owner's own hand, the shop keeps what was answered.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import select

from storefront.infra import clock, events
from storefront.infra.db import db, locked
from storefront.infra.errors import Conflict, Invalid, Sentence
from storefront.infra.text import clean
from storefront.models.shop import ShopProfile


class FileState(enum.Enum):
    """Where the file stands; the values are those of `ShopProfile.notification_state`."""

    NONE = "none"
    PREPARED = "prepared"
    SUBMITTED = "submitted"
    NEED_MORE = "need_more"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


STATES: dict[FileState, Sentence] = {
    FileState.NONE: lazy_gettext("Not yet"),
    FileState.PREPARED: lazy_gettext("File prepared"),
    FileState.SUBMITTED: lazy_gettext("Sent, waiting"),
    FileState.NEED_MORE: lazy_gettext("They ask for more"),
    FileState.CONFIRMED: lazy_gettext("Confirmed"),
    FileState.REFUSED: lazy_gettext("Refused"),
}
NEXT: dict[FileState, frozenset[FileState]] = {
    FileState.NONE: frozenset({FileState.PREPARED}),
    FileState.PREPARED: frozenset({FileState.SUBMITTED}),
    FileState.SUBMITTED: frozenset({FileState.NEED_MORE, FileState.CONFIRMED, FileState.REFUSED}),
    FileState.NEED_MORE: frozenset({FileState.SUBMITTED}),
    FileState.CONFIRMED: frozenset({FileState.PREPARED}),
    FileState.REFUSED: frozenset({FileState.PREPARED}),
}
"""What may follow; after an answer a new file begins when the shop's data change."""
TOPICS = {
    FileState.PREPARED: "notification.prepared",
    FileState.SUBMITTED: "notification.submitted",
    FileState.NEED_MORE: "notification.needs_more",
    FileState.CONFIRMED: "notification.confirmed",
    FileState.REFUSED: "notification.refused",
}


class WrongStep(Conflict):
    """The file is not where this step begins."""

    code = "notification_wrong_step"
    message = lazy_gettext(
        "The file is no longer where this step begins. Look at its state and go on from there."
    )


def file_of_shop() -> ShopProfile:
    """The profile of the shop in force, which holds the file's state."""
    return db.session.scalars(select(ShopProfile)).one()


def state_of(profile: ShopProfile) -> FileState:
    """Where the file stands."""
    return FileState(profile.notification_state)


def prepare(*, by: events.Actor) -> None:
    """The file is ready to be sent; a new one begins when the former was answered. Raises WrongStep."""
    _move(
        FileState.PREPARED,
        {"file_code": None, "submitted_on": None, "remark": None},
        by=by,
    )


def submit(file_code: str, on: dt.date, *, by: events.Actor) -> None:
    """It was sent in, also once more after a question. Raises WrongStep, Invalid."""
    code = clean(file_code)[:60]
    if not code:
        raise Invalid.field("file_code", lazy_gettext("Enter the code that online.gov.vn gave to your file."))
    _move(FileState.SUBMITTED, {"file_code": code, "submitted_on": _day("submitted_on", on)}, by=by)


def need_more(remark: str, *, by: events.Actor) -> None:
    """The authority asks for something. Raises WrongStep, Invalid."""
    _move(FileState.NEED_MORE, {"remark": _words(remark)}, by=by)


def confirm(number: str, url: str, on: dt.date, *, by: events.Actor) -> None:
    """The authority confirmed: from now on every page of the shop says so. Raises WrongStep, Invalid."""
    number, url = clean(number)[:60], clean(url)[:300]
    if not number:
        raise Invalid.field("number", lazy_gettext("Enter the number of the confirmation."))
    if not url.startswith("https://"):
        raise Invalid.field("url", lazy_gettext("Enter the https:// address of the confirmation."))
    written = {"number": number, "url": url, "confirmed_on": _day("confirmed_on", on), "remark": None}
    _move(FileState.CONFIRMED, written, by=by)


def refuse(remark: str, *, by: events.Actor) -> None:
    """The authority said no, and why. Raises WrongStep, Invalid."""
    _move(FileState.REFUSED, {"remark": _words(remark)}, by=by)


def _move(state: FileState, written: dict[str, Any], *, by: events.Actor) -> None:
    profile = locked(file_of_shop())
    before = state_of(profile)
    if state not in NEXT[before]:
        raise WrongStep
    profile.notification_state = state.value
    for name, value in written.items():
        setattr(profile, f"notification_{name}", value)
    profile.revision += 1
    events.record(TOPICS[state], profile, by=by, before=before.value)


def _day(name: str, on: dt.date) -> dt.date:
    if on > clock.today_vn():
        raise Invalid.field(name, lazy_gettext("This day has not come yet."))
    return on


def _words(remark: str) -> str:
    words = clean(remark)[:500]
    if not words:
        raise Invalid.field("remark", lazy_gettext("Write in a few words what they said."))
    return words

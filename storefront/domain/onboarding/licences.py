"""Papers of trades that need one (food safety, lodging, tours), shown with the seller's data by law."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext

from storefront.domain.onboarding.identity import profile
from storefront.infra import clock, events
from storefront.infra.db import locked
from storefront.infra.errors import Invalid, Sentence
from storefront.infra.text import clean

MOST = 20
LONGEST = 160


@dataclass(frozen=True, slots=True)
class Licence:
    """One paper: what it is called, its number, when and by whom it was given."""

    name: str
    number: str
    issued_on: dt.date | None = None
    issuer: str = ""


def licences() -> list[Licence]:
    """The papers of the shop in force."""
    return [
        Licence(
            each["name"],
            each["number"],
            dt.date.fromisoformat(each["issued_on"]) if each.get("issued_on") else None,
            each.get("issuer") or "",
        )
        for each in profile().licences
    ]


def save_licences(wanted: Sequence[Licence], *, by: events.Actor) -> None:
    """Write them all; those left out go. Raises Invalid, naming `licences-<n>-<field>`."""
    if len(wanted) > MOST:
        raise Invalid.field("licences", lazy_gettext("At most %(number)s papers.", number=MOST))
    wrong = {
        f"licences-{n}-{name}": [why] for n, each in enumerate(wanted) for name, why in _wrong_with(each)
    }
    if wrong:
        raise Invalid(wrong)
    mine = locked(profile())
    kept = [_kept(each) for each in wanted]
    if kept == mine.licences:
        return
    mine.licences = kept
    mine.revision += 1
    events.record("shop.licences_edited", mine, by=by, count=len(kept))


def _wrong_with(licence: Licence) -> Iterable[tuple[str, Sentence]]:
    if not clean(licence.name):
        yield "name", lazy_gettext("Enter what the paper is called.")
    if not clean(licence.number):
        yield "number", lazy_gettext("Enter the number on the paper.")
    for field in ("name", "number", "issuer"):
        if len(getattr(licence, field)) > LONGEST:
            yield field, lazy_gettext("This is too long: at most %(number)s characters.", number=LONGEST)
    if licence.issued_on and licence.issued_on > clock.today_vn():
        yield "issued_on", lazy_gettext("This day has not come yet.")


def _kept(licence: Licence) -> dict[str, str]:
    return {
        "name": clean(licence.name),
        "number": clean(licence.number),
        "issued_on": licence.issued_on.isoformat() if licence.issued_on else "",
        "issuer": clean(licence.issuer),
    }

"""Who the seller is, as the law wants it known: the wizard's first step and the owner's data behind it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask_babel import lazy_gettext
from sqlalchemy import select

from storefront.domain.accounts.names import parse_email
from storefront.domain.accounts.tax_ids import TaxIdKind, mask, parse_tax_id
from storefront.domain.places import units
from storefront.domain.shops.settings import beyond_limits, selling_rules
from storefront.infra import events
from storefront.infra.db import db, locked
from storefront.infra.errors import Invalid
from storefront.infra.text import clean
from storefront.models.shop import LegalType, ShopProfile


@dataclass(frozen=True, slots=True)
class IdentityData:
    """The whole form; phones in E.164, `unit_code` of a commune of today, `tax_id` as typed or as shown."""

    legal_type: LegalType
    legal_name: str
    representative: str
    tax_id: str
    phone: str
    unit_code: str
    street: str
    registration_number: str = ""
    registered_on: dt.date | None = None
    registered_at: str = ""
    email: str = ""
    zalo: str = ""


def profile() -> ShopProfile:
    """The profile of the shop in force."""
    return db.session.scalars(select(ShopProfile)).one()


def save_identity(data: IdentityData, *, by: events.Actor) -> None:
    """Write the owner's data. Raises Invalid, UnknownPlace."""
    mine = locked(profile())
    units.unit(data.unit_code)
    email = parse_email(data.email) if data.email else None
    _set_tax_id(mine, data)
    mine.legal_type = data.legal_type
    for name in ("legal_name", "representative", "phone", "unit_code", "street"):
        setattr(mine, name, clean(getattr(data, name)))
    for name in ("registration_number", "registered_at", "zalo"):
        setattr(mine, name, clean(getattr(data, name)) or None)
    mine.email = email
    mine.registered_on = data.registered_on
    mine.revision += 1
    events.record("shop.profile_edited", mine, by=by)


def save_promises(
    *, return_days: int, complaint_answer_days: int, complaint_resolve_days: int, by: events.Actor
) -> None:
    """Write the days the policies promise. Raises Invalid."""
    days = {
        "return_days": return_days,
        "complaint_answer_days": complaint_answer_days,
        "complaint_resolve_days": complaint_resolve_days,
    }
    wrong = beyond_limits(days)
    if wrong:
        raise Invalid(wrong)
    if complaint_answer_days > complaint_resolve_days:
        raise Invalid.field(
            "complaint_resolve_days", lazy_gettext("Settling cannot take less time than the first answer.")
        )
    rules = locked(selling_rules())
    for name, value in days.items():
        setattr(rules, name, value)
    rules.revision += 1
    events.record("shop.promises_edited", rules, by=by)


def _set_tax_id(mine: ShopProfile, data: IdentityData) -> None:
    if data.tax_id and data.tax_id == mine.tax_id_masked:
        return
    if not data.tax_id:
        if not data.registration_number:
            raise Invalid.field(
                "tax_id", lazy_gettext("Enter the tax code, or the registration number further down.")
            )
        mine.tax_id = mine.tax_id_masked = None
        return
    parsed = parse_tax_id(data.tax_id)
    firm = data.legal_type in (LegalType.COOPERATIVE, LegalType.COMPANY)
    if firm and parsed.kind is TaxIdKind.PERSONAL:
        raise Invalid.field(
            "tax_id",
            lazy_gettext("A company or cooperative has a tax code of 10 digits, or 13 for a branch."),
        )
    mine.tax_id, mine.tax_id_masked = parsed.value, mask(parsed)

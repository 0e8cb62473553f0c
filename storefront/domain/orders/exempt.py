"""Why an order was delivered without an invoice made here: one reason, with the law that allows it."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext
from sqlalchemy import select

from storefront.infra import events
from storefront.infra.db import db, locked
from storefront.infra.errors import Conflict, Invalid, Sentence
from storefront.models.order import DocumentExemption, FulfillmentSummary, Order
from storefront.models.shop import LegalType, ShopProfile


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: what the owner picks, and the act behind it."""

    label: Sentence
    law: Sentence


SMALL = "small_household"
REASONS: dict[str, Reason] = {
    SMALL: Reason(
        lazy_gettext("Household or individual with revenue up to 1 billion đồng a year: no invoice is due"),
        lazy_gettext("Decree 141/2026/NĐ-CP, from 1 January 2026"),
    ),
    "made_elsewhere": Reason(
        lazy_gettext("The e-invoice was made in another program"),
        lazy_gettext("Decree 254/2026/NĐ-CP, articles 6 and 9"),
    ),
}
"""By key, in the order shown."""


class NothingSentYet(Conflict):
    """An invoice is due when goods go over to the buyer; before that there is nothing to excuse."""

    code = "nothing_sent_yet"
    message = lazy_gettext("The goods were not sent yet. Note this once they are on their way.")


def offered() -> dict[str, Reason]:
    """The reasons this shop may give: firms have no threshold."""
    return {key: each for key, each in REASONS.items() if key != SMALL or not _is_firm()}


def exempt(order: Order, reason: str, *, by: events.Actor) -> DocumentExemption:
    """Note why no invoice is made for a sent order, or correct what was noted; the log keeps both.

    The same reason once more changes nothing. Raises Invalid, NothingSentYet.
    """
    if reason not in offered():
        raise Invalid.field("reason", lazy_gettext("Choose one of the list."))
    order = locked(order)
    if order.fulfillment_summary is FulfillmentSummary.NONE:
        raise NothingSentYet
    noted = exemption_of(order)
    if noted is None:
        noted = DocumentExemption(order_id=order.id)
        db.session.add(noted)
    elif noted.reason == reason:
        return noted
    noted.reason, noted.noted_by = reason, by.id
    events.record("document.exempted", order, by=by, order=order.number, reason=reason)
    return noted


def exemption_of(order: Order) -> DocumentExemption | None:
    """What was noted for the order, if anything."""
    wanted = select(DocumentExemption).where(DocumentExemption.order_id == order.id)
    return db.session.scalars(wanted).one_or_none()


def _is_firm() -> bool:
    kind = db.session.scalars(select(ShopProfile.legal_type)).one()
    return kind in (LegalType.COMPANY, LegalType.COOPERATIVE)

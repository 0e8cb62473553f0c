"""What a shopper agreed to, each purpose by itself (Law 91/2025): given, listed, withdrawn as easily."""

from __future__ import annotations

import enum
from collections.abc import Mapping

from sqlalchemy import insert, select, update

from storefront.infra import clock
from storefront.infra.db import db
from storefront.infra.tenancy import current_shop_id
from storefront.models.customer import Consent, Customer


class Purpose(enum.StrEnum):
    """What may be agreed to; only the first is needed to buy."""

    ORDER = "order"
    NEWS = "news"


def record_consents(
    customer: Customer, given: Mapping[Purpose, str], *, channel: str, address: str = ""
) -> None:
    """Keep what was agreed to: purpose -> version of the text shown, with the way and the network address."""
    if not given:
        return
    moment = clock.now()
    rows = [
        {
            "shop_id": current_shop_id(),
            "customer_id": customer.id,
            "purpose": purpose.value,
            "text_version": version,
            "channel": channel,
            "address": address,
            "given_at": moment,
        }
        for purpose, version in given.items()
    ]
    db.session.execute(insert(Consent), rows)


def withdraw(customer: Customer, purpose: Purpose) -> None:
    """From now on this purpose is not agreed to."""
    db.session.execute(
        update(Consent)
        .where(
            Consent.customer_id == customer.id,
            Consent.purpose == purpose.value,
            Consent.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=clock.now())
    )


def agrees(customer: Customer, purpose: Purpose) -> bool:
    """Whether the shopper agrees to a purpose today."""
    standing = select(Consent.id).where(
        Consent.customer_id == customer.id,
        Consent.purpose == purpose.value,
        Consent.withdrawn_at.is_(None),
    )
    return db.session.scalar(standing.limit(1)) is not None

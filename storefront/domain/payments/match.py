"""Which payment a transfer's memo means."""

from __future__ import annotations

from sqlalchemy import select

from storefront.infra.db import db
from storefront.infra.tokens import find_payment_codes
from storefront.models.payment import Payment, Transaction, TransactionKind


def payment_by_number(public_number: int) -> Payment | None:
    """The payment a gateway names by our number, in the shop in force."""
    return db.session.scalar(select(Payment).where(Payment.public_number == public_number))


def payment_by_charge(reference: str) -> Payment | None:
    """The payment whose money came, or was held, under this name of the gateway's."""
    brought = (TransactionKind.CHARGED, TransactionKind.AUTHORIZED)
    found = select(Transaction.payment_id).where(
        Transaction.provider_ref == reference, Transaction.kind.in_(brought)
    )
    return db.session.scalars(select(Payment).where(Payment.id.in_(found))).first()


def payment_by_memo(memo: str) -> Payment | None:
    """The payment whose code stands in a bank memo; None when no code or two different ones are found."""
    codes = find_payment_codes(memo)
    found = db.session.scalars(select(Payment).where(Payment.memo_code.in_(codes))).all()
    return found[0] if len(found) == 1 else None

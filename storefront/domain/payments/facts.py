"""What a gateway needs to find one of our payments again."""

from __future__ import annotations

from sqlalchemy import select

from storefront.adapters.gateways import base
from storefront.infra.db import db
from storefront.infra.money import Money
from storefront.models.payment import Payment, Transaction, TransactionKind


def facts_of(payment: Payment) -> base.PaymentFacts:
    """The payment in a gateway's words."""
    return base.PaymentFacts(
        public_number=payment.public_number,
        memo=payment.memo_code or "",
        money=Money(payment.amount, payment.currency),
        mode=base.Mode(payment.mode.value),
        created_at=payment.created_at,
        provider_ref=payment.provider_ref or "",
        charge_ref=_charge_ref(payment),
        channel=payment.channel,
    )


def _charge_ref(payment: Payment) -> str:
    """The gateway's name for the fact that brought the money, or held it."""
    brought = (TransactionKind.CHARGED, TransactionKind.AUTHORIZED)
    found = db.session.execute(
        select(Transaction.kind, Transaction.provider_ref)
        .where(Transaction.payment_id == payment.id, Transaction.counted, Transaction.kind.in_(brought))
        .order_by(Transaction.id)
    ).all()
    charged = [row.provider_ref for row in found if row.kind is TransactionKind.CHARGED]
    return next(iter(charged or [row.provider_ref for row in found]), "")

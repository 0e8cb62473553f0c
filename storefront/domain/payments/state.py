"""A payment's state, worked out from its facts whatever order they arrived in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from storefront.models.payment import PaymentState, Transaction, TransactionKind

_DECIDES = {
    TransactionKind.FAILED: PaymentState.FAILED,
    TransactionKind.AUTHORIZED: PaymentState.AUTHORIZED,
    TransactionKind.CANCELLED: PaymentState.CANCELLED,
}
BY_TIME = frozenset(_DECIDES)
"""Kinds of which the one that happened last decides."""
_RANK = list(_DECIDES)
"""Of facts of the same moment the later one here decides: held money was let go, never the other way."""


def charged(facts: Iterable[Transaction]) -> int:
    """What the facts brought in, in minor units."""
    return sum(fact.amount for fact in facts if fact.kind is TransactionKind.CHARGED and fact.counted)


def derive(facts: Sequence[Transaction], amount: int) -> PaymentState | None:
    """The state these facts mean for a payment of `amount`; None when they decide nothing.

    Money wins over everything. Else the fact that *happened* last decides, and the end of time only where
    nothing else did. Source: reference rules for gateways, section 5; decisions 7.
    """
    brought = charged(facts)
    if brought:
        return PaymentState.SUCCEEDED if brought >= amount else PaymentState.PENDING
    counted = [fact for fact in facts if fact.counted]
    deciding = [fact for fact in counted if fact.kind in _DECIDES]
    if deciding:
        last = max(deciding, key=lambda fact: (fact.happened_at, _RANK.index(fact.kind)))
        return _DECIDES[last.kind]
    if any(fact.kind is TransactionKind.EXPIRED for fact in counted):
        return PaymentState.EXPIRED
    return PaymentState.PENDING if any(fact.kind is TransactionKind.CHARGED for fact in facts) else None

"""Record one fact about a payment: the single transition function behind every road money takes.

It is safe to run twice: a Transaction is unique by method, kind and the provider's reference. The order is
locked first, then the payment, everywhere in the same order.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm.attributes import set_committed_value

from storefront.adapters.gateways import gateway
from storefront.adapters.gateways.base import EventKind, GatewayEvent, Mode, Outcome
from storefront.domain.inventory import reserve as stock
from storefront.domain.payments import card_facts, state, summary
from storefront.domain.payments.reviews import open_review
from storefront.infra import clock, events
from storefront.infra.db import db, lock, locked, savepoint
from storefront.infra.money import Money
from storefront.models.order import Order, OrderState
from storefront.models.payment import (
    Payment,
    PaymentState,
    Transaction,
    TransactionKind,
)

WAITING = (PaymentState.CREATED, PaymentState.PENDING)
STILL_OPEN = (*WAITING, PaymentState.AUTHORIZED)
ENDED_UNPAID = (PaymentState.FAILED, PaymentState.EXPIRED, PaymentState.CANCELLED)
UNPAID_ENDS = (EventKind.FAILED, EventKind.CANCELLED, EventKind.EXPIRED)
TAKEN_BACK = (EventKind.CHARGED_BACK, EventKind.REVERSED)


def record_received(payment: Payment, amount: int, *, form_key: str, by: events.Actor) -> Outcome:
    """The owner's word that money came (minor units); the form's key makes a second press harmless."""
    fact = GatewayEvent(
        kind=EventKind.CHARGED,
        provider_ref=f"manual:{form_key}",
        money=Money(amount, payment.currency),
        happened_at=clock.now(),
        mode=Mode(payment.mode.value),
        public_number=payment.public_number,
    )
    return record_fact(payment, fact, by=by)


def new_form_key() -> str:
    """A key for the owner's form, made when the page is drawn."""
    return secrets.token_hex(8)


def record_fact(payment: Payment, fact: GatewayEvent, *, by: events.Actor = events.GATEWAY) -> Outcome:
    """Append the fact, work out the payment's state, keep the sums; returns what became of it."""
    if _is_repeated(payment, fact):
        return Outcome.DUPLICATE
    order, payment = locked_with_order(payment)
    if fact.mode.value != payment.mode.value or fact.money.currency != payment.currency:
        mark = _fingerprint(payment, fact)
        open_review("wrong_mode", payment=payment, fingerprint=mark, reference=fact.provider_ref)
        return Outcome.WRONG_AMOUNT
    facts, known = _told_before(payment, fact)
    if known is not None and known.amount == fact.money.amount and known.payment_id == payment.id:
        _set_earlier(order, payment, facts, known, fact, by)
        return Outcome.DUPLICATE
    if known is not None:
        return _contradicted(order, payment, facts, known, fact)
    facts.append(_append(payment, fact))
    if fact.suspicious:
        mark = _fingerprint(payment, fact)
        open_review(
            "suspicious", payment=payment, fingerprint=mark, reference=fact.provider_ref, reason=fact.reason
        )
    before, brought_before = payment.state, payment.captured
    _work_out(payment, facts)
    summary.refresh(order)
    if fact.kind is EventKind.CHARGED:
        outcome = _charged(order, payment, before, brought_before, by)
    else:
        outcome = _told_otherwise(order, payment, before, fact, by)
    db.session.flush()
    return outcome


def locked_with_order(payment: Payment) -> tuple[Order, Payment]:
    """A payment and its order, locked as everywhere: the order first."""
    order = lock(Order, payment.shop_id, payment.order_id)
    payment = locked(payment)
    set_committed_value(payment, "order", order)
    return order, payment


def take_out(payment: Payment, provider_ref: str, *, by: events.Actor) -> None:
    """Count a charge no more that was put to the wrong payment; the fact itself stays."""
    order, payment = locked_with_order(payment)
    fact = db.session.scalar(
        select(Transaction).where(
            Transaction.payment_id == payment.id,
            Transaction.kind == TransactionKind.CHARGED,
            Transaction.provider_ref == provider_ref,
            Transaction.counted,
        )
    )
    if fact is None:
        return
    fact.counted = False
    _work_out(payment, facts_of_payment(payment))
    summary.refresh(order)
    _tell("payment.taken_out", payment, by, amount=fact.amount)


def _is_repeated(payment: Payment, fact: GatewayEvent) -> bool:
    """Whether it is written already, at no later moment: no lock is needed to say yes."""
    written = select(Transaction.id).where(
        Transaction.payment_id == payment.id,
        Transaction.payment_method_id == payment.payment_method_id,
        Transaction.kind == TransactionKind(fact.kind.value),
        Transaction.provider_ref == fact.provider_ref,
        Transaction.amount == fact.money.amount,
        Transaction.currency == fact.money.currency,
        or_(Transaction.kind.not_in(state.BY_TIME), Transaction.happened_at <= fact.happened_at),
    )
    return fact.mode.value == payment.mode.value and db.session.scalar(written) is not None


def _told_before(payment: Payment, fact: GatewayEvent) -> tuple[list[Transaction], Transaction | None]:
    """The payment's facts, oldest first, and the one this fact repeats, of whichever payment that is."""
    same = and_(
        Transaction.payment_method_id == payment.payment_method_id,
        Transaction.kind == TransactionKind(fact.kind.value),
        Transaction.provider_ref == fact.provider_ref,
    )
    found = db.session.execute(
        select(Transaction, same.label("same"))
        .where(or_(Transaction.payment_id == payment.id, same))
        .order_by(Transaction.id)
    ).all()
    facts = [row.Transaction for row in found if row.Transaction.payment_id == payment.id]
    return facts, next((row.Transaction for row in found if row.same), None)


def _contradicted(
    order: Order, payment: Payment, facts: Sequence[Transaction], known: Transaction, fact: GatewayEvent
) -> Outcome:
    """Two amounts under one reference: neither counts until a person has looked."""
    known.counted = False
    open_review(
        "two_amounts",
        order=order,
        payment=payment,
        fingerprint=_fingerprint(payment, fact),
        reference=fact.provider_ref,
        first=known.amount,
        second=fact.money.amount,
    )
    _work_out(payment, facts)
    summary.refresh(order)
    return Outcome.WRONG_AMOUNT


def _set_earlier(
    order: Order,
    payment: Payment,
    facts: Sequence[Transaction],
    known: Transaction,
    fact: GatewayEvent,
    by: events.Actor,
) -> None:
    """A fact told with two moments happened at the earlier one, whichever was heard first."""
    if known.kind not in state.BY_TIME or known.happened_at <= fact.happened_at:
        return
    known.happened_at = fact.happened_at
    before = payment.state
    _work_out(payment, facts)
    summary.refresh(order)
    if payment.state is not before:
        _moved(order, payment, fact, by)
    db.session.flush()


def _append(payment: Payment, fact: GatewayEvent) -> Transaction:
    appended = Transaction(
        payment_id=payment.id,
        payment_method_id=payment.payment_method_id,
        kind=TransactionKind(fact.kind.value),
        provider_ref=fact.provider_ref,
        amount=fact.money.amount,
        currency=fact.money.currency,
        happened_at=fact.happened_at,
        counted=True,
        note=fact.reason[:200],
    )
    db.session.add(appended)
    return appended


def facts_of_payment(payment: Payment) -> Sequence[Transaction]:
    """Everything that was ever told about a payment, oldest first."""
    mine = select(Transaction).where(Transaction.payment_id == payment.id)
    return db.session.scalars(mine.order_by(Transaction.id)).all()


def _told_otherwise(
    order: Order, payment: Payment, before: PaymentState, fact: GatewayEvent, by: events.Actor
) -> Outcome:
    """What follows from a fact that brought no money."""
    if fact.kind in TAKEN_BACK:
        open_review("disputed", order=order, payment=payment, kind=fact.kind.value, amount=fact.money.amount)
        _tell("payment.disputed", payment, by)
    elif payment.state is not before:
        _moved(order, payment, fact, by)
    elif fact.reason and payment.state in WAITING:
        payment.reason = fact.reason[:60]
    is_over = before is PaymentState.SUCCEEDED and fact.kind in UNPAID_ENDS
    return Outcome.DUPLICATE if is_over else Outcome.ACCEPTED


def _work_out(payment: Payment, facts: Sequence[Transaction]) -> None:
    payment.captured = state.charged(facts)
    payment.state = state.derive(facts, payment.asked) or payment.state
    payment.ended_at = None if payment.state in STILL_OPEN else payment.ended_at or clock.now()


def _moved(order: Order, payment: Payment, fact: GatewayEvent, by: events.Actor) -> None:
    if payment.state is PaymentState.AUTHORIZED:
        hold = gateway(payment.gateway).capabilities.hold
        payment.hold_until = fact.happened_at + hold if hold else None
        if payment.stored_card_id is None or order.is_secured:
            _hold_goods(order, payment)
    else:
        payment.reason = fact.reason[:60]
    _tell(f"payment.{payment.state.value}", payment, by)


def _charged(
    order: Order, payment: Payment, before: PaymentState, brought_before: int, by: events.Actor
) -> Outcome:
    whole = payment.state is PaymentState.SUCCEEDED
    received = payment.captured - brought_before
    _look_at(order, payment, before, received)
    if before in ENDED_UNPAID or whole:
        _hold_goods(order, payment)
    topic = "payment.succeeded" if whole else "payment.part_received"
    _tell(topic, payment, by, received=received, **_evidence(payment))
    take_from_cards(order, by=by)
    return Outcome.ACCEPTED if payment.captured == payment.asked else Outcome.WRONG_AMOUNT


def take_from_cards(order: Order, *, by: events.Actor) -> None:
    """Cards that set their part aside give it once nothing else is asked for; paid otherwise, they keep it.

    Where the owner takes held money by hand, it stays held until then.
    """
    if not order.held or not order.is_secured:
        return
    for payment in card_facts.held_for_order(order):
        owed = order.asked - order.paid + order.refunded
        if owed <= 0:
            let_card_go(payment, by=by)
        elif not payment.method.capture_later:
            for told in card_facts.capture(payment, min(payment.amount, owed)):
                record_fact(payment, told, by=by)


def let_card_go(payment: Payment, *, by: events.Actor) -> None:
    """Give a card back what it set aside for a payment."""
    for told in card_facts.void(payment):
        record_fact(payment, told, by=by)


def let_cards_go(order: Order, *, by: events.Actor) -> None:
    """Give every card back what it set aside for an order that will not be paid."""
    for payment in card_facts.held_for_order(order):
        let_card_go(payment, by=by)


def _look_at(order: Order, payment: Payment, before: PaymentState, received: int) -> None:
    facts: dict[str, Any] = {"paid": order.paid, "total": order.total}
    if order.state is OrderState.CANCELLED:
        open_review("paid_after_cancel", order=order, payment=payment, **facts)
    elif before is PaymentState.SUCCEEDED or order.paid - received >= order.total:
        open_review("paid_twice", order=order, payment=payment, **facts)
    elif order.paid > order.total:
        open_review("paid_over", order=order, payment=payment, **facts)
    elif payment.captured < payment.asked:
        open_review("paid_short", order=order, payment=payment, **facts)


def _hold_goods(order: Order, payment: Payment) -> None:
    """Paid goods no longer expire; what was released meanwhile is reserved again if it is still there."""
    if order.state is OrderState.CANCELLED or stock.keep(order):
        return
    try:
        with savepoint():
            stock.reserve(order, expires_at=None)
    except stock.NotEnoughStock:
        open_review("paid_late", order=order, payment=payment)


def _fingerprint(payment: Payment, fact: GatewayEvent) -> str:
    return f"{payment.id}:{fact.kind.value}:{fact.provider_ref}"


def stop_waiting(order: Order, *, by: events.Actor) -> None:
    """End the attempts of a closed, locked order that only a person would ever confirm.

    What a gateway may still be paid for goes on being asked about: that money must be found.
    """
    waiting = select(Payment).where(
        Payment.order_id == order.id,
        Payment.state.in_(WAITING),
        Payment.captured == 0,
    )
    for payment in db.session.scalars(waiting).all():
        if gateway(payment.gateway).capabilities.offline:
            payment.state, payment.ended_at = PaymentState.CANCELLED, clock.now()
            _tell("payment.cancelled", payment, by)
    let_cards_go(order, by=by)
    summary.refresh(order)


def _evidence(payment: Payment) -> dict[str, int]:
    """What the programme's figures count, as the gateway declared it on the day: 1 or 0."""
    able = gateway(payment.gateway).capabilities
    channel = able.channel(payment.channel)
    cashless = channel.instrument.cashless if channel else able.cashless
    return {"cashless": int(cashless), "intermediary": int(able.intermediary)}


def _tell(topic: str, payment: Payment, by: events.Actor, **facts: int) -> None:
    events.record(topic, payment, by=by, order=str(payment.order_id), gateway=payment.gateway, **facts)

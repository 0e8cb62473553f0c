"""Give money back: a row reserves the amount first, a job makes the call, a person where no API exists."""

from __future__ import annotations

import json
from collections.abc import Mapping

from flask_babel import lazy_gettext
from sqlalchemy import func, select

from storefront.adapters.gateways import base
from storefront.domain.payments import card_facts, summary
from storefront.domain.payments.facts import facts_of
from storefront.domain.payments.methods import gateway_of
from storefront.domain.payments.refund_facts import fail_refund, finish_refund
from storefront.domain.payments.reviews import open_review
from storefront.infra import events, queue, tokens
from storefront.infra.db import commit_then_call, db, locked
from storefront.infra.errors import Conflict
from storefront.infra.money import Money
from storefront.infra.tenancy import current_shop_id
from storefront.models.order import Order
from storefront.models.payment import Payment, Refund, RefundChannel, RefundState

SEND = "payments.refund"


class RefundTooLarge(Conflict):
    """More than what was paid and not yet promised back."""

    code = "refund_too_large"
    message = lazy_gettext("You can refund at most what this payment brought in and was not given back yet.")


class RefundNotOffered(Conflict):
    """The gateway cannot send this sum back; another way of giving it back can be chosen."""

    code = "refund_not_offered"
    message = lazy_gettext("This gateway cannot give back this sum. Choose another way of giving it back.")


class RefundUnknown(RuntimeError):
    """The gateway has not answered for this refund yet; the job asks again."""


def refundable(payment: Payment) -> int:
    """What of a payment may still be refunded, in minor units: refunds under way count as gone."""
    promised = db.session.scalar(
        select(func.coalesce(func.sum(Refund.amount), 0)).where(
            Refund.payment_id == payment.id, Refund.state != RefundState.FAILED
        )
    )
    return summary.captured(payment) - summary.charged_back(payment) - int(promised or 0)


def channels(payment: Payment, amount: int) -> tuple[RefundChannel, ...]:
    """Ways this sum (minor units) of a payment can go back, the gateway's own first where it can."""
    able = gateway_of(payment.method).capabilities
    whole = amount == payment.captured
    by_gateway = able.refund_partial or (able.refund_full and whole)
    if able.internal and payment.stored_card_id is None:
        by_gateway = False
    by_hand = (RefundChannel.TRANSFER, RefundChannel.CASH)
    return (RefundChannel.GATEWAY, *by_hand) if by_gateway else by_hand


def request_refund(
    payment: Payment,
    amount: int,
    *,
    reason: str,
    key: str,
    by: events.Actor,
    channel: RefundChannel | None = None,
    payout: Mapping[str, str] | None = None,
) -> Refund:
    """Promise money back and leave the call to a job; the same key twice gives the same refund.

    Without a `channel` the first possible one is taken; `payout` says where a transfer goes.
    Raises RefundTooLarge, RefundNotOffered.
    """
    order = locked(payment.order)
    payment = locked(payment)
    standing = db.session.scalar(select(Refund).where(Refund.idempotency_key == key))
    if standing is not None:
        return standing
    if amount <= 0 or amount > refundable(payment):
        raise RefundTooLarge(amount=amount)
    possible = channels(payment, amount)
    if channel is not None and channel not in possible:
        raise RefundNotOffered(channel=channel.value)
    refund = Refund(
        payment_id=payment.id,
        order_id=order.id,
        amount=amount,
        currency=payment.currency,
        reason=reason,
        channel=channel or possible[0],
        payout=json.dumps(dict(payout)) if payout else None,
        idempotency_key=key,
    )
    db.session.add(refund)
    db.session.flush()
    events.record("refund.requested", refund, by=by, order=str(order.id), amount=amount)
    _leave_to_its_channel(refund, order, payment, by)
    return refund


def _leave_to_its_channel(refund: Refund, order: Order, payment: Payment, by: events.Actor) -> None:
    if refund.channel is RefundChannel.GATEWAY and payment.stored_card_id is not None:
        reference = card_facts.give_back(payment, refund.amount, refund_id=refund.id)
        finish_refund(refund, reference=reference, by=by)
        return
    if refund.channel is RefundChannel.GATEWAY:
        queue.enqueue(SEND, shop_id=current_shop_id(), refund=str(refund.id))
        return
    open_review(
        "refund_by_hand",
        order=order,
        payment=payment,
        fingerprint=str(refund.id),
        refund=str(refund.id),
        amount=refund.amount,
    )


def request_refunds(order: Order, *, by: events.Actor, reason: str = "") -> list[Refund]:
    """Promise back everything an order brought in and still holds."""
    payments = db.session.scalars(select(Payment).where(Payment.order_id == order.id).order_by(Payment.id))
    return [
        request_refund(payment, left, reason=reason, key=tokens.new_token(12), by=by)
        for payment in payments.all()
        if (left := refundable(payment)) > 0
    ]


def send_refund(refund_id: int) -> None:
    """Ask the gateway, or ask what became of it; harmless twice. Raises RefundUnknown to be run again."""
    refund = locked(db.session.get_one(Refund, (current_shop_id(), refund_id)))
    if refund.state in (RefundState.DONE, RefundState.FAILED):
        return
    asked_before = refund.state is RefundState.SENT
    refund.state = RefundState.SENT
    payment = db.session.get_one(Payment, (current_shop_id(), refund.payment_id))
    gateway, request = gateway_of(payment.method), _request(refund, payment)
    answer = commit_then_call(lambda: _ask(gateway, request, asked_before))
    if answer.state is base.RefundState.PENDING:
        _remember(refund, answer)
        raise RefundUnknown(str(refund_id))
    if answer.state is base.RefundState.FAILED:
        fail_refund(refund, reason=answer.reason, by=events.GATEWAY)
    else:
        finish_refund(refund, reference=answer.provider_ref or str(refund.id), by=events.GATEWAY)


def _remember(refund: Refund, answer: base.RefundAnswer) -> None:
    """Keep the gateway's name for a refund under way, in a commit of its own before the job is put off."""
    refund = locked(refund)
    refund.provider_ref = answer.provider_ref or refund.provider_ref
    db.session.commit()


def _ask(gateway: base.Gateway, request: base.RefundRequest, asked_before: bool) -> base.RefundAnswer:
    if asked_before:
        answer = gateway.query_refund(request)
        if answer.state is not base.RefundState.FAILED:
            return answer
    return gateway.refund(request)


def _request(refund: Refund, payment: Payment) -> base.RefundRequest:
    return base.RefundRequest(
        id=str(refund.id),
        payment=facts_of(payment),
        money=Money(refund.amount, refund.currency),
        requested_at=refund.created_at,
        reason=refund.reason,
        provider_ref=refund.provider_ref or "",
    )

"""Give money back: a row reserves the amount first, a job makes the call, a person where no API exists."""

from __future__ import annotations

from flask_babel import lazy_gettext
from sqlalchemy import func, select

from storefront.adapters.gateways import base
from storefront.domain.payments import summary
from storefront.domain.payments.methods import gateway_of
from storefront.domain.payments.record import record_fact
from storefront.domain.payments.reviews import open_review
from storefront.infra import clock, events, queue, tokens
from storefront.infra.db import commit_then_call, db, locked
from storefront.infra.errors import Conflict
from storefront.infra.money import Money
from storefront.infra.tenancy import current_shop_id
from storefront.models.order import Order
from storefront.models.payment import Payment, Refund, RefundState, Transaction, TransactionKind

SEND = "payments.refund"


class RefundTooLarge(Conflict):
    """More than what was paid and not yet promised back."""

    code = "refund_too_large"
    message = lazy_gettext("You can refund at most what this payment brought in and was not given back yet.")


class RefundUnknown(RuntimeError):
    """The gateway has not answered for this refund yet; the job asks again."""


def refundable(payment: Payment) -> int:
    """What of a payment may still be refunded, in minor units: refunds under way count as gone."""
    promised = db.session.scalar(
        select(func.coalesce(func.sum(Refund.amount), 0)).where(
            Refund.payment_id == payment.id, Refund.state != RefundState.FAILED
        )
    )
    return summary.captured(payment) - int(promised or 0)


def request_refund(payment: Payment, amount: int, *, reason: str, key: str, by: events.Actor) -> Refund:
    """Promise money back and leave the call to a job; the same key twice gives the same refund.

    Raises RefundTooLarge.
    """
    order = locked(payment.order)
    payment = locked(payment)
    standing = db.session.scalar(select(Refund).where(Refund.idempotency_key == key))
    if standing is not None:
        return standing
    if amount <= 0 or amount > refundable(payment):
        raise RefundTooLarge(amount=amount)
    refund = Refund(
        payment_id=payment.id,
        order_id=order.id,
        amount=amount,
        currency=payment.currency,
        reason=reason,
        idempotency_key=key,
    )
    db.session.add(refund)
    db.session.flush()
    events.record("refund.requested", refund, by=by, order=str(order.id), amount=amount)
    if gateway_of(payment.method).capabilities.refund_manual:
        open_review("refund_by_hand", order=order, payment=payment, refund=str(refund.id), amount=amount)
    else:
        queue.enqueue(SEND, shop_id=current_shop_id(), refund=str(refund.id))
    return refund


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
        raise RefundUnknown(str(refund_id))
    if answer.state is base.RefundState.FAILED:
        _failed(refund, payment, answer.reason)
    else:
        finish_refund(refund, reference=answer.provider_ref or str(refund.id), by=events.GATEWAY)


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


def facts_of(payment: Payment) -> base.PaymentFacts:
    """What a gateway needs to find the payment again."""
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
    found = db.session.scalars(
        select(Transaction.provider_ref)
        .where(Transaction.payment_id == payment.id, Transaction.counted, Transaction.kind.in_(brought))
        .order_by(Transaction.id)
    )
    return found.first() or ""


def finish_refund(refund: Refund, *, reference: str, by: events.Actor) -> None:
    """The money went back: by the gateway's word, or a person's with the bank's reference."""
    refund = locked(refund)
    if refund.state is RefundState.DONE:
        return
    refund.state, refund.provider_ref, refund.ended_at = RefundState.DONE, reference, clock.now()
    payment = db.session.get_one(Payment, (current_shop_id(), refund.payment_id))
    record_fact(
        payment,
        base.GatewayEvent(
            kind=base.EventKind.REFUNDED,
            provider_ref=reference,
            money=Money(refund.amount, refund.currency),
            happened_at=clock.now(),
            mode=base.Mode(payment.mode.value),
            refund_id=str(refund.id),
        ),
        by=by,
    )
    events.record("refund.done", refund, by=by, order=str(refund.order_id), amount=refund.amount)


def _failed(refund: Refund, payment: Payment, reason: str) -> None:
    refund = locked(refund)
    refund.state, refund.ended_at = RefundState.FAILED, clock.now()
    open_review("refund_failed", payment=payment, refund=str(refund.id), reason=reason[:200])
    events.record("refund.failed", refund, by=events.GATEWAY, order=str(refund.order_id))

"""Begin to collect: the attempt is a committed row before any gateway is called."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import asdict, dataclass
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import select

from storefront.adapters import gateways
from storefront.adapters.gateways import base
from storefront.adapters.gateways.banks import PRACTICE_BANK
from storefront.domain.payments import breaker, summary
from storefront.domain.payments.endpoints import callback_path
from storefront.domain.payments.methods import GatewayNotForThisShop, capabilities_of, gateway_of
from storefront.infra import clock, events, queue, tokens
from storefront.infra.db import commit_then_call, db, locked
from storefront.infra.errors import Conflict
from storefront.infra.money import Money
from storefront.infra.tenancy import current_shop_id
from storefront.models.order import Order, OrderState
from storefront.models.payment import Payment, PaymentMethod, PaymentState
from storefront.models.shop import ShopSettings

FIRST_POLL = dt.timedelta(minutes=1)
POLL = "payments.poll"
NUMBERS = 2**53


class GatewayDown(Conflict):
    """The gateway has not answered for a while: nothing was sent, another way of paying is open."""

    code = "gateway_down"
    message = lazy_gettext("This way of paying is not answering right now. Please choose another one.")


class NothingToPay(Conflict):
    """The order owes nothing, or was cancelled."""

    code = "nothing_to_pay"
    message = lazy_gettext("This order has nothing left to pay.")


@dataclass(frozen=True)
class Addresses:
    """Where the browser comes back to, the platform's address for calls, and the payer's own address."""

    return_url: str
    public_url: str
    payer_ip: str = "127.0.0.1"


def create_payment(
    order: Order, method: PaymentMethod, *, amount: int | None = None, channel: str = ""
) -> Payment:
    """A new attempt for what the order still owes (or `amount`, in minor units), as a row only.

    `channel` is one of the gateway's, empty for its usual one.
    Raises NothingToPay, GatewayNotForThisShop when order and method are of different modes.
    """
    amount = order.due if amount is None else amount
    if amount <= 0 or order.state is OrderState.CANCELLED:
        raise NothingToPay()
    if method.mode is not order.mode:
        raise GatewayNotForThisShop()
    payment = Payment(
        order_id=order.id,
        payment_method_id=method.id,
        gateway=method.gateway,
        channel=channel or capabilities_of(method).channels[0].code,
        mode=order.mode,
        amount=amount,
        currency=order.currency,
        public_number=secrets.randbelow(NUMBERS - 1) + 1,
        memo_code=_new_memo_code(),
        expires_at=expiry(method.gateway),
    )
    db.session.add(payment)
    db.session.flush()
    return payment


def expiry(gateway: str) -> dt.datetime | None:
    """When an attempt by this gateway lapses; None where the goods travel first."""
    patience = gateways.gateway(gateway).capabilities.patience
    if patience is base.Patience.DOOR:
        return None
    settings = db.session.scalars(select(ShopSettings)).one()
    if patience is base.Patience.TRANSFER:
        return clock.now() + dt.timedelta(hours=settings.transfer_hours)
    return clock.now() + dt.timedelta(minutes=settings.gateway_minutes)


def _new_memo_code() -> str:
    while True:
        code = tokens.payment_code()
        if db.session.scalar(select(Payment.id).where(Payment.memo_code == code)) is None:
            return code


def start(payment: Payment, addresses: Addresses) -> dict[str, Any]:
    """Ask the gateway what the shopper does now; returns the next step as plain values.

    A gateway that is asked over the net is asked after a commit, and its answer is a second transaction. A
    poll job is left before the call, so that neither a crash nor a silent gateway leaves the payment alone.
    One that only works things out here stays in the caller's. Started twice, it answers what it answered.
    """
    order, payment = locked(payment.order), locked(payment)
    if payment.next_step or payment.state not in (PaymentState.CREATED, PaymentState.PENDING):
        return payment.next_step
    gateway = gateway_of(payment.method)
    if gateway.capabilities.offline:
        return _record_step(order, payment, gateway.start(_charge(order, payment, addresses)))
    callback_url = addresses.public_url.rstrip("/") + callback_path(payment.method)
    charge = _charge(order, payment, addresses, callback_url)
    circuit = breaker.key(payment.method)
    if breaker.is_open(circuit):
        raise GatewayDown(gateway=payment.gateway)
    _leave_poll(payment)
    step = commit_then_call(lambda: _ask(gateway, charge, circuit))
    return _record_step(locked(order), locked(payment), step)


def _leave_poll(payment: Payment) -> None:
    queue.enqueue(
        POLL,
        shop_id=current_shop_id(),
        unique_key=f"{POLL}:{payment.id}",
        run_at=clock.now() + FIRST_POLL,
        payment=str(payment.id),
    )


def _ask(gateway: base.Gateway, charge: base.Charge, circuit: str) -> base.NextStep | None:
    try:
        return breaker.guarded(circuit, lambda: gateway.start(charge))
    except base.GatewayUnavailable:
        return None


def _charge(order: Order, payment: Payment, addresses: Addresses, callback_url: str = "") -> base.Charge:
    return base.Charge(
        public_number=payment.public_number,
        memo=payment.memo_code or "",
        money=Money(payment.amount, payment.currency),
        description=f"{order.seller.get('name', '')} #{order.number}"[:80],
        created_at=payment.created_at,
        expires_at=payment.expires_at or clock.now() + dt.timedelta(days=30),
        return_url=addresses.return_url,
        callback_url=callback_url,
        mode=base.Mode(payment.mode.value),
        channel=payment.channel,
        payer_ip=addresses.payer_ip,
        locale=order.locale,
        payer=base.Payer(name=order.buyer.get("name", ""), phone=order.buyer.get("phone", "")),
        capture_later=payment.method.capture_later,
    )


def _record_step(order: Order, payment: Payment, step: base.NextStep | None) -> dict[str, Any]:
    if payment.state is PaymentState.CREATED:
        refused = step is not None and step.kind is base.StepKind.REFUSED
        payment.state = PaymentState.FAILED if refused else PaymentState.PENDING
    if step is not None:
        payment.next_step = _plain(step)
        payment.provider_ref = step.provider_ref or None
        payment.expires_at = step.expires_at or payment.expires_at
    events.record(
        "payment.started",
        payment,
        by=events.CUSTOMER,
        gateway=payment.gateway,
        step=step.kind.value if step else "unknown",
        order=str(payment.order_id),
    )
    if not summary.paid_at_the_door(payment.gateway):
        summary.refresh(order)
    return payment.next_step


def _plain(step: base.NextStep) -> dict[str, Any]:
    plain = asdict(step)
    plain["kind"] = step.kind.value
    plain["instructions"] = str(step.instructions)
    plain["expires_at"] = step.expires_at.isoformat() if step.expires_at else None
    plain["practice"] = bool(step.transfer and step.transfer.bank_bin == PRACTICE_BANK.bin)
    return plain

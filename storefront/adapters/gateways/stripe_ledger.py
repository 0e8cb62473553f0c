"""What Stripe's books hold of one payment: its PaymentIntent, refunds and disputes, found and asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from storefront.adapters.gateways.base import (
    GatewayEvent,
    GatewayRefused,
    GatewayUnavailable,
    PaymentFacts,
    RefundRequest,
)
from storefront.adapters.gateways.stripe_client import Object, StripeCalls, once
from storefront.adapters.gateways.stripe_events import Facts, in_order, number_of

if TYPE_CHECKING:
    import stripe
    from stripe.params import (
        DisputeListParams,
        PaymentIntentListParams,
        PaymentIntentRetrieveParams,
        RefundCreateParams,
        RefundListParams,
    )
    from stripe.params.checkout import SessionRetrieveParams

EXPAND = "latest_charge.balance_transaction"
MISSING = "resource_missing"
PAGE = 100
MOST = 1000
"""PaymentIntents looked through for one whose id never reached us."""
_ENDS = frozenset({"won", "lost", "warning_closed"})
EARLIER, LATER = timedelta(minutes=5), timedelta(hours=25)


def metadata(number: int, memo: str) -> dict[str, str]:
    """What our objects carry, so that they are found and matched whatever tells of them."""
    return {"number": str(number)} | ({"memo": memo} if memo else {})


def facts(calls: StripeCalls, read: Facts, payment: PaymentFacts) -> list[GatewayEvent]:
    """All that has happened to a payment, in order; nothing for one nobody has tried to pay."""
    session = _session_of(calls, payment)
    intent = intent_of(calls, payment, session)
    found: list[GatewayEvent | None] = _of_intent(read, intent) if intent else []
    if session and session["status"] == "expired":
        found.append(read.expired_session(session))
    if intent and session and _failed_after_the_page(session, intent):
        found.append(read.failed_session(session))
    if intent and intent["amount_received"]:
        found += [read.refund(refund) for refund in _refunds(calls, intent)]
    if intent and (intent.get("latest_charge") or {}).get("disputed"):
        found += [event for dispute in _disputes(calls, intent) for event in _of_dispute(read, dispute)]
    return in_order(found)


def intent_of(calls: StripeCalls, payment: PaymentFacts, session: Object | None = None) -> Object | None:
    """The payment's PaymentIntent, by the reference we have or by our number in its metadata."""
    for reference in (payment.charge_ref, payment.provider_ref):
        if reference.startswith("pi_"):
            return _retrieve(calls, reference)
    session = session or _session_of(calls, payment)
    if session is not None:
        intent: Object | None = session["payment_intent"]
        return intent
    reference = _search(calls, payment)
    return _retrieve(calls, reference) if reference else None


def refund_of(calls: StripeCalls, intent: Object, request: RefundRequest) -> Object | None:
    """Our refund, by its own reference or by our id in its metadata."""
    if request.provider_ref:
        return calls.ask(lambda client: client.v1.refunds.retrieve(request.provider_ref))
    return next(
        (one for one in _refunds(calls, intent) if (one.get("metadata") or {}).get("refund") == request.id),
        None,
    )


def ask_refund(calls: StripeCalls, intent: Object, request: RefundRequest) -> Object:
    """Give back part or all. Raises GatewayRefused, GatewayUnavailable."""
    order: RefundCreateParams = {
        "payment_intent": intent["id"],
        "amount": request.money.amount,
        "metadata": {"refund": request.id, "number": str(request.payment.public_number)},
    }
    key = once(f"refund-{request.id}")
    return calls.ask(lambda client: client.v1.refunds.create(order, key))


def let_go(calls: StripeCalls, payment: PaymentFacts) -> None:
    """Give up held money, or close a session nobody has paid, which an old tab could still pay.

    Raises GatewayRefused when the money was taken, or all is over already.
    """
    session = _session_of(calls, payment)
    intent = intent_of(calls, payment, session)
    if session is not None and session["status"] == "open":
        calls.ask(lambda client: client.v1.checkout.sessions.expire(session["id"]))
    elif intent is not None and (session is None or session["status"] == "complete"):
        key = once(f"payment-{payment.public_number}-void")
        calls.ask(lambda client: client.v1.payment_intents.cancel(intent["id"], {}, key))
    else:
        raise GatewayRefused(MISSING)


def refusal(intent: Object) -> str:
    """Why a PaymentIntent leads nowhere."""
    said = intent.get("last_payment_error") or {}
    return str(said.get("decline_code") or said.get("code") or intent["status"])


def _of_intent(read: Facts, intent: Object) -> list[GatewayEvent | None]:
    charge = intent.get("latest_charge") or {}
    found: list[GatewayEvent | None] = []
    if intent["capture_method"] == "manual" and charge.get("status") == "succeeded":
        found.append(read.held(intent))
    if intent["status"] == "succeeded":
        found.append(read.charged(intent))
    elif intent["status"] == "canceled":
        found.append(read.cancelled(intent))
    elif intent["status"] == "requires_payment_method" and intent.get("last_payment_error"):
        found.append(read.declined(intent))
    return found


def _of_dispute(read: Facts, dispute: Object) -> list[GatewayEvent]:
    over = dispute["status"] in _ENDS
    return [read.dispute(dispute), *([read.closed_dispute(dispute)] if over else [])]


def _failed_after_the_page(session: Object, intent: Object) -> bool:
    return (session["status"], intent["status"]) == ("complete", "requires_payment_method")


def _session_of(calls: StripeCalls, payment: PaymentFacts) -> Object | None:
    reference = payment.provider_ref
    if not reference.startswith("cs_"):
        return None
    expand: SessionRetrieveParams = {"expand": [f"payment_intent.{EXPAND}"]}
    return _or_none(lambda: calls.ask(lambda client: client.v1.checkout.sessions.retrieve(reference, expand)))


def _retrieve(calls: StripeCalls, reference: str) -> Object | None:
    expand: PaymentIntentRetrieveParams = {"expand": [EXPAND]}
    return _or_none(lambda: calls.ask(lambda client: client.v1.payment_intents.retrieve(reference, expand)))


def _search(calls: StripeCalls, payment: PaymentFacts) -> str:
    """The PaymentIntent of an attempt whose start was never answered; empty when there is none.

    By listing, since Stripe's search lags behind. Raises GatewayUnavailable when there are too many to tell.
    """
    first = int((payment.created_at - EARLIER).timestamp())
    last = int((payment.created_at + LATER).timestamp())
    after = ""
    for _ in range(MOST // PAGE):
        order: PaymentIntentListParams = {"created": {"gte": first, "lte": last}, "limit": PAGE}
        if after:
            order["starting_after"] = after
        page = calls.ask(partial(_list, order))
        for intent in page["data"]:
            if number_of(intent) == payment.public_number:
                return str(intent["id"])
        if not page["has_more"]:
            return ""
        after = page["data"][-1]["id"]
    raise GatewayUnavailable("too many payments to look through")


def _list(order: PaymentIntentListParams, client: stripe.StripeClient) -> stripe.StripeObject:
    return client.v1.payment_intents.list(order)


def _refunds(calls: StripeCalls, intent: Object) -> list[Object]:
    """Oldest first."""
    order: RefundListParams = {"payment_intent": intent["id"], "limit": PAGE}
    page = calls.ask(lambda client: client.v1.refunds.list(order))
    return list(reversed(page["data"]))


def _disputes(calls: StripeCalls, intent: Object) -> list[Object]:
    order: DisputeListParams = {"payment_intent": intent["id"], "limit": PAGE}
    page = calls.ask(lambda client: client.v1.disputes.list(order))
    return list(reversed(page["data"]))


def _or_none(retrieve: Callable[[], Object]) -> Object | None:
    try:
        return retrieve()
    except GatewayRefused as error:
        if str(error) == MISSING:
            return None
        raise

"""What Stripe tells by webhook, and the same facts read from its objects.

The same fact carries the same reference on both roads: money and holds the PaymentIntent's id, refunds the
Refund's, disputes the Dispute's, the end of an attempt the Checkout Session's. Source: Stripe's API
reference, version 2026-10-28.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from storefront.adapters.gateways.base import BadSignature, Callback, EventKind, GatewayEvent, Mode
from storefront.infra import clock
from storefront.infra.money import Money

TOLERANCE = 300
DIRECT = "intent"
"""In `metadata.flow`: the shopper was sent straight to a redirect method; a refusal there is the end."""

Object = Mapping[str, Any]

_REFUND_ENDS = {
    "succeeded": EventKind.REFUNDED,
    "failed": EventKind.REFUND_FAILED,
    "canceled": EventKind.REFUND_FAILED,
}


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 over time and raw body; the key is the whole secret with its prefix."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def check_signature(secret: str, callback: Callback, tolerance: int = TOLERANCE) -> None:
    """Raises BadSignature when no signature of the header is right, or it is older than so many seconds."""
    timestamp, signatures = _header(callback.header("Stripe-Signature"))
    right = signature(secret, timestamp, callback.body).encode()
    if not secret or not any(hmac.compare_digest(right, one) for one in signatures):
        raise BadSignature("signature")
    if int(timestamp) < callback.received_at.timestamp() - tolerance:
        raise BadSignature("too old")


def time_of(header: str) -> str:
    """The time of signing a header names, in seconds since 1970. Raises BadSignature."""
    return _header(header)[0]


def verified(secret: str, callback: Callback) -> dict[str, Any]:
    """The event of a call that carries a right and fresh signature. Raises BadSignature."""
    check_signature(secret, callback)
    try:
        event = json.loads(callback.body)
        if not isinstance(event["type"], str) or not isinstance(event["data"]["object"], dict):
            raise BadSignature("signed, but not in the form agreed")
    except (ValueError, TypeError, KeyError) as error:
        raise BadSignature("signed, but not in the form agreed") from error
    return dict(event)


def told(event: Object, *, mode: Mode, account: str) -> list[GatewayEvent]:
    """The facts of a verified event; none where it is of no consequence or another shop's.

    A Connect endpoint hears of every connected account; only events of `account` are this shop's.
    """
    read = _READERS.get(event["type"])
    if read is None or (event.get("account") or "") != account:
        return []
    livemode = event.get("livemode")
    if livemode is not None:
        mode = Mode.LIVE if livemode else Mode.TEST
    try:
        found = read(event["data"]["object"], Facts(mode, account, event))
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise BadSignature("signed, but not in the form agreed") from error
    return [found] if found is not None else []


class Facts:
    """Makes facts of Stripe's objects, for one mode and account; `event` is the webhook that told it."""

    def __init__(self, mode: Mode, account: str, event: Object | None = None) -> None:
        self._mode = mode
        self._account = account
        self._event = event

    def held(self, intent: Object) -> GatewayEvent | None:
        """Money authorised and not yet taken."""
        charge = intent.get("latest_charge")
        amount = charge["amount"] if isinstance(charge, Mapping) else intent["amount_capturable"]
        return self._of(intent, EventKind.AUTHORIZED, amount, charge) if amount else None

    def charged(self, intent: Object) -> GatewayEvent:
        charge = intent.get("latest_charge")
        entry = charge.get("balance_transaction") if isinstance(charge, Mapping) else None
        source = entry if isinstance(entry, Mapping) else charge
        return self._of(intent, EventKind.CHARGED, intent["amount_received"], source)

    def cancelled(self, intent: Object) -> GatewayEvent:
        when = {"created": intent.get("canceled_at") or intent.get("created")}
        reason = intent.get("cancellation_reason") or ""
        return self._of(intent, EventKind.CANCELLED, intent["amount"], when, reason)

    def declined(self, intent: Object) -> GatewayEvent:
        """Not the end on Stripe's own page, where the shopper may try another card at once."""
        said = intent.get("last_payment_error") or {}
        code = str(said.get("decline_code") or said.get("code") or "card_declined")[:60]
        direct = (intent.get("metadata") or {}).get("flow") == DIRECT
        return self._fact(
            EventKind.FAILED if direct else EventKind.INFO,
            said.get("charge") or f"{intent['id']}:{code}",
            intent["amount"],
            intent,
            charge_ref=intent["id"],
            reason=code,
        )

    def paid_session(self, session: Object) -> GatewayEvent | None:
        """The same fact as the PaymentIntent's success, told by the session's end."""
        if session.get("payment_status") != "paid" or not session.get("payment_intent"):
            return None
        intent = _id(session["payment_intent"])
        amount = session["amount_total"]
        return self._fact(EventKind.CHARGED, intent, amount, session, charge_ref=intent)

    def failed_session(self, session: Object) -> GatewayEvent:
        """A slow method failed after the page was closed: nothing more can come of it."""
        return self._fact(
            EventKind.FAILED, session["id"], session["amount_total"], session, reason="async_payment_failed"
        )

    def expired_session(self, session: Object) -> GatewayEvent:
        ended = min(session["expires_at"], int(clock.now().timestamp()))
        when = {"created": ended}
        return self._fact(EventKind.EXPIRED, session["id"], session["amount_total"], session, when)

    def refund(self, refund: Object) -> GatewayEvent | None:
        """Ours or one made in Stripe's dashboard; None while it is under way.

        Held money that is let go shows up as a refund too, but as one that moved nothing in the balance.
        """
        kind = _REFUND_ENDS.get(refund["status"])
        ours = str((refund.get("metadata") or {}).get("refund") or "")
        moved = ours or refund.get("balance_transaction", "unknown") is not None
        if kind is None or (kind is EventKind.REFUNDED and not moved):
            return None
        return self._fact(
            kind,
            refund["id"],
            refund["amount"],
            refund,
            charge_ref=_id(refund.get("payment_intent")),
            refund_id=ours,
            reason=refund.get("failure_reason") or "",
        )

    def refunded_charge(self, charge: Object) -> GatewayEvent:
        """The sum given back so far; it names no refund and only informs, each refund is told by itself."""
        total = charge["amount_refunded"]
        reference = f"{charge['id']}:refunded:{total}"
        intent = _id(charge.get("payment_intent"))
        return self._fact(EventKind.INFO, reference, total, charge, charge_ref=intent, reason="refunded")

    def dispute(self, dispute: Object) -> GatewayEvent:
        """Money taken back; a bank that only inquires so far takes nothing."""
        if dispute["status"].startswith("warning"):
            reference = f"{dispute['id']}:warning"
            return self._disputed(dispute, EventKind.INFO, "dispute_warning", reference)
        return self._disputed(dispute, EventKind.CHARGED_BACK, dispute.get("reason") or "general")

    def closed_dispute(self, dispute: Object) -> GatewayEvent:
        """How it ended: the money stays with the buyer (lost) or comes back (won)."""
        return self._disputed(dispute, EventKind.INFO, f"dispute_{dispute['status']}")

    def _disputed(self, dispute: Object, kind: EventKind, reason: str, reference: str = "") -> GatewayEvent:
        return self._fact(
            kind,
            reference or dispute["id"],
            dispute["amount"],
            dispute,
            charge_ref=_id(dispute.get("payment_intent")),
            reason=reason[:60],
        )

    def _of(
        self, intent: Object, kind: EventKind, amount: int, source: Any = None, reason: str = ""
    ) -> GatewayEvent:
        when = source if isinstance(source, Mapping) else None
        return self._fact(kind, intent["id"], amount, intent, when, charge_ref=intent["id"], reason=reason)

    def _fact(
        self,
        kind: EventKind,
        reference: str,
        amount: int,
        about: Object,
        when: Object | None = None,
        *,
        charge_ref: str = "",
        refund_id: str = "",
        reason: str = "",
    ) -> GatewayEvent:
        moment = self._event if self._event is not None else when or about
        return GatewayEvent(
            kind=kind,
            provider_ref=str(reference),
            money=Money(amount, str(about["currency"]).upper()),
            happened_at=datetime.fromtimestamp(moment.get("created") or 0, UTC),
            mode=self._mode,
            public_number=number_of(about),
            charge_ref=charge_ref,
            account=self._account,
            refund_id=refund_id,
            reason=reason,
            raw={"id": about["id"], "event": (self._event or {}).get("id", "")},
        )


def number_of(thing: Object) -> int | None:
    """Our own number in an object's metadata; none in those that Stripe or its dashboard made."""
    number = str((thing.get("metadata") or {}).get("number") or "")
    return int(number) if number.isascii() and number.isdigit() and len(number) <= 16 else None


def _id(reference: Any) -> str:
    """An object's id, whether Stripe wrote the id alone or the whole object."""
    return str(reference["id"] if isinstance(reference, Mapping) else reference or "")


def _header(header: str) -> tuple[str, list[bytes]]:
    """The time and the signatures of scheme v1; others are of no worth. Raises BadSignature."""
    pairs = [part.partition("=") for part in header.split(",")]
    times = [value for name, _, value in pairs if name == "t"]
    if not times or not (times[0].isascii() and times[0].isdigit() and len(times[0]) <= 12):
        raise BadSignature("no time in the signature")
    return times[0], [value.encode() for name, _, value in pairs if name == "v1"]


def in_order(found: Iterable[GatewayEvent | None]) -> list[GatewayEvent]:
    return [event for event in found if event is not None]


_READERS: dict[str, Callable[[Object, Facts], GatewayEvent | None]] = {
    "checkout.session.completed": lambda session, facts: facts.paid_session(session),
    "checkout.session.async_payment_succeeded": lambda session, facts: facts.paid_session(session),
    "checkout.session.async_payment_failed": lambda session, facts: facts.failed_session(session),
    "checkout.session.expired": lambda session, facts: facts.expired_session(session),
    "payment_intent.succeeded": lambda intent, facts: facts.charged(intent),
    "payment_intent.payment_failed": lambda intent, facts: facts.declined(intent),
    "payment_intent.canceled": lambda intent, facts: facts.cancelled(intent),
    "payment_intent.amount_capturable_updated": lambda intent, facts: facts.held(intent),
    "charge.refunded": lambda charge, facts: facts.refunded_charge(charge),
    "refund.created": lambda refund, facts: facts.refund(refund),
    "refund.updated": lambda refund, facts: facts.refund(refund),
    "refund.failed": lambda refund, facts: facts.refund(refund),
    "charge.dispute.created": lambda dispute, facts: facts.dispute(dispute),
    "charge.dispute.funds_withdrawn": lambda dispute, facts: facts.dispute(dispute),
    "charge.dispute.closed": lambda dispute, facts: facts.closed_dispute(dispute),
}

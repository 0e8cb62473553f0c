"""MoMo's payment gateway, version 2: wallet and cards, money held first or taken at once."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import ClassVar
from urllib.parse import urljoin

from flask_babel import lazy_gettext

from storefront.adapters.gateways import momo_codes as codes
from storefront.adapters.gateways import momo_signing as signing
from storefront.adapters.gateways.base import (
    Answer,
    BadSignature,
    Callback,
    Capabilities,
    Channel,
    Charge,
    EventKind,
    GatewayEvent,
    GatewayRefused,
    GatewaySettings,
    GatewayUnavailable,
    Guide,
    Health,
    Hint,
    Mode,
    NextStep,
    Outcome,
    PaymentFacts,
    Problem,
    Reason,
    RefundAnswer,
    RefundRequest,
    RefundState,
    StepKind,
)
from storefront.adapters.gateways.calls import Said, as_whole
from storefront.adapters.gateways.environment import check_environment, mode_of
from storefront.adapters.gateways.momo_client import HOSTS, MomoClient, Reply, settled
from storefront.adapters.gateways.momo_terms import CAPABILITIES, GUIDE, MomoSettings
from storefront.infra import clock
from storefront.infra.errors import Sentence
from storefront.infra.money import Money

REQUEST_TYPES = {
    "wallet": "captureWallet",
    "atm": "payWithATM",
    "card": "payWithCC",
    "all": "payWithMethod",
}
LONGEST_TEXT = 200
_CLAIMS = {
    EventKind.CHARGED: "succeeded",
    EventKind.AUTHORIZED: "succeeded",
    EventKind.CANCELLED: "cancelled",
    EventKind.FAILED: "failed",
    EventKind.EXPIRED: "failed",
}


class Momo:
    code: ClassVar[str] = "momo"
    name: ClassVar[Sentence] = "MoMo"
    capabilities: ClassVar[Capabilities] = CAPABILITIES
    settings: ClassVar[type[GatewaySettings]] = MomoSettings
    guide: ClassVar[Guide] = GUIDE
    reasons: ClassVar[Mapping[str, Reason]] = codes.REASONS

    def __init__(self, values: Mapping[str, str]) -> None:
        self._settings = own = MomoSettings.read(values)
        self._client = MomoClient(own.environment, own.partner_code, own.access_key, own.secret_key)

    @property
    def mode(self) -> Mode | None:
        return mode_of(self._settings.environment)

    def check(self) -> list[Problem]:
        own = self._settings
        keys = {"partner_code": own.partner_code, "access_key": own.access_key, "secret_key": own.secret_key}
        missing = [
            Problem(name, lazy_gettext("Copy this from MoMo's business portal."))
            for name, value in keys.items()
            if not value
        ]
        wrong = [
            Problem(f"{channel}_maximum", lazy_gettext("Enter a whole amount in đồng, or leave it empty."))
            for channel, value in self._own_limits().items()
            if value and not as_whole(value)
        ]
        return check_environment(own.environment) + missing + wrong

    def origins(self) -> tuple[str, ...]:
        """MoMo's page; in practice it stands on the shop's own host."""
        host = HOSTS.get(self._settings.environment)
        return (host,) if host else ()

    def channels(self) -> tuple[Channel, ...]:
        """The channels with the limits of this shop's contract."""
        limits = self._own_limits()
        return tuple(
            replace(one, maximum=Money(as_whole(limits[one.code]) or 0)) if limits.get(one.code) else one
            for one in self.capabilities.channels
        )

    def start(self, charge: Charge) -> NextStep:
        if charge.mode is not self.mode:
            return NextStep(StepKind.REFUSED, reason="mode")
        mine = replace(self.capabilities, channels=self.channels())
        if not mine.takes(charge.money.amount, charge.money.currency, charge.channel or "wallet"):
            return NextStep(StepKind.REFUSED, reason=codes.OUT_OF_RANGE)
        reply = settled(self._client.create(_order(charge)))
        if reply.code != codes.PAID:
            return NextStep(StepKind.REFUSED, reason=str(reply.code))
        if not reply.said.text("payUrl"):
            raise GatewayUnavailable("the answer has no payUrl")
        return NextStep(
            StepKind.REDIRECT,
            url=urljoin(charge.return_url, reply.said.text("payUrl")),
            provider_ref=str(charge.public_number),
            expires_at=charge.expires_at,
        )

    def read_return(self, query: Mapping[str, str]) -> Hint:
        code = as_whole(query.get("resultCode"))
        return Hint(
            public_number=_number(query.get("orderId", "")),
            claims="pending" if code is None else _CLAIMS.get(codes.kind_of(code), "pending"),
            signed=self._is_signed(query),
        )

    def read_callback(self, callback: Callback) -> list[GatewayEvent]:
        try:
            fields = json.loads(callback.body)
        except ValueError as error:
            raise BadSignature("not JSON") from error
        if not isinstance(fields, dict) or not self._is_signed(fields):
            raise BadSignature("signature")
        if fields.get("partnerCode") != self._settings.partner_code:
            raise BadSignature("another partner")
        said = Said(200, fields)
        code, amount = said.whole("resultCode"), said.whole("amount")
        if code is None or amount is None:
            raise BadSignature("signed, but not in the form agreed")
        event = self._event(Reply(code, said), said.text("orderId"), Money(amount))
        if not event.provider_ref:
            raise BadSignature("signed money without a number")
        return [event]

    def acknowledge(self, outcomes: list[Outcome]) -> Answer:
        """Anything understood gets 204 and no body."""
        if Outcome.BAD_SIGNATURE in outcomes:
            return Answer(400)
        return Answer(500) if Outcome.ERROR in outcomes else Answer(204)

    def query(self, payment: PaymentFacts) -> list[GatewayEvent]:
        order = str(payment.public_number)
        reply = self._client.query(order)
        if reply.code == codes.NOT_FOUND:
            return []
        if reply.code == codes.MAINTENANCE:
            raise GatewayUnavailable(str(reply.code))
        if reply.code in codes.OF_THE_CALL:
            raise GatewayRefused(str(reply.code))
        amount = reply.said.whole("amount") or payment.money.amount
        ended = self._event(reply, order, Money(amount))
        if not ended.provider_ref:
            raise GatewayUnavailable("money without a number")
        ends = [] if ended.kind is EventKind.INFO else [ended]
        refunds = [row for row in reply.said.rows("refundTrans") if row.whole("resultCode") not in codes.OPEN]
        return ends + [self._refunded(row, payment) for row in refunds]

    def refund(self, request: RefundRequest) -> RefundAnswer:
        transaction = self._transaction(request.payment)
        if not transaction:
            return RefundAnswer(RefundState.FAILED, reason="1088")
        order = _refund_order(request.payment, request.id)
        reply = self._client.refund(
            {
                "orderId": order,
                "requestId": order,
                "amount": request.money.amount,
                "transId": int(transaction),
                "lang": "vi",
                "description": request.reason[:LONGEST_TEXT],
            }
        )
        if reply.code in (codes.DUPLICATE_REQUEST, codes.DUPLICATE_ORDER):
            return self.query_refund(request)
        return _refund_answer(reply.code, reply.said)

    def query_refund(self, request: RefundRequest) -> RefundAnswer:
        """A refund MoMo never heard of has failed to be asked for: ask again by `refund`."""
        order = _refund_order(request.payment, request.id)
        reply = self._client.query_refund(order)
        row = next((row for row in reply.said.rows("refundTrans") if row.text("orderId") == order), None)
        code = None if row is None else row.whole("resultCode")
        if row is None or code is None:
            return _refund_answer(reply.code, reply.said)
        return _refund_answer(code, row)

    def capture(self, payment: PaymentFacts, money: Money) -> list[GatewayEvent]:
        """Take held money; a repeat that MoMo calls a duplicate is answered by asking what became of it."""
        reply = self._confirm(payment, "capture", money)
        if reply.code in (codes.DUPLICATE_REQUEST, codes.DUPLICATE_ORDER):
            return self._done_before(payment, EventKind.CHARGED, reply)
        if reply.code != codes.PAID:
            raise GatewayRefused(str(reply.code))
        amount = reply.said.whole("amount") or money.amount
        return [self._event(reply, str(payment.public_number), Money(amount), payment.charge_ref)]

    def void(self, payment: PaymentFacts) -> list[GatewayEvent]:
        """Let held money go."""
        reply = self._confirm(payment, "cancel", payment.money)
        if reply.code in (codes.DUPLICATE_REQUEST, codes.DUPLICATE_ORDER):
            return self._done_before(payment, EventKind.CANCELLED, reply)
        if reply.code != codes.PAID:
            raise GatewayRefused(str(reply.code))
        voided = Reply(codes.VOIDED, reply.said)
        return [self._event(voided, str(payment.public_number), payment.money)]

    def health(self) -> Health:
        """Ask for an order that does not exist: keys that work get "not found". The reason is a code."""
        try:
            reply = self._client.query("health-check")
        except GatewayUnavailable as error:
            return Health(ok=False, reason=str(error))
        if reply.code in codes.OF_THE_CALL - {codes.NOT_FOUND}:
            return Health(ok=False, reason=str(reply.code))
        return Health(ok=True)

    def _own_limits(self) -> dict[str, str]:
        own = self._settings
        return {"wallet": own.wallet_maximum, "atm": own.atm_maximum, "card": own.card_maximum}

    def _is_signed(self, fields: Mapping[str, object]) -> bool:
        own = self._settings
        return signing.is_signed(signing.RESULT, fields, access_key=own.access_key, secret=own.secret_key)

    def _confirm(self, payment: PaymentFacts, kind: str, money: Money) -> Reply:
        order = str(payment.public_number)
        return settled(
            self._client.confirm(
                {
                    "orderId": order,
                    "requestId": f"{order}-{kind}-{money.amount}",
                    "requestType": kind,
                    "amount": money.amount,
                    "lang": "vi",
                    "description": "",
                }
            )
        )

    def _done_before(self, payment: PaymentFacts, kind: EventKind, reply: Reply) -> list[GatewayEvent]:
        found = [event for event in self.query(payment) if event.kind is kind]
        if not found:
            raise GatewayRefused(str(reply.code))
        return found

    def _transaction(self, payment: PaymentFacts) -> str:
        """MoMo's number for the money, asked for when the payment's facts do not hold it."""
        if payment.charge_ref.isascii() and payment.charge_ref.isdigit():
            return payment.charge_ref
        charged = [event for event in self.query(payment) if event.kind is EventKind.CHARGED]
        return charged[0].provider_ref if charged else ""

    def _event(self, reply: Reply, order: str, money: Money, known_as: str = "") -> GatewayEvent:
        """Money goes by MoMo's transaction; an end without money by our order and the code."""
        kind = codes.kind_of(reply.code)
        moved = kind in (EventKind.CHARGED, EventKind.AUTHORIZED)
        number = _number(order)
        return GatewayEvent(
            kind=kind,
            provider_ref=(_transaction_of(reply.said) or known_as) if moved else f"{order}:{reply.code}",
            money=money,
            happened_at=_moment(reply.said.whole("responseTime")),
            mode=mode_of(self._settings.environment),
            public_number=number,
            memo="" if number is not None else order,
            account=self._settings.partner_code,
            reason="" if moved else str(reply.code),
            raw=reply.said.fields,
        )

    def _refunded(self, row: Said, payment: PaymentFacts) -> GatewayEvent:
        """A refund of ours that has ended, or one made in MoMo's portal."""
        done = row.whole("resultCode") in (None, codes.PAID)
        order, own = row.text("orderId"), _refund_order(payment, "")
        return GatewayEvent(
            kind=EventKind.REFUNDED if done else EventKind.REFUND_FAILED,
            provider_ref=row.text("transId") or order,
            money=Money(row.whole("amount") or 0),
            happened_at=_moment(row.whole("createdTime")),
            mode=mode_of(self._settings.environment),
            public_number=payment.public_number,
            account=self._settings.partner_code,
            refund_id=order.removeprefix(own) if order.startswith(own) else "",
            reason="" if done else row.text("resultCode"),
            raw=row.fields,
        )


def _order(charge: Charge) -> dict[str, object]:
    """The same for the same charge, so that a repeat finds the link again."""
    return {
        "requestId": str(charge.public_number),
        "orderId": str(charge.public_number),
        "amount": charge.money.amount,
        "orderInfo": charge.description[:LONGEST_TEXT],
        "redirectUrl": charge.return_url,
        "ipnUrl": charge.callback_url,
        "requestType": REQUEST_TYPES[charge.channel or "wallet"],
        "extraData": "",
        "autoCapture": not charge.capture_later,
        "lang": "en" if charge.locale == "en" else "vi",
    }


def _refund_order(payment: PaymentFacts, refund: str) -> str:
    return f"RF{payment.public_number}-{refund}"


def _refund_answer(code: int, said: Said) -> RefundAnswer:
    """Raises GatewayUnavailable for codes that leave it open whether the refund was accepted."""
    if code == codes.PAID:
        return RefundAnswer(RefundState.DONE, provider_ref=said.text("transId"))
    if code in codes.BUSY or code == codes.CONFLICT:
        return RefundAnswer(RefundState.PENDING, provider_ref=said.text("transId"))
    settled(Reply(code, said))
    return RefundAnswer(RefundState.FAILED, provider_ref=said.text("transId"), reason=str(code))


def _transaction_of(said: Said) -> str:
    return str(said.whole("transId") or "")


def _number(order: str) -> int | None:
    return int(order) if order.isascii() and order.isdigit() and len(order) <= 16 else None


def _moment(milliseconds: int | None) -> datetime:
    """MoMo's time, or now where it gave none."""
    return clock.now() if not milliseconds else datetime.fromtimestamp(milliseconds / 1000, UTC)

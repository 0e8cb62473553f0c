"""ZaloPay's open interface, version 2: wallet, cards and VietQR on its page; only success is called back."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, ClassVar
from urllib.parse import urljoin

from flask_babel import lazy_gettext

from storefront.adapters.gateways import zalopay_codes as codes
from storefront.adapters.gateways import zalopay_signing as signing
from storefront.adapters.gateways.base import (
    Answer,
    BadSignature,
    Callback,
    Capabilities,
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
    NotOffered,
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
from storefront.adapters.gateways.zalopay_client import HOSTS, Reply, ZaloPayClient
from storefront.adapters.gateways.zalopay_terms import CAPABILITIES, GUIDE, ZaloPaySettings
from storefront.infra import clock
from storefront.infra.errors import Sentence
from storefront.infra.money import Money

VIETNAM = timezone(timedelta(hours=7))
"""ZaloPay's day begins at midnight in Vietnam, where clocks are never changed."""
BANK_CODES = {"wallet": "zalopayapp", "international": "CC"}
PREFERRED = {"domestic": ["domestic_card", "account"], "vietqr": ["vietqr"]}
SHORTEST, LONGEST = 300, 2_592_000
"""Seconds a ZaloPay order may live."""
MOST_STARTS = 5
LONGEST_TEXT = 250
ORDER_CALLBACK = 1


class ZaloPay:
    code: ClassVar[str] = "zalopay"
    name: ClassVar[Sentence] = "ZaloPay"
    capabilities: ClassVar[Capabilities] = CAPABILITIES
    settings: ClassVar[type[GatewaySettings]] = ZaloPaySettings
    guide: ClassVar[Guide] = GUIDE
    reasons: ClassVar[Mapping[str, Reason]] = codes.REASONS

    def __init__(self, values: Mapping[str, str]) -> None:
        self._settings = own = ZaloPaySettings.read(values)
        self._client = ZaloPayClient(own.environment, as_whole(own.app_id) or 0, own.key1)

    @property
    def mode(self) -> Mode | None:
        return mode_of(self._settings.environment)

    def check(self) -> list[Problem]:
        own = self._settings
        problems = check_environment(own.environment)
        if not as_whole(own.app_id):
            problems.append(Problem("app_id", lazy_gettext("A ZaloPay app ID has digits only.")))
        keys = {"key1": own.key1, "key2": own.key2}
        advice = lazy_gettext("Copy this from ZaloPay's merchant portal.")
        return problems + [Problem(name, advice) for name, value in keys.items() if not value]

    def origins(self) -> tuple[str, ...]:
        """ZaloPay's page, whose host it does not publish; in practice it stands on the shop's own."""
        return ("https://*.zalopay.vn",) if self._settings.environment in HOSTS else ()

    def start(self, charge: Charge) -> NextStep:
        """ZaloPay shows a page's address once; where that answer was lost, the next suffix gets a new one."""
        if charge.mode is not self.mode:
            return NextStep(StepKind.REFUSED, reason="mode")
        first = _trans_id(charge.created_at, charge.public_number)
        for nth in range(1, MOST_STARTS + 1):
            known_as = first if nth == 1 else f"{first}_{nth}"
            reply = self._client.create(_order(charge, known_as))
            if reply.code == codes.DONE:
                return _to_the_page(charge, known_as, reply.said)
            if reply.sub in codes.DEFINITE:
                return NextStep(StepKind.REFUSED, reason=str(reply.sub))
            if reply.sub != codes.DUPLICATE:
                raise GatewayUnavailable(str(reply.sub))
            if not self._is_still_unpaid(known_as, charge.money):
                return NextStep(StepKind.REFUSED, reason=str(codes.DUPLICATE))
        raise GatewayUnavailable(str(codes.DUPLICATE))

    def read_return(self, query: Mapping[str, str]) -> Hint:
        key2, right = self._settings.key2, signing.fields_mac(signing.REDIRECT, query, self._settings.key2)
        status = as_whole(query.get("status"))
        ended = None if status is None else codes.ENDS.get(status)
        claims = "cancelled" if ended is EventKind.CANCELLED else "failed" if ended else "pending"
        return Hint(
            public_number=_number(query.get("apptransid", "")),
            claims="succeeded" if status == codes.DONE else claims,
            signed=bool(key2) and signing.same(query.get("checksum"), right),
        )

    def read_callback(self, callback: Callback) -> list[GatewayEvent]:
        """An agreement (type 2) is none of ours and tells nothing."""
        outer = _object(callback.body)
        data = outer.get("data")
        if not isinstance(data, str) or not self._settings.key2:
            raise BadSignature("no data")
        if not signing.same(outer.get("mac"), signing.mac(self._settings.key2, data)):
            raise BadSignature("mac")
        if outer.get("type", ORDER_CALLBACK) != ORDER_CALLBACK:
            return []
        said = Said(200, _object(data.encode()))
        if said.text("app_id") != self._settings.app_id:
            raise BadSignature("another app")
        amount, known_as = said.whole("amount"), said.text("app_trans_id")
        if amount is None or not known_as or not said.text("zp_trans_id"):
            raise BadSignature("signed, but not in the form agreed")
        return [self._charged(said, known_as, Money(amount))]

    def acknowledge(self, outcomes: list[Outcome]) -> Answer:
        """HTTP 200 with a code: 1 recorded, 2 recorded before, -1 wrong mac, 0 call again."""
        if Outcome.BAD_SIGNATURE in outcomes:
            return _answer(codes.BAD_MAC, "mac not equal")
        if Outcome.ERROR in outcomes:
            return _answer(codes.AGAIN, "try again")
        if outcomes and all(outcome is Outcome.DUPLICATE for outcome in outcomes):
            return _answer(codes.RECORDED_BEFORE, "recorded before")
        return _answer(codes.RECORDED, "success")

    def query(self, payment: PaymentFacts) -> list[GatewayEvent]:
        mine = _number(payment.provider_ref) == payment.public_number
        known_as = payment.provider_ref if mine else _trans_id(payment.created_at, payment.public_number)
        reply = self._client.query(known_as)
        if reply.code == codes.DONE:
            amount = reply.said.whole("amount")
            if amount is None or not reply.said.text("zp_trans_id"):
                raise GatewayUnavailable("paid, but without amount or number")
            return [self._charged(reply.said, known_as, Money(amount))]
        if reply.code == codes.FAILED and reply.sub in codes.DEFINITE:
            raise GatewayRefused(str(reply.sub))
        ended = codes.ENDS.get(reply.sub) if reply.code == codes.FAILED else None
        return [self._ended(ended, reply, known_as, payment.money)] if ended else []

    def refund(self, request: RefundRequest) -> RefundAnswer:
        """A "no" is checked by asking, because ZaloPay also says no to a repeat of what it has done."""
        transaction = self._transaction(request.payment)
        if not transaction:
            return RefundAnswer(RefundState.FAILED, _refund_id(request, self._settings.app_id), "not_paid")
        reply = self._client.refund(
            {
                "m_refund_id": _refund_id(request, self._settings.app_id),
                "zp_trans_id": transaction,
                "amount": request.money.amount,
                "description": request.reason[:LONGEST_TEXT] or f"Refund {request.payment.public_number}",
            }
        )
        if reply.code != codes.FAILED:
            return self._refund_answer(request, reply)
        known = self.query_refund(request)
        return known if known.state is not RefundState.FAILED else self._refund_answer(request, reply)

    def query_refund(self, request: RefundRequest) -> RefundAnswer:
        """A refund ZaloPay never heard of has failed to be asked for: ask again by `refund`."""
        refund = _refund_id(request, self._settings.app_id)
        return self._refund_answer(request, self._client.query_refund(refund))

    def capture(self, payment: PaymentFacts, money: Money) -> list[GatewayEvent]:
        raise NotOffered("capture")

    def void(self, payment: PaymentFacts) -> list[GatewayEvent]:
        raise NotOffered("void")

    def health(self) -> Health:
        """Ask for an order that does not exist; only keys that are wrong get a definite no."""
        try:
            reply = self._client.query(_trans_id(clock.now(), 0))
        except GatewayUnavailable as error:
            return Health(ok=False, reason=str(error))
        wrong = reply.sub in codes.CREDENTIALS
        return Health(ok=not wrong, reason=str(reply.sub) if wrong else "")

    def _is_still_unpaid(self, known_as: str, money: Money) -> bool:
        """Whether an order nobody can reach may be left to expire; False when it is for another amount.

        Raises GatewayUnavailable when it was paid or is being paid: then asking finds it.
        """
        reply = self._client.query(known_as)
        if reply.code == codes.DONE or reply.said.fields.get("is_processing") is True:
            raise GatewayUnavailable("an earlier order is being paid")
        return reply.said.whole("amount") in (None, 0, money.amount)

    def _transaction(self, payment: PaymentFacts) -> str:
        """ZaloPay's number for the money, asked for when the payment's facts do not hold it."""
        if payment.charge_ref.isascii() and payment.charge_ref.isdigit():
            return payment.charge_ref
        charged = [event for event in self.query(payment) if event.kind is EventKind.CHARGED]
        return charged[0].provider_ref if charged else ""

    def _charged(self, said: Said, known_as: str, money: Money) -> GatewayEvent:
        number = _number(known_as)
        return GatewayEvent(
            kind=EventKind.CHARGED,
            provider_ref=said.text("zp_trans_id"),
            money=money,
            happened_at=_moment(said.whole("server_time")),
            mode=mode_of(self._settings.environment),
            public_number=number,
            memo="" if number is not None else known_as,
            account=self._settings.app_id,
            raw=said.fields,
        )

    def _ended(self, kind: EventKind, reply: Reply, known_as: str, money: Money) -> GatewayEvent:
        return GatewayEvent(
            kind=kind,
            provider_ref=f"{known_as}:{reply.sub}",
            money=money,
            happened_at=_moment(reply.said.whole("server_time")),
            mode=mode_of(self._settings.environment),
            public_number=_number(known_as),
            account=self._settings.app_id,
            reason=str(reply.sub),
            raw=reply.said.fields,
        )

    def _refund_answer(self, request: RefundRequest, reply: Reply) -> RefundAnswer:
        """Raises GatewayUnavailable for a return code that is none of the three."""
        state = {
            codes.DONE: RefundState.DONE,
            codes.PROCESSING: RefundState.PENDING,
            codes.FAILED: RefundState.FAILED,
        }.get(reply.code)
        if state is None:
            raise GatewayUnavailable(str(reply.code))
        reason = str(reply.sub) if state is RefundState.FAILED else ""
        return RefundAnswer(state, provider_ref=_refund_id(request, self._settings.app_id), reason=reason)


def _order(charge: Charge, known_as: str) -> dict[str, object]:
    """Texts are written once, signed and sent as they are; ZaloPay compares the time with its own."""
    embed: dict[str, object] = {"redirecturl": charge.return_url}
    if charge.channel in PREFERRED:
        embed["preferred_payment_method"] = PREFERRED[charge.channel]
    now = clock.now()
    lifetime = int((charge.expires_at - now).total_seconds())
    return {
        "app_trans_id": known_as,
        "app_user": "shopper",
        "app_time": int(now.timestamp() * 1000),
        "amount": charge.money.amount,
        "item": "[]",
        "embed_data": json.dumps(embed, ensure_ascii=False, separators=(",", ":")),
        "bank_code": BANK_CODES.get(charge.channel or "wallet", ""),
        "description": charge.description[:LONGEST_TEXT],
        "callback_url": charge.callback_url,
        "expire_duration_seconds": min(max(lifetime, SHORTEST), LONGEST),
    }


def _to_the_page(charge: Charge, known_as: str, said: Said) -> NextStep:
    if not said.text("order_url"):
        raise GatewayUnavailable("the answer has no order_url")
    return NextStep(
        StepKind.REDIRECT,
        url=urljoin(charge.return_url, said.text("order_url")),
        qr=said.text("qr_code") if charge.channel == "vietqr" else "",
        provider_ref=known_as,
        expires_at=charge.expires_at,
    )


def _trans_id(created_at: datetime, number: int) -> str:
    """`yymmdd_` of the day in Vietnam, and our number."""
    return f"{created_at.astimezone(VIETNAM):%y%m%d}_{number}"


def _refund_id(request: RefundRequest, app_id: str) -> str:
    day = request.requested_at.astimezone(VIETNAM)
    return f"{day:%y%m%d}_{app_id}_{request.payment.public_number}R{request.id}"


def _number(known_as: str) -> int | None:
    """Our number inside an `app_trans_id` of ours."""
    parts = known_as.split("_")
    number = parts[1] if len(parts) in (2, 3) else ""
    return int(number) if number.isascii() and number.isdigit() and len(number) <= 16 else None


def _object(text: bytes) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise BadSignature("not JSON") from error
    if not isinstance(found, dict):
        raise BadSignature("not a JSON object")
    return found


def _moment(milliseconds: int | None) -> datetime:
    """ZaloPay's time, or now where it gave none."""
    return clock.now() if not milliseconds else datetime.fromtimestamp(milliseconds / 1000, UTC)


def _answer(code: int, message: str) -> Answer:
    body = json.dumps({"return_code": code, "return_message": message}).encode()
    return Answer(200, {"Content-Type": "application/json"}, body)

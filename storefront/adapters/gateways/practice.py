"""The practice gateway: speaks to the sandbox over HTTP, where a person decides what becomes of a payment."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import urljoin

from flask_babel import lazy_gettext

from storefront.adapters.gateways import practice_signing as signing
from storefront.adapters.gateways.base import (
    Answer,
    BadSignature,
    Callback,
    Capabilities,
    Channel,
    Charge,
    EventKind,
    FieldType,
    GatewayEvent,
    GatewayRefused,
    GatewaySettings,
    GatewayUnavailable,
    Guide,
    Health,
    Hint,
    Instrument,
    Mode,
    NextStep,
    Outcome,
    PaymentFacts,
    Problem,
    Reason,
    RefundAnswer,
    RefundRequest,
    RefundState,
    SettingField,
    StepKind,
    Unreadable,
)
from storefront.adapters.gateways.practice_client import PracticeClient, Reply
from storefront.infra.errors import Sentence
from storefront.infra.money import Money

_KINDS = {kind.value: kind for kind in EventKind}
_CLAIMS = frozenset({"succeeded", "failed", "cancelled", "pending"})


@dataclass(frozen=True, slots=True)
class PracticeSettings(GatewaySettings):
    """Issued by the sandbox when the method is switched on; nobody types them."""

    schema: ClassVar[tuple[SettingField, ...]] = (
        SettingField("merchant", FieldType.HIDDEN, lazy_gettext("Practice merchant")),
        SettingField("secret", FieldType.HIDDEN, lazy_gettext("Practice secret"), secret=True),
    )

    merchant: str = ""
    secret: str = ""


@dataclass(frozen=True, slots=True)
class PracticeAccount:
    """An account at the practice bank, and the page on which its owner sees it and pays from it."""

    number: str
    page: str


class Practice:
    code: ClassVar[str] = "practice"
    name: ClassVar[Sentence] = lazy_gettext("Practice gateway")
    capabilities: ClassVar[Capabilities] = Capabilities(
        steps=frozenset({StepKind.REDIRECT}),
        channels=(
            Channel(
                "practice",
                Instrument.PRACTICE,
                lazy_gettext("Practice gateway"),
                lazy_gettext("Practice money only: nothing is really paid."),
            ),
        ),
        modes=frozenset({Mode.TEST}),
        maximum=Money(9_999_999_999_999),
        sandboxed=True,
        practice_only=True,
        notify=True,
        notify_failures=True,
        notify_refunds=True,
        query=True,
        refund_full=True,
        refund_partial=True,
        refund_async=True,
        authorize=True,
        capture=True,
        void=True,
        hold=timedelta(days=7),
        charge_back=True,
    )
    settings: ClassVar[type[GatewaySettings]] = PracticeSettings
    guide: ClassVar[Guide] = Guide(summary=lazy_gettext("Practice money, to learn and to try things out."))
    reasons: ClassVar[Mapping[str, Reason]] = {}

    def __init__(self, values: Mapping[str, str]) -> None:
        self._settings = PracticeSettings.read(values)
        self._client = PracticeClient(self._settings.merchant, self._settings.secret)

    @property
    def mode(self) -> Mode | None:
        return Mode.TEST

    def check(self) -> list[Problem]:
        if self._settings.merchant and self._settings.secret:
            return []
        return [Problem("", lazy_gettext("The practice gateway is not connected yet. Switch it on again."))]

    def origins(self) -> tuple[str, ...]:
        """None besides the shop's own: the hosted pages stand on the same host."""
        return ()

    def start(self, charge: Charge) -> NextStep:
        if charge.mode is not Mode.TEST:
            return NextStep(StepKind.REFUSED, reason="mode")
        reply = self._client.post(
            "/api/payments",
            {
                "number": charge.public_number,
                "amount": charge.money.amount,
                "currency": charge.money.currency,
                "description": charge.description,
                "capture": "manual" if charge.capture_later else "automatic",
                "expires_at": charge.expires_at.isoformat(),
                "return_url": charge.return_url,
                "callback_url": charge.callback_url,
                "locale": charge.locale,
            },
        )
        if reply.refusal:
            return NextStep(StepKind.REFUSED, reason=reply.refusal)
        return NextStep(
            StepKind.REDIRECT,
            url=urljoin(charge.return_url, reply.text("pay_url")),
            provider_ref=reply.text("id"),
            expires_at=datetime.fromisoformat(reply.text("expires_at")),
        )

    def read_return(self, query: Mapping[str, str]) -> Hint:
        number, claims = query.get("number", ""), query.get("result", "")
        right = signing.return_signature(
            self._settings.secret, merchant=self._settings.merchant, fields=dict(query)
        )
        return Hint(
            public_number=int(number) if number.isascii() and number.isdigit() else None,
            claims=claims if claims in _CLAIMS else "pending",
            signed=bool(self._settings.secret) and signing.same(query.get("signature", ""), right),
        )

    def read_callback(self, callback: Callback) -> list[GatewayEvent]:
        merchant, timestamp = callback.header("X-Practice-Merchant"), callback.header("X-Practice-Timestamp")
        right = signing.callback_signature(
            self._settings.secret,
            merchant=merchant,
            timestamp=timestamp,
            nonce=callback.header("X-Practice-Nonce"),
            body=callback.body,
        )
        if not self._settings.secret or not signing.same(callback.header("X-Practice-Signature"), right):
            raise BadSignature("signature")
        if merchant != self._settings.merchant or not signing.is_fresh(timestamp, callback.received_at):
            raise BadSignature("merchant or time")
        try:
            return self._events(json.loads(callback.body)["events"])
        except (ValueError, TypeError, KeyError) as error:
            raise Unreadable("signed, but not in the form agreed") from error

    def acknowledge(self, outcomes: list[Outcome]) -> Answer:
        """Anything understood is received; only what we could not keep is asked for again."""
        if Outcome.BAD_SIGNATURE in outcomes:
            return _answer(401, received=False)
        return _answer(500, received=False) if Outcome.ERROR in outcomes else _answer(200, received=True)

    def query(self, payment: PaymentFacts) -> list[GatewayEvent]:
        reply = self._client.get(f"/api/payments/{payment.public_number}")
        return [] if reply.refusal == "unknown_payment" else self._told(reply)

    def refund(self, request: RefundRequest) -> RefundAnswer:
        return _refund_answer(
            self._client.post(
                f"/api/payments/{request.payment.public_number}/refunds",
                {"refund": request.id, "amount": request.money.amount},
            )
        )

    def query_refund(self, request: RefundRequest) -> RefundAnswer:
        """A refund the sandbox never heard of has failed to be asked for: ask again by `refund`."""
        return _refund_answer(self._client.get(f"/api/refunds/{request.id}"))

    def capture(self, payment: PaymentFacts, money: Money) -> list[GatewayEvent]:
        path = f"/api/payments/{payment.public_number}/capture"
        return self._told(self._client.post(path, {"amount": money.amount}))

    def void(self, payment: PaymentFacts) -> list[GatewayEvent]:
        return self._told(self._client.post(f"/api/payments/{payment.public_number}/void", {}))

    def health(self) -> Health:
        try:
            reply = self._client.get("/api/health")
        except GatewayUnavailable as error:
            return Health(ok=False, reason=str(error))
        return Health(ok=not reply.refusal, reason=reply.refusal)

    def open_account(self, *, holder: str, feed_url: str, opening: int = 0) -> PracticeAccount:
        """Open an account at the practice bank; incoming money is told to `feed_url`.

        `opening` is the practice money in it at first, in đồng.
        """
        asked = {"holder": holder, "feed_url": feed_url, "opening": opening}
        reply = self._client.post("/api/accounts", asked)
        if reply.refusal:
            raise GatewayUnavailable(reply.refusal)
        return PracticeAccount(reply.text("account"), reply.text("page"))

    def _told(self, reply: Reply) -> list[GatewayEvent]:
        if reply.refusal:
            raise GatewayRefused(reply.refusal)
        try:
            return self._events(reply.said["events"])
        except (ValueError, TypeError, KeyError) as error:
            raise GatewayUnavailable("an answer in another form than agreed") from error

    def _events(self, rows: list[dict[str, Any]]) -> list[GatewayEvent]:
        return [
            GatewayEvent(
                kind=_KINDS.get(row["kind"], EventKind.INFO),
                provider_ref=row["ref"],
                money=Money(row["amount"], row["currency"]),
                happened_at=datetime.fromisoformat(row["happened_at"]),
                mode=Mode.TEST,
                public_number=int(row["number"]),
                account=self._settings.merchant,
                refund_id=row["refund"],
                raw=row,
            )
            for row in rows
        ]


def _refund_answer(reply: Reply) -> RefundAnswer:
    if reply.refusal:
        return RefundAnswer(RefundState.FAILED, reason=reply.refusal)
    return RefundAnswer(RefundState(reply.text("state")), provider_ref=reply.text("ref"))


def _answer(status: int, *, received: bool) -> Answer:
    return Answer(status, {"Content-Type": "application/json"}, json.dumps({"received": received}).encode())

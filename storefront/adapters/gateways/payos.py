"""payOS: a payment link for each order, paid by transfer straight into the shop's own account.

A link may be paid in several transfers (UNDERPAID, then PAID): each is a fact of its own, by the bank's
reference. payOS tells only money that came; that a link was cancelled or ran out is found by asking.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar, NoReturn

from flask_babel import lazy_gettext

from storefront.adapters.gateways.banks import find_bank
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
    NotOffered,
    Outcome,
    PaymentFacts,
    Problem,
    Reason,
    RefundAnswer,
    RefundRequest,
    RefundState,
    SettingField,
    StepKind,
    Transfer,
)
from storefront.adapters.gateways.environment import (
    ENVIRONMENT,
    PRACTICE,
    check_environment,
    mode_of,
    practice_api,
    practice_page,
)
from storefront.adapters.gateways.payos_client import API, SUCCESS, PayosClient, Reply
from storefront.adapters.gateways.payos_reasons import REASONS
from storefront.adapters.gateways.payos_signing import create_signature, data_signature, same
from storefront.infra.clock import VN
from storefront.infra.errors import Sentence
from storefront.infra.money import Money

PAY_PAGE = "https://pay.payos.vn"
REQUESTS = "/v2/payment-requests"
EXISTS, NOT_FOUND = "231", "101"
TEST_ORDER = 123
"""The order number of the call with which payOS tries an address out."""
LONGEST_DESCRIPTION = 25
_ENDS = {"CANCELLED": EventKind.CANCELLED, "EXPIRED": EventKind.EXPIRED, "FAILED": EventKind.FAILED}
_CLAIMS = {"PAID": "succeeded", "CANCELLED": "cancelled", "FAILED": "failed", "EXPIRED": "failed"}
HOSTED, HERE = "page", "qr"


@dataclass(frozen=True, slots=True)
class PayosSettings(GatewaySettings):
    schema: ClassVar[tuple[SettingField, ...]] = (
        ENVIRONMENT,
        SettingField("client_id", FieldType.TEXT, lazy_gettext("Client ID")),
        SettingField("api_key", FieldType.TEXT, lazy_gettext("API key"), secret=True),
        SettingField("checksum_key", FieldType.TEXT, lazy_gettext("Checksum key"), secret=True),
        SettingField(
            "shown",
            FieldType.CHOICE,
            lazy_gettext("Where the customer pays"),
            choices=(
                (HOSTED, lazy_gettext("On payOS's page")),
                (HERE, lazy_gettext("By a QR code on the shop's own page")),
            ),
            required=False,
        ),
    )

    environment: str = ""
    client_id: str = ""
    api_key: str = ""
    checksum_key: str = ""
    shown: str = ""


class Payos:
    code: ClassVar[str] = "payos"
    name: ClassVar[Sentence] = "payOS"
    capabilities: ClassVar[Capabilities] = Capabilities(
        steps=frozenset({StepKind.REDIRECT, StepKind.QR}),
        channels=(
            Channel(
                "vietqr",
                Instrument.TRANSFER,
                lazy_gettext("Bank transfer (payOS)"),
                lazy_gettext("Scan a QR code with your banking app; the shop sees the money at once."),
            ),
        ),
        maximum=Money(9_999_999_999),
        sandboxed=True,
        notify=True,
        query=True,
        refund_manual=True,
    )
    settings: ClassVar[type[GatewaySettings]] = PayosSettings
    guide: ClassVar[Guide] = Guide(
        summary=lazy_gettext("A link for each order; transfers are confirmed by themselves within seconds."),
        costs=lazy_gettext("A free number of transactions each month, then a fee each; see payos.vn."),
        needs=(
            lazy_gettext("An account at my.payos.vn, confirmed with your papers."),
            lazy_gettext("A bank account at one of the banks payOS works with."),
        ),
        steps=(
            lazy_gettext("At payOS, make a payment channel for your bank account."),
            lazy_gettext("Copy Client ID, API key and checksum key here."),
            lazy_gettext("Set the address shown here as webhook of the channel; payOS tries it at once."),
        ),
        addresses=True,
    )
    reasons: ClassVar[Mapping[str, Reason]] = REASONS

    def __init__(self, values: Mapping[str, str]) -> None:
        self._settings = PayosSettings.read(values)

    @property
    def mode(self) -> Mode | None:
        return mode_of(self._settings.environment)

    def check(self) -> list[Problem]:
        mine = self._settings
        problems = check_environment(mine.environment)
        for name in ("client_id", "api_key", "checksum_key"):
            if not getattr(mine, name):
                problems.append(Problem(name, lazy_gettext("Copy this from your payment channel at payOS.")))
        return problems

    def origins(self) -> tuple[str, ...]:
        return () if self._practice else (PAY_PAGE,)

    def start(self, charge: Charge) -> NextStep:
        if charge.mode is not self.mode:
            return NextStep(StepKind.REFUSED, reason="mode")
        fields = self._link(charge)
        reply = self._client().post(REQUESTS, fields)
        if reply.code == EXISTS:
            return self._once_more(charge)
        if not reply.agreed:
            return NextStep(StepKind.REFUSED, reason=reply.code)
        if not same(reply.signature, data_signature(self._settings.checksum_key, reply.data)):
            raise GatewayUnavailable("the answer is not signed by payOS")
        if self._settings.shown == HERE:
            return _qr_step(charge, reply.data)
        return self._page_step(charge, str(reply.data["paymentLinkId"]))

    def read_return(self, query: Mapping[str, str]) -> Hint:
        """payOS signs nothing on the way back."""
        number, status = query.get("orderCode", ""), query.get("status", "").upper()
        is_number = number.isascii() and number.isdigit()
        return Hint(int(number) if is_number else None, _CLAIMS.get(status, "pending"), signed=False)

    def read_callback(self, callback: Callback) -> list[GatewayEvent]:
        """One transfer; the call by which payOS tries the address out tells nothing."""
        try:
            body = json.loads(callback.body)
            data, signature = body["data"], str(body["signature"])
            right = data_signature(self._settings.checksum_key, data)
        except (ValueError, TypeError, KeyError) as error:
            raise BadSignature("not in the form agreed") from error
        if not self._settings.checksum_key or not same(signature, right):
            raise BadSignature("signature")
        if str(data.get("code", SUCCESS)) != SUCCESS or data.get("orderCode") == TEST_ORDER:
            return []
        try:
            return [self._charged(data, int(data["orderCode"]))]
        except (ValueError, TypeError, KeyError) as error:
            raise BadSignature("signed, but not in the form agreed") from error

    def acknowledge(self, outcomes: list[Outcome]) -> Answer:
        """Anything understood is a success, also orders not known here."""
        if Outcome.BAD_SIGNATURE in outcomes:
            return _answer(401, success=False)
        kept = Outcome.ERROR not in outcomes
        return _answer(200 if kept else 500, success=kept)

    def query(self, payment: PaymentFacts) -> list[GatewayEvent]:
        reply = self._client().get(f"{REQUESTS}/{payment.public_number}")
        return [] if reply.code == NOT_FOUND else self._told(reply, payment)

    def cancel(self, payment: PaymentFacts, reason: str = "") -> list[GatewayEvent]:
        """Close a link so that nobody pays it any more; what has happened to it by then."""
        said = {"cancellationReason": reason} if reason else {}
        reply = self._client().post(f"{REQUESTS}/{payment.public_number}/cancel", said)
        return self._told(reply, payment)

    def confirm_webhook(self, url: str) -> Health:
        """Let payOS register our callback address; it tries it at once."""
        try:
            reply = self._client().post("/confirm-webhook", {"webhookUrl": url})
        except GatewayUnavailable as error:
            return Health(ok=False, reason=str(error))
        return Health(ok=reply.agreed, reason="" if reply.agreed else reply.code)

    def refund(self, request: RefundRequest) -> RefundAnswer:
        """The money lies in the shop's own account, so a person sends it back."""
        return RefundAnswer(RefundState.MANUAL)

    def query_refund(self, request: RefundRequest) -> RefundAnswer:
        return RefundAnswer(RefundState.MANUAL)

    def capture(self, payment: PaymentFacts, money: Money) -> NoReturn:
        raise NotOffered("capture")

    def void(self, payment: PaymentFacts) -> NoReturn:
        raise NotOffered("void")

    def health(self) -> Health:
        """Ask for a link that nobody has: the keys are right when payOS says so."""
        try:
            reply = self._client().get(f"{REQUESTS}/1")
        except GatewayUnavailable as error:
            return Health(ok=False, reason=str(error))
        known = reply.agreed or reply.code == NOT_FOUND
        return Health(ok=known, reason="" if known else reply.code)

    @property
    def _practice(self) -> bool:
        return self._settings.environment == PRACTICE

    def _client(self) -> PayosClient:
        base = practice_api(self.code) if self._practice else API
        return PayosClient(base, self._settings.client_id, self._settings.api_key)

    def _link(self, charge: Charge) -> dict[str, Any]:
        fields = {
            "orderCode": charge.public_number,
            "amount": charge.money.amount,
            "description": charge.memo[:LONGEST_DESCRIPTION],
            "cancelUrl": charge.return_url,
            "returnUrl": charge.return_url,
            "expiredAt": int(charge.expires_at.timestamp()),
        }
        return fields | {"signature": create_signature(self._settings.checksum_key, fields)}

    def _once_more(self, charge: Charge) -> NextStep:
        """The link was made by a call whose answer we lost: lead to it, if it is the same."""
        reply = self._client().get(f"{REQUESTS}/{charge.public_number}")
        if not reply.agreed or reply.data.get("amount") != charge.money.amount:
            return NextStep(StepKind.REFUSED, reason=EXISTS)
        return self._page_step(charge, str(reply.data["id"]))

    def _page_step(self, charge: Charge, link: str) -> NextStep:
        page = practice_page(self.code, charge.return_url) if self._practice else PAY_PAGE
        return NextStep(
            StepKind.REDIRECT, url=f"{page}/web/{link}", provider_ref=link, expires_at=charge.expires_at
        )

    def _told(self, reply: Reply, payment: PaymentFacts) -> list[GatewayEvent]:
        if not reply.agreed:
            raise GatewayRefused(reply.code)
        try:
            return [*self._transfers(reply.data, payment), *self._end(reply.data, payment)]
        except (ValueError, TypeError, KeyError) as error:
            raise GatewayUnavailable("an answer in another form than agreed") from error

    def _transfers(self, link: Mapping[str, Any], payment: PaymentFacts) -> Iterable[GatewayEvent]:
        return [self._charged(row, payment.public_number) for row in link.get("transactions") or ()]

    def _end(self, link: Mapping[str, Any], payment: PaymentFacts) -> list[GatewayEvent]:
        status = str(link["status"]).upper()
        if status not in _ENDS:
            return []
        ended = link.get("canceledAt") or link.get("createdAt")
        return [
            GatewayEvent(
                kind=_ENDS[status],
                provider_ref=f"{link['id']}:{status.lower()}",
                money=payment.money,
                happened_at=_moment(ended) if ended else payment.created_at,
                mode=mode_of(self._settings.environment),
                public_number=payment.public_number,
                reason=status,
            )
        ]

    def _charged(self, row: Mapping[str, Any], number: int) -> GatewayEvent:
        """`amount` is that of the transfer, not of the order; its reference is the bank's."""
        return GatewayEvent(
            kind=EventKind.CHARGED,
            provider_ref=str(row["reference"]),
            money=Money(int(row["amount"]), str(row.get("currency") or "VND")),
            happened_at=_moment(row["transactionDateTime"]),
            mode=mode_of(self._settings.environment),
            public_number=number,
            memo=str(row.get("description") or ""),
            account=str(row.get("accountNumber") or ""),
            raw=row,
        )


def _qr_step(charge: Charge, link: Mapping[str, Any]) -> NextStep:
    """payOS may put letters before our memo; the one it gives back is the one that is found again."""
    bank = find_bank(str(link["bin"]))
    return NextStep(
        StepKind.QR,
        qr=str(link["qrCode"]),
        transfer=Transfer(
            bank_bin=str(link["bin"]),
            bank_name=bank.short_name if bank else "",
            account=str(link["accountNumber"]),
            holder=str(link.get("accountName") or ""),
            money=charge.money,
            memo=str(link["description"]),
        ),
        instructions=lazy_gettext(
            "Open your banking app, scan the code and keep the amount and the message as they are."
        ),
        provider_ref=str(link["paymentLinkId"]),
        expires_at=charge.expires_at,
    )


def _moment(text: object) -> datetime:
    """payOS's times, local to Vietnam where they name no zone. Raises ValueError."""
    moment = datetime.fromisoformat(str(text).strip())
    return (moment if moment.utcoffset() is not None else moment.replace(tzinfo=VN)).astimezone(UTC)


def _answer(status: int, *, success: bool) -> Answer:
    return Answer(status, {"Content-Type": "application/json"}, json.dumps({"success": success}).encode())

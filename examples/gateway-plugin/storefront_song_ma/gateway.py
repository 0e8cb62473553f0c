"""Ví Sông Mã: its page by redirect, a signed callback, questions, refunds. The protocol is in the README."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar
from urllib.parse import urljoin

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
    Unreadable,
)
from storefront.adapters.gateways.environment import (
    ENVIRONMENT,
    PRACTICE,
    PRODUCTION,
    TEST,
    check_environment,
    mode_of,
    practice_api,
)
from storefront.infra import http
from storefront.infra.errors import Sentence
from storefront.infra.money import Money
from storefront_song_ma.words import both

HOSTS = {PRODUCTION: "https://api.songma.example", TEST: "https://test-api.songma.example"}
PAGES = {PRODUCTION: "https://pay.songma.example", TEST: "https://test-pay.songma.example"}
MAC = "X-SongMa-Mac"
KINDS = {
    "paid": EventKind.CHARGED,
    "refused": EventKind.FAILED,
    "cancelled": EventKind.CANCELLED,
    "expired": EventKind.EXPIRED,
    "refunded": EventKind.REFUNDED,
    "refund_refused": EventKind.REFUND_FAILED,
    "disputed": EventKind.CHARGED_BACK,
}
CLAIMS = frozenset({"succeeded", "failed", "cancelled", "pending"})
REFUND_STATES = {"done": RefundState.DONE, "waiting": RefundState.PENDING, "refused": RefundState.FAILED}
COPY_IT = both(
    "Bạn chép mục này từ trang đối tác của Ví Sông Mã.", "Copy this from Ví Sông Mã's partner page."
)


@dataclass(frozen=True, slots=True)
class SongMaSettings(GatewaySettings):
    """What the partner page of Ví Sông Mã shows."""

    schema: ClassVar[tuple[SettingField, ...]] = (
        ENVIRONMENT,
        SettingField("partner", FieldType.TEXT, both("Mã đối tác", "Partner number")),
        SettingField("secret", FieldType.TEXT, both("Khoá bí mật", "Secret key"), secret=True),
    )

    environment: str = ""
    partner: str = ""
    secret: str = ""


class SongMa:
    code: ClassVar[str] = "song_ma"
    name: ClassVar[Sentence] = "Ví Sông Mã"
    capabilities: ClassVar[Capabilities] = Capabilities(
        steps=frozenset({StepKind.REDIRECT}),
        channels=(Channel("wallet", Instrument.WALLET, "Ví Sông Mã"),),
        minimum=Money(1_000),
        maximum=Money(20_000_000),
        intermediary=True,
        sandboxed=True,
        notify=True,
        notify_failures=True,
        notify_refunds=True,
        query=True,
        refund_full=True,
        refund_partial=True,
        refund_async=True,
        charge_back=True,
    )
    settings: ClassVar[type[GatewaySettings]] = SongMaSettings
    guide: ClassVar[Guide] = Guide(
        summary=both("Người mua trả bằng ứng dụng Ví Sông Mã.", "Shoppers pay with the Ví Sông Mã app."),
        costs=both("1% mỗi lần thanh toán, theo hợp đồng.", "1% of each payment, by contract."),
        needs=(both("Hợp đồng đối tác với Ví Sông Mã.", "A partner contract with Ví Sông Mã."),),
        steps=(
            both("Mở trang đối tác, mục “Tích hợp”.", "Open the partner page, section “Integration”."),
            both(
                "Chép mã đối tác và khoá bí mật vào đây.", "Copy the partner number and the secret key here."
            ),
        ),
    )
    reasons: ClassVar[Mapping[str, Reason]] = {
        "E01": Reason(
            both(
                "Ví không đủ tiền. Bạn nạp thêm hoặc chọn cách khác.",
                "The wallet has not enough money. Top it up or pay another way.",
            ),
            both("Ví của người mua không đủ tiền.", "The shopper's wallet had not enough money."),
        ),
        "E05": Reason(
            both("Bạn đã huỷ thanh toán.", "You cancelled the payment."),
            both("Người mua đã huỷ ở trang của ví.", "The shopper cancelled on the wallet's page."),
        ),
        "E09": Reason(
            both(
                "Đã hết thời gian thanh toán. Bạn hãy bắt đầu lại.",
                "The time to pay was over. Please start again.",
            ),
            both("Người mua không trả trong thời hạn.", "The shopper did not pay in time."),
        ),
    }

    def __init__(self, values: Mapping[str, str]) -> None:
        self._settings = SongMaSettings.read(values)

    @property
    def mode(self) -> Mode | None:
        return mode_of(self._settings.environment)

    def check(self) -> list[Problem]:
        mine = self._settings
        problems = check_environment(mine.environment)
        given = {"partner": mine.partner, "secret": mine.secret}
        return problems + [Problem(name, COPY_IT) for name, value in given.items() if not value]

    def origins(self) -> tuple[str, ...]:
        """The wallet's page; the sandbox's stands on the shop's own host."""
        page = PAGES.get(self._settings.environment)
        return (page,) if page else ()

    def start(self, charge: Charge) -> NextStep:
        """The same order with the same sum is the same payment there, so this may be repeated."""
        if charge.mode is not self.mode:
            return NextStep(StepKind.REFUSED, reason="mode")
        order = str(charge.public_number)
        asked = {
            "order": order,
            "amount": charge.money.amount,
            "note": charge.description[:100],
            "return_url": charge.return_url,
            "notify_url": charge.callback_url,
            "closes_at": int(charge.expires_at.timestamp()),
            "language": "en" if charge.locale == "en" else "vi",
        }
        try:
            said = self._ask("payments", asked)
        except GatewayRefused as refusal:
            return NextStep(StepKind.REFUSED, reason=str(refusal))
        page = said.get("page")
        if not isinstance(page, str):
            raise GatewayUnavailable("the answer has no page")
        return NextStep(
            StepKind.REDIRECT,
            url=urljoin(charge.return_url, page),
            provider_ref=order,
            expires_at=charge.expires_at,
        )

    def read_return(self, query: Mapping[str, str]) -> Hint:
        text = "|".join(query.get(name, "") for name in ("partner", "order", "result"))
        claims = query.get("result", "")
        return Hint(
            public_number=_number(query.get("order")),
            claims=claims if claims in CLAIMS else "pending",
            signed=self._is_signed(text.encode(), query.get("mac", "")),
        )

    def read_callback(self, callback: Callback) -> list[GatewayEvent]:
        if not self._is_signed(callback.body, callback.header(MAC)):
            raise BadSignature("mac")
        try:
            said = json.loads(callback.body)
            if said["partner"] != self._settings.partner:
                raise BadSignature("another partner")
            return [self._event(said["event"])]
        except (ValueError, TypeError, KeyError) as error:
            raise Unreadable("signed, but not in the form agreed") from error

    def acknowledge(self, outcomes: list[Outcome]) -> Answer:
        """Whatever could not be kept is sent again by the wallet."""
        if Outcome.BAD_SIGNATURE in outcomes:
            return _answer(401, ok=False)
        return _answer(500, ok=False) if Outcome.ERROR in outcomes else _answer(200, ok=True)

    def query(self, payment: PaymentFacts) -> list[GatewayEvent]:
        try:
            said = self._ask("payments/find", {"order": str(payment.public_number)})
        except GatewayRefused as refusal:
            if str(refusal) == "unknown_payment":
                return []
            raise
        try:
            return [self._event(row) for row in said["events"]]
        except (ValueError, TypeError, KeyError) as error:
            raise GatewayUnavailable("an answer in another form than agreed") from error

    def refund(self, request: RefundRequest) -> RefundAnswer:
        asked = {"order": str(request.payment.public_number), "amount": request.money.amount}
        return self._refund("refunds", {**asked, "refund": request.id})

    def query_refund(self, request: RefundRequest) -> RefundAnswer:
        return self._refund("refunds/find", {"refund": request.id})

    def capture(self, payment: PaymentFacts, money: Money) -> list[GatewayEvent]:
        raise NotOffered("capture")

    def void(self, payment: PaymentFacts) -> list[GatewayEvent]:
        raise NotOffered("void")

    def health(self) -> Health:
        """Ask for nothing: only right keys get an answer."""
        try:
            self._ask("hello", {})
        except (GatewayUnavailable, GatewayRefused) as error:
            return Health(ok=False, reason=str(error))
        return Health(ok=True)

    def _refund(self, path: str, asked: Mapping[str, object]) -> RefundAnswer:
        try:
            said = self._ask(path, asked)
        except GatewayRefused as refusal:
            return RefundAnswer(RefundState.FAILED, reason=str(refusal))
        state = REFUND_STATES.get(str(said.get("state")))
        if state is None:
            raise GatewayUnavailable("a refund in a state never heard of")
        return RefundAnswer(state, provider_ref=str(said.get("number", "")))

    def _ask(self, path: str, fields: Mapping[str, object]) -> dict[str, Any]:
        """One signed call. Raises GatewayRefused for its definite no, GatewayUnavailable for all else."""
        mine = self._settings
        host = practice_api(self.code) if mine.environment == PRACTICE else HOSTS.get(mine.environment, "")
        body = json.dumps({"partner": mine.partner, **fields}, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json", MAC: mac(mine.secret, body)}
        try:
            answer = http.request("POST", f"{host}/v1/{path}", headers=headers, body=body)
            said = json.loads(answer.body)
        except (http.HttpError, ValueError) as error:
            raise GatewayUnavailable(str(error)) from error
        if not isinstance(said, dict) or answer.status >= 500:
            raise GatewayUnavailable(f"status {answer.status}")
        if answer.status >= 400:
            raise GatewayRefused(str(said.get("error", answer.status)))
        return said

    def _is_signed(self, text: bytes, given: str) -> bool:
        secret = self._settings.secret
        return bool(secret) and hmac.compare_digest(mac(secret, text).encode(), given.encode())

    def _event(self, row: Mapping[str, Any]) -> GatewayEvent:
        """The wallet numbers each fact, so a callback and an answer name it alike."""
        return GatewayEvent(
            kind=KINDS.get(row["kind"], EventKind.INFO),
            provider_ref=row["number"],
            money=Money(row["amount"]),
            happened_at=datetime.fromtimestamp(row["at"], UTC),
            mode=mode_of(self._settings.environment),
            public_number=_number(row["order"]),
            account=self._settings.partner,
            refund_id=row["refund"],
            reason=row["code"],
            raw=row,
        )


def mac(secret: str, text: bytes) -> str:
    """HMAC-SHA256 of the very bytes that travel, in small hexadecimal letters."""
    return hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()


def _number(order: object) -> int | None:
    """Our number, when the order is one of ours."""
    is_number = isinstance(order, str) and order.isascii() and order.isdigit() and len(order) <= 16
    return int(order) if is_number and isinstance(order, str) else None


def _answer(status: int, *, ok: bool) -> Answer:
    return Answer(status, {"Content-Type": "application/json"}, json.dumps({"ok": ok}).encode())

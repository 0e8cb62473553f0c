"""What every gateway says and hears: plain values in, plain values out.

A gateway translates between one company and these words. It knows no order, no row and no request.
The rules of what happens to the words are the core's (`domain/settlement`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar, Protocol, Self

from storefront.infra import clock
from storefront.infra.errors import Sentence
from storefront.infra.money import Money


class GatewayError(Exception):
    """Something between us and a gateway went wrong; `code` is a stable name for logs and tests."""

    code = "gateway_error"


class BadSignature(GatewayError):
    """A message claims to come from the gateway and cannot prove it."""

    code = "bad_signature"


class GatewayUnavailable(GatewayError):
    """No usable answer came: what happened there is *unknown*, never failed. Ask again by `query`."""

    code = "gateway_unavailable"


class GatewayRefused(GatewayError):
    """The gateway definitely said no, and nothing changed there; the text is its own word for why."""

    code = "gateway_refused"


class NotOffered(GatewayError):
    """The gateway has no such operation; its capabilities said so."""

    code = "gateway_operation_not_offered"


class Mode(StrEnum):
    LIVE = "live"
    TEST = "test"


class StepKind(StrEnum):
    REDIRECT = "redirect"
    FORM = "form"
    QR = "qr"
    WAIT = "wait"
    DONE = "done"
    REFUSED = "refused"


class EventKind(StrEnum):
    CHARGED = "charged"
    AUTHORIZED = "authorized"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    REFUNDED = "refunded"
    REFUND_FAILED = "refund_failed"
    CHARGED_BACK = "charged_back"
    REVERSED = "reversed"
    INFO = "info"


class RefundState(StrEnum):
    DONE = "done"
    PENDING = "pending"
    FAILED = "failed"
    MANUAL = "manual"


class Outcome(StrEnum):
    """What the core made of one event; `acknowledge` turns it into the gateway's own words."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    UNKNOWN_PAYMENT = "unknown_payment"
    WRONG_AMOUNT = "wrong_amount"
    BAD_SIGNATURE = "bad_signature"
    ERROR = "error"


class FieldType(StrEnum):
    TEXT = "text"
    BANK = "bank"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a gateway can do. Amounts outside `minimum` to `maximum` are not offered to the shopper."""

    steps: frozenset[StepKind]
    modes: frozenset[Mode] = frozenset(Mode)
    currencies: frozenset[str] = frozenset({"VND"})
    minimum: Money = field(default_factory=lambda: Money(1))
    maximum: Money | None = None
    expires_after: timedelta = timedelta(minutes=30)
    offline: bool = False
    notify: bool = False
    query: bool = False
    refund_full: bool = False
    refund_partial: bool = False
    refund_async: bool = False
    refund_manual: bool = False
    authorize: bool = False
    capture: bool = False
    void: bool = False
    unaddressed_transfers: bool = False


@dataclass(frozen=True, slots=True)
class SettingField:
    """One thing the owner enters. A secret one is sealed at rest and shown by its last four characters."""

    id: str
    type: FieldType
    label: Sentence
    help: Sentence = ""
    secret: bool = False
    required: bool = True


@dataclass(frozen=True, slots=True)
class GatewaySettings:
    """Base of each gateway's settings: a frozen dataclass of texts whose `schema` describes its fields."""

    schema: ClassVar[tuple[SettingField, ...]] = ()

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self:
        """Take the known fields from stored or typed values; what is missing becomes empty text."""
        return cls(**{item.id: values.get(item.id, "").strip() for item in cls.schema})


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the settings; `field` is the setting's id, or empty for the whole."""

    field: str
    message: Sentence


@dataclass(frozen=True, slots=True)
class Payer:
    name: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Charge:
    """One attempt to collect. `public_number` is our reference and idempotency key, `memo` the code."""

    public_number: int
    memo: str
    money: Money
    description: str
    expires_at: datetime
    return_url: str
    callback_url: str
    mode: Mode
    locale: str = "vi"
    payer: Payer = Payer()
    capture_later: bool = False


@dataclass(frozen=True, slots=True)
class Transfer:
    """What a person types into a banking app when the QR cannot be scanned."""

    bank_bin: str
    bank_name: str
    account: str
    holder: str
    money: Money
    memo: str


@dataclass(frozen=True, slots=True)
class NextStep:
    """What the shopper does now. `REFUSED` is definite; an unknown result raises `GatewayUnavailable`."""

    kind: StepKind
    url: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    qr: str = ""
    transfer: Transfer | None = None
    instructions: Sentence = ""
    provider_ref: str = ""
    expires_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Hint:
    """What the browser's return claims. Shown at most, never believed, even when `signed`."""

    public_number: int | None
    claims: str
    signed: bool


@dataclass(frozen=True, slots=True)
class Callback:
    """One incoming call as received; signatures age against `received_at`, so it can be read again later."""

    method: str
    headers: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes
    received_at: datetime = field(default_factory=clock.now)

    def header(self, name: str) -> str:
        """A header's value whatever its letters' case, empty when absent."""
        return next((value for key, value in self.headers.items() if key.lower() == name.lower()), "")


@dataclass(frozen=True, slots=True)
class GatewayEvent:
    """One verified fact. `account` is the merchant or account credited; `refund_id` our own refund's id."""

    kind: EventKind
    provider_ref: str
    money: Money
    happened_at: datetime
    mode: Mode
    public_number: int | None = None
    memo: str = ""
    account: str = ""
    refund_id: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """The HTTP answer a gateway expects to its callback."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class PaymentFacts:
    """What a gateway needs to find a payment again."""

    public_number: int
    memo: str
    money: Money
    mode: Mode
    created_at: datetime
    provider_ref: str = ""


@dataclass(frozen=True, slots=True)
class RefundRequest:
    """A refund of ours; `id` never changes, so asking twice refunds once."""

    id: str
    payment: PaymentFacts
    money: Money
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RefundAnswer:
    """`MANUAL` means a person must send the money; an unknown result raises `GatewayUnavailable`."""

    state: RefundState
    provider_ref: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Health:
    ok: bool
    reason: str = ""


class Gateway(Protocol):
    """One company's way of taking money. Made with a shop's settings; keeps nothing between calls.

    `start`, `query`, `refund`, `query_refund`, `capture` and `void` raise `GatewayUnavailable` when the
    result is unknown; `query`, `capture` and `void` raise `GatewayRefused` for a definite no, and
    `NotOffered` when the capabilities lack them.
    """

    code: ClassVar[str]
    name: ClassVar[Sentence]
    capabilities: ClassVar[Capabilities]
    settings: ClassVar[type[GatewaySettings]]

    def __init__(self, values: Mapping[str, str]) -> None: ...

    def check(self) -> list[Problem]: ...

    def origins(self) -> tuple[str, ...]: ...

    def start(self, charge: Charge) -> NextStep: ...

    def read_return(self, query: Mapping[str, str]) -> Hint: ...

    def read_callback(self, callback: Callback) -> list[GatewayEvent]: ...

    def acknowledge(self, outcomes: list[Outcome]) -> Answer: ...

    def query(self, payment: PaymentFacts) -> list[GatewayEvent]: ...

    def refund(self, request: RefundRequest) -> RefundAnswer: ...

    def query_refund(self, request: RefundRequest) -> RefundAnswer: ...

    def capture(self, payment: PaymentFacts, money: Money) -> list[GatewayEvent]: ...

    def void(self, payment: PaymentFacts) -> list[GatewayEvent]: ...

    def health(self) -> Health: ...

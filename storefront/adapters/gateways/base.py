"""What every gateway says and hears: plain values in, plain values out.

A gateway translates between one company and these words. It knows no order, no row and no request.
The rules of what happens to the words are the core's (`domain/settlement`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Protocol, runtime_checkable

from storefront.adapters.gateways.terms import (
    Capabilities as Capabilities,
)
from storefront.adapters.gateways.terms import (
    Channel as Channel,
)
from storefront.adapters.gateways.terms import (
    FieldType as FieldType,
)
from storefront.adapters.gateways.terms import (
    GatewaySettings as GatewaySettings,
)
from storefront.adapters.gateways.terms import (
    Guide as Guide,
)
from storefront.adapters.gateways.terms import (
    Instrument as Instrument,
)
from storefront.adapters.gateways.terms import (
    Mode as Mode,
)
from storefront.adapters.gateways.terms import (
    Patience as Patience,
)
from storefront.adapters.gateways.terms import (
    Problem as Problem,
)
from storefront.adapters.gateways.terms import (
    SettingField as SettingField,
)
from storefront.adapters.gateways.terms import (
    StepKind as StepKind,
)
from storefront.infra import clock
from storefront.infra.errors import Sentence
from storefront.infra.money import Money


class GatewayError(Exception):
    """Something between us and a gateway went wrong; `code` is a stable name for logs and tests."""

    code = "gateway_error"


class BadSignature(GatewayError):
    """A message claims to come from the gateway and cannot prove it."""

    code = "bad_signature"


class Unreadable(BadSignature):
    """A message proved where it comes from, but is not in the form agreed."""

    code = "unreadable"


class GatewayUnavailable(GatewayError):
    """No usable answer came: what happened there is *unknown*, never failed. Ask again by `query`."""

    code = "gateway_unavailable"


class GatewayRefused(GatewayError):
    """The gateway definitely said no, and nothing changed there; the text is its own word for why."""

    code = "gateway_refused"


class NotOffered(GatewayError):
    """The gateway has no such operation; its capabilities said so."""

    code = "gateway_operation_not_offered"


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


@dataclass(frozen=True, slots=True)
class Payer:
    name: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Charge:
    """One attempt to collect. `public_number` is our reference and idempotency key, `memo` the code.

    `created_at` never changes between calls, so a reference that carries a date is made of it.
    """

    public_number: int
    memo: str
    money: Money
    description: str
    created_at: datetime
    expires_at: datetime
    return_url: str
    callback_url: str
    mode: Mode
    channel: str = ""
    payer_ip: str = "127.0.0.1"
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
    """One verified fact. `account` is the merchant or account credited; `refund_id` our own refund's id.

    The same fact has the same `kind` and `provider_ref` whether a callback or `query` brings it: that is
    how it counts once. `reason` is the gateway's code for a failure, a key of its `reasons`. `charge_ref` is
    the reference of the charge it is about, where the gateway knows no number of ours (disputes, refunds made
    in its dashboard): the payment is the one whose charge has it. A `suspicious` fact says that money may
    have moved though nothing was paid: the owner is asked to look.
    """

    kind: EventKind
    provider_ref: str
    money: Money
    happened_at: datetime
    mode: Mode
    public_number: int | None = None
    memo: str = ""
    charge_ref: str = ""
    account: str = ""
    refund_id: str = ""
    reason: str = ""
    suspicious: bool = False
    raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reason:
    """A gateway's code for why nothing was paid, in words for the shopper and for the owner."""

    shopper: Sentence
    owner: Sentence


@dataclass(frozen=True, slots=True)
class Answer:
    """The HTTP answer a gateway expects to its callback."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class PaymentFacts:
    """What a gateway needs to find a payment again.

    `provider_ref` is what `start` gave, `charge_ref` the reference of the fact that brought the money.
    """

    public_number: int
    memo: str
    money: Money
    mode: Mode
    created_at: datetime
    provider_ref: str = ""
    charge_ref: str = ""
    channel: str = ""


@dataclass(frozen=True, slots=True)
class RefundRequest:
    """A refund of ours; `id` and `requested_at` never change, so asking twice refunds once."""

    id: str
    payment: PaymentFacts
    money: Money
    requested_at: datetime
    reason: str = ""
    provider_ref: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether it gives back all of the payment at once."""
        return self.money == self.payment.money


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


@runtime_checkable
class LimitedByContract(Protocol):
    """A gateway whose contract with the shop sets other sums than those it declares."""

    def channels(self) -> tuple[Channel, ...]:
        """Its channels with the limits of this shop's contract."""


@runtime_checkable
class ClosesAttempts(Protocol):
    """A gateway where an attempt nobody has paid yet can be closed, so that an old tab cannot pay it."""

    def cancel(self, payment: PaymentFacts) -> list[GatewayEvent]:
        """Close it; what has happened to it by then. Raises as `void` does."""


class Gateway(Protocol):
    """One company's way of taking money. Made with a shop's settings; keeps nothing between calls.

    `start`, `query`, `refund`, `query_refund`, `capture` and `void` raise `GatewayUnavailable` when the
    result is unknown; `query`, `capture` and `void` raise `GatewayRefused` for a definite no, and
    `NotOffered` when the capabilities lack them. `mode` says which money the settings move, None where
    that depends on the order alone.
    """

    code: ClassVar[str]
    name: ClassVar[Sentence]
    capabilities: ClassVar[Capabilities]
    settings: ClassVar[type[GatewaySettings]]
    guide: ClassVar[Guide]
    reasons: ClassVar[Mapping[str, Reason]]

    def __init__(self, values: Mapping[str, str]) -> None: ...

    @property
    def mode(self) -> Mode | None: ...

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

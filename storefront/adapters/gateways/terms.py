"""What a gateway declares about itself: its channels, what it can do, and what its owner must enter.

Checkout, the owner's buttons and the programme's figures are driven by these words alone, so that no
code outside a gateway's own file asks which gateway it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import ClassVar, Self

from storefront.infra.errors import Sentence
from storefront.infra.money import Money


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


class Instrument(StrEnum):
    """What the shopper pays with. All but cash count as cashless in the programme's figures."""

    CASH = "cash"
    TRANSFER = "transfer"
    WALLET = "wallet"
    QR = "qr"
    DOMESTIC_CARD = "domestic_card"
    INTERNATIONAL_CARD = "international_card"
    COUNTER_CARD = "counter_card"
    STORED_VALUE = "stored_value"
    MOBILE_MONEY = "mobile_money"
    PRACTICE = "practice"

    @property
    def cashless(self) -> bool:
        return self is not Instrument.CASH

    @property
    def card(self) -> bool:
        """Whether stolen numbers can be tried out with it."""
        return self in (Instrument.DOMESTIC_CARD, Instrument.INTERNATIONAL_CARD)


class Patience(StrEnum):
    """Whose time an attempt lasts; the shop's settings hold the lengths."""

    GATEWAY = "gateway"  # minutes: the shopper stands at a hosted page
    TRANSFER = "transfer"  # hours: the shopper goes to a banking app
    DOOR = "door"  # no end of its own: the goods travel first, the seller's answer is awaited


class FieldType(StrEnum):
    TEXT = "text"
    BANK = "bank"
    CHOICE = "choice"
    NUMBER = "number"
    SWITCH = "switch"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Channel:
    """One way of paying inside a gateway, chosen by the shopper where there are several."""

    code: str
    instrument: Instrument
    label: Sentence
    help: Sentence = ""
    minimum: Money | None = None
    maximum: Money | None = None


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a gateway can do. Amounts outside `minimum` to `maximum` are not offered to the shopper."""

    steps: frozenset[StepKind]
    channels: tuple[Channel, ...]
    modes: frozenset[Mode] = frozenset(Mode)
    currencies: frozenset[str] = frozenset({"VND"})
    minimum: Money = field(default_factory=lambda: Money(1))
    maximum: Money | None = None
    patience: Patience = Patience.GATEWAY
    intermediary: bool = False
    """A licensed payment intermediary stands between shopper and shop: the programme counts its share."""
    sandboxed: bool = False
    """Practice shops may use it: the sandbox plays the other side, or nobody is called at all.

    A company that is called gets its settings from the sandbox then, never from the owner.
    """
    practice_only: bool = False
    """Real shops never show it to shoppers; only their own test orders are paid with it."""
    offline: bool = False
    internal: bool = False
    """The value stands in this shop's own books; the core holds and takes it, nobody is called."""
    staff_only: bool = False
    """Recorded by staff on the order's page; shoppers never choose it."""
    signed_link: bool = False
    """`start` writes a signed address and calls nobody, so nothing can time out or be refused there."""
    notify: bool = False
    notify_failures: bool = False
    """Failed and cancelled payments are told too; where not, only asking finds them."""
    notify_once: bool = False
    """A call that was not taken is not made again; where not declared, it is."""
    retried_there: bool = False
    """A refusal leaves the hosted page open for another try: it is told as INFO with its reason."""
    notify_refunds: bool = False
    """What became of a refund is told by callback too."""
    query: bool = False
    refund_full: bool = False
    refund_partial: bool = False
    refund_async: bool = False
    refund_manual: bool = False
    authorize: bool = False
    capture: bool = False
    void: bool = False
    hold: timedelta | None = None
    """How long authorised money stays held; after that it goes back by itself."""
    charge_back: bool = False
    """Disputes are told by callback."""
    unaddressed_transfers: bool = False

    @property
    def cashless(self) -> bool:
        return any(channel.instrument.cashless for channel in self.channels)

    def channel(self, code: str) -> Channel | None:
        """The channel with this code; the only one when there is one and none was named."""
        if not code and len(self.channels) == 1:
            return self.channels[0]
        return next((channel for channel in self.channels if channel.code == code), None)

    def takes(self, amount: int, currency: str, channel: str = "") -> bool:
        """Whether a sum in minor units can be paid, by the named channel or by any."""
        if currency not in self.currencies:
            return False
        wanted = [one for one in self.channels if not channel or one.code == channel]
        return any(self._within(amount, one) for one in wanted)

    def _within(self, amount: int, channel: Channel) -> bool:
        lowest, highest = channel.minimum or self.minimum, channel.maximum or self.maximum
        return lowest.amount <= amount and (highest is None or amount <= highest.amount)


@dataclass(frozen=True, slots=True)
class SettingField:
    """One thing the owner enters. A secret one is sealed at rest and shown by its last four characters."""

    id: str
    type: FieldType
    label: Sentence
    help: Sentence = ""
    secret: bool = False
    required: bool = True
    choices: tuple[tuple[str, Sentence], ...] = ()


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
class Guide:
    """What the owner's assistant says about a gateway, in plain words."""

    summary: Sentence
    costs: Sentence = ""
    needs: tuple[Sentence, ...] = ()
    steps: tuple[Sentence, ...] = ()
    addresses: bool = False
    """The provider must be told our callback address; the assistant shows it for copying."""

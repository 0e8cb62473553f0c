"""Plain values the matcher works on, and what it finds. Amounts in minor units, times aware."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from storefront.infra.clock import to_vn

VND = "VND"
CHARGE, REFUND, CHARGEBACK, FEE = "charge", "refund", "chargeback", "fee"


class Road(enum.Enum):
    """How the money of a payment or refund travels."""

    GATEWAY = "gateway"
    TRANSFER = "transfer"
    COURIER = "courier"
    HAND = "hand"


class Balance(enum.Enum):
    """Two sums that must be equal: ours, or what is owed to us, and what the other side says."""

    RECORDS = "records"
    GATEWAY_CHARGES = "gateway_charges"
    GATEWAY_REFUNDS = "gateway_refunds"
    GATEWAY_NET = "gateway_net"
    PAYOUTS = "payouts"
    TRANSFERS = "transfers"
    TRANSFER_REFUNDS = "transfer_refunds"
    COD = "cod"
    COURIER_NET = "courier_net"
    REMITTANCES = "remittances"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class OrderValue:
    """An order; `paid` and `refunded` are the sums it shows. Without `placed_at` it is one of the month.

    One that is not `counted` (the owner's own test) moved real money and stands in no figure.
    """

    number: str
    total: int
    paid: int
    refunded: int = 0
    cancelled_at: dt.datetime | None = None
    placed_at: dt.datetime | None = None
    counted: bool = True


@dataclass(frozen=True, slots=True)
class PaymentValue:
    """One attempt to collect: `reference` is the number gateways name it by, `code` the one in memos."""

    key: str
    order: str
    road: Road
    source: str
    reference: str
    amount: int
    code: str = ""


@dataclass(frozen=True, slots=True)
class FactValue:
    """What we hold to have happened to a payment: charged, refunded, charged_back or reversed."""

    payment: str
    kind: str
    reference: str
    amount: int
    at: dt.datetime
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class RefundValue:
    """Money promised back; `done` when we believe that it went."""

    key: str
    payment: str
    amount: int
    road: Road
    done: bool
    reference: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class ParcelValue:
    """Goods with a courier; `cod` is what the courier (`source`) collects at the door."""

    tracking: str
    order: str
    payment: str
    cod: int
    source: str = ""
    delivered_at: dt.datetime | None = None
    returned_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class ReportedLine:
    """A row of a gateway's or courier's file. `batch` names the transfer to the bank that it is part of.

    `reference` is our number (payment or order), `provider_ref` theirs (transaction or parcel).
    """

    key: str
    file: str
    source: str
    kind: str
    reference: str
    provider_ref: str
    amount: int
    fee: int
    net: int | None
    at: dt.datetime
    batch: str = ""
    merchant: str = ""
    currency: str = VND

    @property
    def sum(self) -> int:
        """What the line says reaches the bank; negative for money taken back."""
        return self.reckoned if self.net is None else self.net

    @property
    def reckoned(self) -> int:
        """What should reach the bank by the line's own amount and fee."""
        return (self.amount if self.kind == CHARGE else -self.amount) - self.fee


@dataclass(frozen=True, slots=True)
class BankValue:
    """A movement of an account, negative for out. `payment` is what it was matched to when it came."""

    key: str
    file: str
    account: str
    reference: str
    amount: int
    memo: str
    at: dt.datetime
    balance: int | None = None
    currency: str = VND
    payment: str = ""


@dataclass(frozen=True, slots=True)
class FileValue:
    """An account's statement with its first and last balance."""

    key: str
    account: str
    opening: int | None = None
    closing: int | None = None


@dataclass(frozen=True, slots=True)
class FeeTerms:
    """What a company takes of a payment: ten-thousandths of it and a fixed sum."""

    rate: int = 0
    fixed: int = 0

    def fee_of(self, amount: int) -> int:
        """The fee of a sum, rounded half up."""
        return (amount * self.rate + 5_000) // 10_000 + self.fixed


@dataclass(frozen=True)
class MonthValues:
    """Everything of one shop that a month may be about, a few days before and after it included.

    `accounts` are the shop's present accounts; `terms` and `merchants` what is agreed, by source.
    """

    month: str
    starts: dt.datetime
    ends: dt.datetime
    orders: tuple[OrderValue, ...] = ()
    payments: tuple[PaymentValue, ...] = ()
    facts: tuple[FactValue, ...] = ()
    refunds: tuple[RefundValue, ...] = ()
    parcels: tuple[ParcelValue, ...] = ()
    gateway_lines: tuple[ReportedLine, ...] = ()
    courier_lines: tuple[ReportedLine, ...] = ()
    bank_lines: tuple[BankValue, ...] = ()
    files: tuple[FileValue, ...] = ()
    accounts: frozenset[str] = frozenset()
    terms: Mapping[str, FeeTerms] = field(default_factory=dict)

    def holds(self, moment: dt.datetime | None) -> bool:
        """Whether a moment lies in the month."""
        return moment is not None and self.starts <= moment < self.ends


@dataclass(slots=True)
class Finding:
    """One thing that does not fit: `amount` is what is at stake, `gaps` what it explains of each balance.

    `effect` is by how much the transfer of `batch` may differ because of it; without a batch, any transfer
    of that `source` about that `day`.
    """

    cause: str
    subject: str
    amount: int = 0
    order: str = ""
    lines: tuple[str, ...] = ()
    gaps: dict[Balance, int] = field(default_factory=dict)
    source: str = ""
    batch: str = ""
    effect: int = 0
    day: dt.date | None = None

    def explains(self, balance: Balance, amount: int) -> None:
        """Add to what it explains of a balance."""
        if amount:
            self.gaps[balance] = self.gaps.get(balance, 0) + amount


def vn_day(moment: dt.datetime) -> dt.date:
    """The day a moment belongs to in Vietnam, where all files are written."""
    return to_vn(moment).date()

"""What every bank feed says: movements of an account, each one verified; plain values in, plain values out.

A feed translates between one provider and these words. Which order a movement pays is the core's to find
(`domain/payments/matching`, `domain/settlement/bank_lines`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Protocol

from storefront.adapters.gateways.base import (
    Answer as Answer,
)
from storefront.adapters.gateways.base import (
    BadSignature as BadSignature,
)
from storefront.adapters.gateways.base import (
    Callback as Callback,
)
from storefront.adapters.gateways.base import (
    FieldType as FieldType,
)
from storefront.adapters.gateways.base import (
    GatewayError as GatewayError,
)
from storefront.adapters.gateways.base import (
    GatewaySettings as FeedSettings,
)
from storefront.adapters.gateways.base import (
    GatewayUnavailable as GatewayUnavailable,
)
from storefront.adapters.gateways.base import (
    Guide as Guide,
)
from storefront.adapters.gateways.base import (
    Health as Health,
)
from storefront.adapters.gateways.base import (
    Mode as Mode,
)
from storefront.adapters.gateways.base import (
    NotOffered as NotOffered,
)
from storefront.adapters.gateways.base import (
    Outcome as Outcome,
)
from storefront.adapters.gateways.base import (
    Problem as Problem,
)
from storefront.adapters.gateways.base import (
    SettingField as SettingField,
)
from storefront.infra.errors import Sentence
from storefront.infra.money import Money

__all__ = ["BankFeed", "FeedCapabilities", "FeedSettings", "Movement"]


@dataclass(frozen=True, slots=True)
class Movement:
    """One movement of an account; `money` is negative for what went out, `balance` in minor units.

    `provider_id` is the provider's own id of it, empty when there is none; `reference` is the bank's.
    `sub_account` is the virtual account it came by, where there is one.
    """

    provider_id: str
    account: str
    money: Money
    happened_at: datetime
    memo: str
    reference: str = ""
    balance: int | None = None
    sub_account: str = ""
    counterparty: str = ""


@dataclass(frozen=True, slots=True)
class FeedCapabilities:
    """What a feed can do. A listed feed can be asked for movements that a lost call would have told."""

    lists: bool = False
    balance: bool = False
    """It tells the balance after each movement, so that a jump shows a lost one."""
    sandboxed: bool = False
    """The sandbox plays the provider, so practice shops may use it, with settings the sandbox issues."""


class BankFeed(Protocol):
    """One provider's way of telling movements. Made with a shop's settings; keeps nothing between calls.

    `list_movements` raises `GatewayUnavailable` when no usable answer came, and `NotOffered` when the
    capabilities lack it.
    """

    code: ClassVar[str]
    name: ClassVar[Sentence]
    capabilities: ClassVar[FeedCapabilities]
    settings: ClassVar[type[FeedSettings]]
    guide: ClassVar[Guide]

    def __init__(self, values: Mapping[str, str]) -> None: ...

    @property
    def mode(self) -> Mode: ...

    @property
    def account(self) -> str: ...

    def check(self) -> list[Problem]: ...

    def read_callback(self, callback: Callback) -> list[Movement]: ...

    def acknowledge(self, outcomes: list[Outcome]) -> Answer: ...

    def list_movements(self, since: datetime) -> list[Movement]: ...

    def health(self) -> Health: ...

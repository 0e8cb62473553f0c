"""Cash on delivery: the goods travel first, the money is handed over at the door."""

from collections.abc import Mapping
from datetime import timedelta
from typing import ClassVar

from flask_babel import lazy_gettext

from storefront.adapters.gateways.base import (
    Capabilities,
    Charge,
    GatewaySettings,
    NextStep,
    Problem,
    StepKind,
)
from storefront.adapters.gateways.by_hand import ByHand
from storefront.infra.errors import Sentence


class CashOnDelivery(ByHand):
    code: ClassVar[str] = "cod"
    name: ClassVar[Sentence] = lazy_gettext("Cash on delivery")
    capabilities: ClassVar[Capabilities] = Capabilities(
        steps=frozenset({StepKind.WAIT}), offline=True, refund_manual=True, expires_after=timedelta(hours=48)
    )
    settings: ClassVar[type[GatewaySettings]] = GatewaySettings

    def __init__(self, values: Mapping[str, str]) -> None:
        """There is nothing to set."""

    def check(self) -> list[Problem]:
        return []

    def start(self, charge: Charge) -> NextStep:
        return NextStep(
            StepKind.WAIT,
            instructions=lazy_gettext("You pay in cash when the goods arrive."),
            expires_at=charge.expires_at,
        )

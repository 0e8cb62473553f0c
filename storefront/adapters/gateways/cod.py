"""Cash on delivery: the goods travel first, the money is handed over at the door."""

from collections.abc import Mapping
from typing import ClassVar

from flask_babel import lazy_gettext

from storefront.adapters.gateways.base import (
    Capabilities,
    Channel,
    Charge,
    GatewaySettings,
    Guide,
    Instrument,
    NextStep,
    Patience,
    Problem,
    StepKind,
)
from storefront.adapters.gateways.by_hand import ByHand
from storefront.infra.errors import Sentence


class CashOnDelivery(ByHand):
    code: ClassVar[str] = "cod"
    name: ClassVar[Sentence] = lazy_gettext("Cash on delivery")
    capabilities: ClassVar[Capabilities] = Capabilities(
        steps=frozenset({StepKind.WAIT}),
        channels=(
            Channel(
                "cash",
                Instrument.CASH,
                lazy_gettext("Cash on delivery"),
                lazy_gettext("Pay the person who brings the goods."),
            ),
        ),
        patience=Patience.DOOR,
        sandboxed=True,
        offline=True,
        refund_manual=True,
    )
    settings: ClassVar[type[GatewaySettings]] = GatewaySettings
    guide: ClassVar[Guide] = Guide(
        summary=lazy_gettext("The customer pays the person who brings the goods."),
        costs=lazy_gettext("No fee of its own; carriers charge for collecting."),
        steps=(lazy_gettext("Switch it on. Answer each order soon, or customers buy elsewhere."),),
    )

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

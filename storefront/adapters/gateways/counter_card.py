"""A card at the shop's own terminal: the bank's slip is the proof, staff record it on the order's page."""

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


class CounterCard(ByHand):
    code: ClassVar[str] = "counter_card"
    name: ClassVar[Sentence] = lazy_gettext("Card at the counter")
    capabilities: ClassVar[Capabilities] = Capabilities(
        steps=frozenset({StepKind.WAIT}),
        channels=(Channel("terminal", Instrument.COUNTER_CARD, lazy_gettext("Card at the counter")),),
        patience=Patience.DOOR,
        sandboxed=True,
        offline=True,
        staff_only=True,
        refund_manual=True,
    )
    settings: ClassVar[type[GatewaySettings]] = GatewaySettings
    guide: ClassVar[Guide] = Guide(
        summary=lazy_gettext("You take the card at your bank's terminal and record the slip on the order."),
        costs=lazy_gettext("What your bank charges for the terminal."),
        needs=(lazy_gettext("A card terminal of your bank."),),
        steps=(
            lazy_gettext("Switch it on. Customers do not see it on the web."),
            lazy_gettext("On the order's page enter the sum and the number on the slip."),
        ),
    )

    def __init__(self, values: Mapping[str, str]) -> None:
        """There is nothing to set."""

    def check(self) -> list[Problem]:
        return []

    def start(self, charge: Charge) -> NextStep:
        return NextStep(
            StepKind.WAIT,
            instructions=lazy_gettext("Pay by card at the shop's counter."),
            expires_at=charge.expires_at,
        )

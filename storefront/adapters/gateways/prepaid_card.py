"""Gift cards and prepaid cards of the shop itself: value in its own books, good here and nowhere else.

This file only says what such a card can do. Nobody is called, so nothing is asked of it after `start`: the
core holds, takes and gives back the value in the same transaction as the payment
(`domain/payments/card_facts.py`). A card good at several shops would be a wallet, which needs a licence.
"""

from collections.abc import Mapping
from typing import ClassVar, NoReturn

from flask_babel import lazy_gettext

from storefront.adapters.gateways.base import (
    Capabilities,
    Channel,
    Charge,
    GatewaySettings,
    Guide,
    Instrument,
    NextStep,
    NotOffered,
    Patience,
    Problem,
    RefundRequest,
    StepKind,
)
from storefront.adapters.gateways.by_hand import ByHand
from storefront.infra.errors import Sentence


class PrepaidCard(ByHand):
    code: ClassVar[str] = "prepaid_card"
    name: ClassVar[Sentence] = lazy_gettext("Gift card or prepaid card")
    capabilities: ClassVar[Capabilities] = Capabilities(
        steps=frozenset({StepKind.WAIT}),
        channels=(
            Channel(
                "card",
                Instrument.STORED_VALUE,
                lazy_gettext("Gift card or prepaid card"),
                lazy_gettext("A card of this shop. If it holds too little, you pay the rest another way."),
            ),
        ),
        patience=Patience.TRANSFER,
        sandboxed=True,
        offline=True,
        internal=True,
        refund_full=True,
        refund_partial=True,
        authorize=True,
        capture=True,
        void=True,
    )
    settings: ClassVar[type[GatewaySettings]] = GatewaySettings
    guide: ClassVar[Guide] = Guide(
        summary=lazy_gettext("Customers pay with cards that you issued: presents, fuel cards, fleets."),
        costs=lazy_gettext("No fee. What is on the cards is money you owe in goods; keep it in your books."),
        needs=(lazy_gettext("A card is good in your shop only. One for several shops needs a licence."),),
        steps=(
            lazy_gettext("Switch it on, then issue cards on the Cards page and print their codes."),
            lazy_gettext("Put money on a card again when a customer pays you for it."),
        ),
    )

    def __init__(self, values: Mapping[str, str]) -> None:
        """There is nothing to set."""

    def check(self) -> list[Problem]:
        return []

    def start(self, charge: Charge) -> NextStep:
        return NextStep(
            StepKind.WAIT,
            instructions=lazy_gettext("Enter the code of your card."),
            expires_at=charge.expires_at,
        )

    def refund(self, request: RefundRequest) -> NoReturn:
        raise NotOffered("refund")

    def query_refund(self, request: RefundRequest) -> NoReturn:
        raise NotOffered("query_refund")

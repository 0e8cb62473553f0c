"""What gateways share when no machine answers: the owner sees the money and says so."""

from collections.abc import Mapping
from typing import ClassVar, NoReturn

from storefront.adapters.gateways.base import (
    Answer,
    BadSignature,
    Callback,
    GatewayEvent,
    Health,
    Hint,
    Mode,
    NotOffered,
    Outcome,
    PaymentFacts,
    Reason,
    RefundAnswer,
    RefundRequest,
    RefundState,
)
from storefront.infra.money import Money


class ByHand:
    """Nothing calls us and nobody can be asked; refunds are sent by a person."""

    reasons: ClassVar[Mapping[str, Reason]] = {}

    @property
    def mode(self) -> Mode | None:
        return None

    def origins(self) -> tuple[str, ...]:
        return ()

    def read_return(self, query: Mapping[str, str]) -> Hint:
        return Hint(public_number=None, claims="", signed=False)

    def read_callback(self, callback: Callback) -> list[GatewayEvent]:
        raise BadSignature("this gateway sends no callbacks")

    def acknowledge(self, outcomes: list[Outcome]) -> Answer:
        return Answer(status=404)

    def query(self, payment: PaymentFacts) -> list[GatewayEvent]:
        return []

    def refund(self, request: RefundRequest) -> RefundAnswer:
        return RefundAnswer(RefundState.MANUAL)

    def query_refund(self, request: RefundRequest) -> RefundAnswer:
        return RefundAnswer(RefundState.MANUAL)

    def capture(self, payment: PaymentFacts, money: Money) -> NoReturn:
        raise NotOffered("capture")

    def void(self, payment: PaymentFacts) -> NoReturn:
        raise NotOffered("void")

    def health(self) -> Health:
        return Health(ok=True)

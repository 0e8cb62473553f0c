"""What a shopper may choose to pay an order with: a method and, inside it, a channel."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext

from storefront.adapters.gateways.base import Capabilities, Channel
from storefront.domain.payments import breaker
from storefront.domain.payments.methods import NoSuchMethod, capabilities_of, gateway_of, offered
from storefront.domain.payments.practice import awaits_account
from storefront.infra.errors import Sentence
from storefront.models.order import Mode
from storefront.models.payment import PaymentMethod

RESTING = lazy_gettext("Not answering right now. Please choose another way.")


@dataclass(frozen=True, slots=True)
class PaymentChoice:
    """One line of the list. `value` is kept with the order: the gateway's code, then the channel's."""

    value: str
    method: PaymentMethod
    channel: Channel
    name: Sentence
    help: Sentence
    is_down: bool = False

    @property
    def capabilities(self) -> Capabilities:
        return capabilities_of(self.method)

    @property
    def origins(self) -> tuple[str, ...]:
        """Where its forms and redirects may lead."""
        return gateway_of(self.method).origins()


def choices(
    mode: Mode, total: int, currency: str = "VND", *, zone_id: int | None = None
) -> list[PaymentChoice]:
    """The ways for an order of this mode and total (minor units), in the owner's order.

    One whose gateway does not answer is listed and says so; the others remain. A class's shop offers
    transfers once its account at the practice bank is there.
    """
    return [
        _choice(method, channel, alone=len(channels) == 1)
        for method in offered(mode, total, currency, zone_id=zone_id)
        if not awaits_account(method)
        for channels in [_channels(method, total, currency)]
        for channel in channels
    ]


def choice_of(value: str, among: list[PaymentChoice]) -> PaymentChoice:
    """The chosen way, also named by its gateway alone. Raises NoSuchMethod."""
    exact = next((each for each in among if each.value == value), None)
    if exact is not None:
        return exact
    for each in among:
        if each.method.gateway == gateway_code(value):
            return each
    raise NoSuchMethod(choice=value)


def gateway_code(value: str) -> str:
    """The gateway of a choice that was kept."""
    return value.partition(":")[0]


def channel_code(value: str) -> str:
    """The channel of a choice that was kept; empty for the gateway's usual one."""
    return value.partition(":")[2]


def _channels(method: PaymentMethod, total: int, currency: str) -> list[Channel]:
    """The channels the owner offers, the first one when nothing was said."""
    capabilities = capabilities_of(method)
    wanted = method.conditions.get("channels") or [capabilities.channels[0].code]
    return [
        channel
        for channel in capabilities.channels
        if channel.code in wanted and capabilities.takes(total, currency, channel.code)
    ]


def _choice(method: PaymentMethod, channel: Channel, *, alone: bool) -> PaymentChoice:
    is_down = breaker.is_open(breaker.key(method))
    name = gateway_of(method).name if alone else channel.label
    value = method.gateway if alone else f"{method.gateway}:{channel.code}"
    return PaymentChoice(value, method, channel, name, RESTING if is_down else channel.help, is_down)

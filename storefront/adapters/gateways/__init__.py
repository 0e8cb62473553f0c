"""The registry of gateways: a code names a class that is loaded when it is first asked for."""

from functools import cache
from importlib.metadata import EntryPoint, entry_points

from storefront.adapters.gateways.base import Gateway, GatewayError

GROUP = "storefront.gateways"

BUILT_IN = {
    "cod": "storefront.adapters.gateways.cod:CashOnDelivery",
    "bank_transfer": "storefront.adapters.gateways.bank_transfer:BankTransfer",
    "payos": "storefront.adapters.gateways.payos:Payos",
    "practice": "storefront.adapters.gateways.practice:Practice",
    "momo": "storefront.adapters.gateways.momo:Momo",
    "zalopay": "storefront.adapters.gateways.zalopay:ZaloPay",
    "stripe": "storefront.adapters.gateways.stripe_cards:Stripe",
    "counter_card": "storefront.adapters.gateways.counter_card:CounterCard",
    "mobile_money": "storefront.adapters.gateways.mobile_money:MobileMoney",
    "prepaid_card": "storefront.adapters.gateways.prepaid_card:PrepaidCard",
    "onepay": "storefront.adapters.gateways.onepay:Onepay",
    "vnpay": "storefront.adapters.gateways.vnpay:Vnpay",
}


class UnknownGateway(GatewayError):
    """No built-in or installed gateway has this code."""

    code = "unknown_gateway"


@cache
def gateway(code: str) -> type[Gateway]:
    """A gateway's class, made with a shop's settings: `gateway("cod")(values)`. Raises UnknownGateway."""
    entry = _entries().get(code)
    if entry is None:
        raise UnknownGateway(code)
    loaded: type[Gateway] = entry.load()
    return loaded


def gateway_codes() -> tuple[str, ...]:
    """Codes of all gateways, built-in ones first; none is loaded by asking."""
    return tuple(_entries())


@cache
def _entries() -> dict[str, EntryPoint]:
    """An installed package may add gateways, never replace a built-in one."""
    built_in = {code: EntryPoint(code, target, GROUP) for code, target in BUILT_IN.items()}
    return built_in | {entry.name: entry for entry in entry_points(group=GROUP) if entry.name not in built_in}

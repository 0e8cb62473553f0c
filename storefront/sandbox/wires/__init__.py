"""The companies the sandbox plays, each on its own wire protocol.

An installed package may bring its own company, by an entry point in the group `storefront.sandbox_wires`.
"""

from importlib.metadata import entry_points

from storefront.sandbox.wires.base import Wire
from storefront.sandbox.wires.casso import Casso
from storefront.sandbox.wires.momo import Momo
from storefront.sandbox.wires.onepay import Onepay
from storefront.sandbox.wires.payos import Payos
from storefront.sandbox.wires.practice import Practice
from storefront.sandbox.wires.sepay import Sepay
from storefront.sandbox.wires.stripe import Stripe
from storefront.sandbox.wires.vnpay import Vnpay
from storefront.sandbox.wires.zalopay import ZaloPay

GROUP = "storefront.sandbox_wires"

BUILT_IN: tuple[Wire, ...] = (
    Practice(),
    Momo(),
    Vnpay(),
    ZaloPay(),
    Onepay(),
    Sepay(),
    Casso(),
    Payos(),
    Stripe(),
)


def installed() -> tuple[Wire, ...]:
    """Companies of other packages; none takes the place of one of ours."""
    taken = {wire.code for wire in BUILT_IN}
    found: list[Wire] = [entry.load()() for entry in entry_points(group=GROUP)]
    return tuple(wire for wire in found if wire.code not in taken)


ALL = (*BUILT_IN, *installed())
WIRES: dict[str, Wire] = {wire.code: wire for wire in ALL}
API_AT = {"practice": "api"}
"""Companies whose own addresses do not stand below their code."""
REPORTERS = frozenset({"sepay", "casso"})
"""Companies that report a bank account: a merchant of theirs gets one."""

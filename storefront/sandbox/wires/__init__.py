"""The companies the sandbox plays, each on its own wire protocol."""

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

ALL: tuple[Wire, ...] = (
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
WIRES: dict[str, Wire] = {wire.code: wire for wire in ALL}
API_AT = {"practice": "api"}
"""Companies whose own addresses do not stand below their code."""
REPORTERS = frozenset({"sepay", "casso"})
"""Companies that report a bank account: a merchant of theirs gets one."""

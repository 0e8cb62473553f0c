"""The companies the sandbox plays, each on its own wire protocol."""

from storefront.sandbox.wires.base import Wire
from storefront.sandbox.wires.practice import Practice
from storefront.sandbox.wires.vnpay import Vnpay

ALL: tuple[Wire, ...] = (Practice(), Vnpay())
WIRES: dict[str, Wire] = {wire.code: wire for wire in ALL}

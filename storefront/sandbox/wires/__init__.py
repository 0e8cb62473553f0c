"""The companies the sandbox plays, each on its own wire protocol."""

from storefront.sandbox.wires.base import Wire
from storefront.sandbox.wires.practice import Practice

ALL: tuple[Wire, ...] = (Practice(),)
WIRES: dict[str, Wire] = {wire.code: wire for wire in ALL}

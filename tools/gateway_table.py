"""Write what the built-in gateways declare into docs/gateways.md: `python tools/gateway_table.py`."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from storefront.adapters.gateways import BUILT_IN, gateway
from storefront.adapters.gateways.base import Capabilities

PAGE = Path(__file__).resolve().parents[1] / "docs/gateways.md"
BEGIN = "<!-- made by tools/gateway_table.py from here -->\n"
END = "<!-- to here -->\n"
HEADINGS = (
    "gateway",
    "instruments",
    "sums in ₫",
    "first step",
    "calls back about",
    "asked",
    "refunds",
    "holds",
    "intermediary",
    "practice",
)


def page() -> str:
    """The page as it should be: its own words around the table."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    return before + BEGIN + "\n".join(lines()) + "\n" + END + rest.partition(END)[2]


def lines() -> Iterator[str]:
    """The table, a gateway a line, in the order of the registry."""
    yield _line(HEADINGS)
    yield _line("---" for _ in HEADINGS)
    for code in BUILT_IN:
        yield _line([f"`{code}`", *cells(gateway(code).capabilities)])


def cells(can: Capabilities) -> list[str]:
    """What one gateway declares, in the order of the headings."""
    return [
        _list(sorted({channel.instrument.value.replace("_", " ") for channel in can.channels})),
        f"{can.minimum.amount:,} – {f'{can.maximum.amount:,}' if can.maximum else 'any'}",
        _list(sorted(step.value for step in can.steps)),
        _told(can),
        "yes" if can.query else "no",
        _refunds(can),
        f"{can.hold.days} days" if can.hold else "own books" if can.capture and can.internal else "no",
        "yes" if can.intermediary else "no",
        _practice(can),
    ]


def _told(can: Capabilities) -> str:
    chosen = {
        "money": can.notify,
        "failures": can.notify_failures,
        "refunds": can.notify_refunds,
        "disputes": can.charge_back,
    }
    said = _list(name for name, is_told in chosen.items() if is_told)
    return f"{said} (once)" if can.notify_once else said


def _refunds(can: Capabilities) -> str:
    if can.refund_manual:
        return "by a person"
    if can.internal:
        return "own books"
    return _list(name for name, able in (("whole", can.refund_full), ("part", can.refund_partial)) if able)


def _practice(can: Capabilities) -> str:
    if not can.sandboxed:
        return "no"
    return "nobody is called" if can.offline or can.internal else "the sandbox"


def _list(names: Iterable[str]) -> str:
    return ", ".join(names) or "nothing"


def _line(texts: Iterable[str]) -> str:
    return f"| {' | '.join(texts)} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

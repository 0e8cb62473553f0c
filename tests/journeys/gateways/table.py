"""The table gateway × fault: what each cell must end in, worked out from what the gateways declare."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from storefront.adapters.gateways import gateway, gateway_codes
from storefront.adapters.gateways.base import Capabilities
from tests.soak import sized


class Fault(StrEnum):
    PAY = "pay"
    REFUSE = "refuse"
    ABANDON = "abandon"
    LATE = "late"
    TWICE = "twice"
    OUT_OF_ORDER = "out of order"
    WRONG_AMOUNT = "wrong amount"
    WRONG_MEMO = "wrong memo"
    BROKEN = "signature broken"
    CHARGE_BACK = "charge-back"
    DOWN = "gateway down"
    SLOW = "slow"


@dataclass(frozen=True, slots=True)
class End:
    """What the order's page says and the books hold; `reviews` are the causes the owner is asked about."""

    words: tuple[str, ...]
    summary: str
    charges: tuple[int, ...] = ()
    """Share of the sum due that each counted charge brought, in per cent."""
    reviews: tuple[str, ...] = ()


PAID_WORDS = "Cửa hàng đã nhận được tiền"
OTHER_WAY = "Thanh toán bằng"
TRY_AGAIN = "thử lại hoặc chọn cách khác"
PAID = End((PAID_WORDS,), "paid", (100,))
REFUSED = End(("Chưa thanh toán", TRY_AGAIN, OTHER_WAY), "unpaid")
DECLINED = End(("Chưa thanh toán", TRY_AGAIN, OTHER_WAY), "pending")
WAITING = End(("Đang chờ bạn thanh toán", "Kiểm tra ngay", OTHER_WAY), "pending")
SHORT = End(("Còn phải trả", "còn lại", OTHER_WAY), "partly_paid", (50,), ("paid_short",))
DISPUTED = End(("đòi lại",), "refunded", (100,), ("disputed",))
UNANSWERED = End((OTHER_WAY, "Chuyển khoản"), "pending")
UNKNOWN_MONEY = End(("Chuyển khoản để hoàn tất",), "pending", (), ("unknown_transfer",))

ENDS = {
    Fault.PAY: PAID,
    Fault.REFUSE: REFUSED,
    Fault.ABANDON: WAITING,
    Fault.LATE: PAID,
    Fault.TWICE: PAID,
    Fault.OUT_OF_ORDER: PAID,
    Fault.WRONG_AMOUNT: SHORT,
    Fault.BROKEN: PAID,
    Fault.CHARGE_BACK: DISPUTED,
    Fault.DOWN: UNANSWERED,
    Fault.SLOW: PAID,
}
TRANSFER_ENDS = {
    Fault.PAY: PAID,
    Fault.ABANDON: End(("Chuyển khoản để hoàn tất", OTHER_WAY), "pending"),
    Fault.LATE: PAID,
    Fault.TWICE: PAID,
    Fault.WRONG_AMOUNT: End(
        ("Còn phải trả", "Chuyển khoản để hoàn tất"), "partly_paid", (50,), ("paid_short",)
    ),
    Fault.WRONG_MEMO: UNKNOWN_MONEY,
    Fault.BROKEN: PAID,
}

NO_MEMO = "the company's page carries our number; nobody types a memo"
NO_DISPUTES = "the company tells no disputes"
BY_BANK = "a transfer is the payer's own act at their bank: the shop is told of money only"
NOBODY = "nobody is called: staff or the shop's own books say what happened"


def is_told(code: str) -> bool:
    """Whether a company is called and calls."""
    return gateway(code).capabilities.notify


def is_transfer(code: str) -> bool:
    """Whether money comes by a bank's word."""
    return gateway(code).capabilities.unaddressed_transfers


def end_of(code: str, fault: Fault) -> End | None:
    """What this cell ends in; None for an empty cell."""
    can = gateway(code).capabilities
    if is_transfer(code):
        return TRANSFER_ENDS.get(fault)
    if not can.notify or (fault is Fault.CHARGE_BACK and not can.charge_back):
        return None
    if fault is Fault.REFUSE and can.retried_there:
        return DECLINED
    return ENDS.get(fault)


def reason(code: str, fault: Fault) -> str:
    """Why a cell is empty; an empty text where it may not be."""
    can = gateway(code).capabilities
    if is_transfer(code) and fault in BANK_KNOWS_NOT:
        return BY_BANK
    if can.notify:
        return {Fault.WRONG_MEMO: NO_MEMO, Fault.CHARGE_BACK: NO_DISPUTES}.get(fault, "")
    return NOBODY if can.offline and not is_transfer(code) else ""


BANK_KNOWS_NOT = (Fault.REFUSE, Fault.OUT_OF_ORDER, Fault.CHARGE_BACK, Fault.DOWN, Fault.SLOW)


def outcome_of(can: Capabilities, fault: Fault) -> str:
    """The button of the company's page; where failures are not told, an asked-for failure comes first."""
    unordered = "reordered" if can.notify_failures else "failed_then_paid"
    return {
        Fault.REFUSE: "refused",
        Fault.ABANDON: "abandoned",
        Fault.LATE: "late",
        Fault.TWICE: "twice",
        Fault.OUT_OF_ORDER: unordered,
        Fault.WRONG_AMOUNT: "wrong",
        Fault.BROKEN: "broken",
        Fault.CHARGE_BACK: "charged_back",
    }.get(fault, "paid")


ALL = tuple((code, fault) for code in gateway_codes() for fault in Fault)
WHOLE = tuple((code, fault) for code, fault in ALL if end_of(code, fault) is not None)


def _spread(cells: tuple[tuple[str, Fault], ...]) -> tuple[tuple[str, Fault], ...]:
    """Every company paid at, every transfer, and a quarter of the rest: each fault at some companies."""
    codes, faults = gateway_codes(), list(Fault)
    return tuple(
        (code, fault)
        for code, fault in cells
        if fault is Fault.PAY or is_transfer(code) or (codes.index(code) + faults.index(fault)) % 4 == 0
    )


PLAYED = sized(_spread(WHOLE), WHOLE)
"""All of them in `make soak`."""
EMPTY = tuple((code, fault) for code, fault in ALL if end_of(code, fault) is None)

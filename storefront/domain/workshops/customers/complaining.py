"""What practice customers complain of, in words people use."""

from __future__ import annotations

import random

from storefront.domain.support.complaints import Grievance, receive
from storefront.models.order import Order

GRIEVANCES: tuple[tuple[str, str], ...] = (
    ("goods", "Tôi đặt hai món mà bên trong chỉ có một. Shop kiểm tra lại giúp tôi."),
    ("goods", "Hàng nhận được bị vỡ nắp, chảy ra cả hộp. Tôi muốn đổi cái khác."),
    ("delivery", "Shop hẹn giao hôm nay mà tôi chờ mãi không thấy ai gọi."),
    ("payment", "Tôi đã chuyển khoản rồi mà trang đơn hàng vẫn ghi chưa thanh toán."),
    ("attitude", "Tôi gọi hỏi đơn mà người nghe máy trả lời rất khó chịu."),
)
"""Kind and words; Vietnamese as customers write it."""


def complain(order: Order, chance: random.Random) -> None:
    """Complain about the order, as the form of the shop does."""
    kind, body = chance.choice(GRIEVANCES)
    buyer = order.buyer
    said = Grievance(kind, body, name=str(buyer["name"]), phone=str(buyer["phone"]), locale=order.locale)
    receive(said, order=order)

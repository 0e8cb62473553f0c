"""Made-up drops of the way from the cart to the order (see samples.py)."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from . import drops as d
from .filters import money

Lines = tuple[d.CartLineDrop, ...]
QR = Markup(
    '<svg viewBox="0 0 21 21" xmlns="http://www.w3.org/2000/svg">'
    '<path d="M0 0h7v7H0zM14 0h7v7h-7zM0 14h7v7H0z"/></svg>'
)
SELLER = (
    d.FactDrop("Bên bán", "Hợp tác xã Nông nghiệp và Dịch vụ Pù Luông"),
    d.FactDrop("Địa chỉ", "Bản Đôn, xã Pù Luông, tỉnh Thanh Hóa"),
    d.FactDrop("Mã số thuế", "2802345678"),
    d.FactDrop("Điện thoại", "0912 345 678", "tel:+84912345678"),
)
RECIPIENT = (
    d.FactDrop("Họ tên", "Nguyễn Thị Minh Hạnh"),
    d.FactDrop("Điện thoại", "0987 654 321"),
    d.FactDrop("Địa chỉ", "Số 12 ngõ 5 đường Lê Lợi, phường Hạc Thành, tỉnh Thanh Hóa"),
)

COPY = (
    d.FactDrop("Ngân hàng", "Ngân hàng thực hành"),
    d.FactDrop("Số tài khoản", "0123456789", copy=True),
    d.FactDrop("Số tiền", money(580_000), copy=True, copy_text="580000"),
    d.FactDrop("Nội dung", "DH1042", copy=True),
)


def sample_buying(size: str, picture: Callable[[str], d.PictureDrop | None]) -> dict[str, Any]:
    """Cart, checkout, review and order of a shopper in a shop of that size."""
    lines = sample_lines(picture) if size == "full" else sample_lines(picture)[:1]
    return {
        "cart": sample_cart(size, lines),
        "checkout": sample_checkout(size, lines),
        "review": sample_review(lines),
        "order": sample_order(size, lines),
    }


def sample_lines(picture: Callable[[str], d.PictureDrop | None]) -> Lines:
    """Three lines, one of them changed since it was put in."""
    rows = (
        ("11", "Mật ong hoa rừng Pù Luông", "Chai 500 ml", 185_000, "2", "2 chai", "mat-ong", ""),
        ("12", "Bánh gai Tứ Trụ", "", 80_000, "1", "1 hộp", "banh-gai-10", ""),
        ("13", "Miến dong Cẩm Thủy", "", 70_000, "1.5", "1,5 kg", "mien", "Chỉ còn 1,5 kg"),
    )
    return tuple(
        d.CartLineDrop(
            line_id,
            title,
            f"/products/{image}",
            d.PriceDrop(amount, money(amount)),
            money(int(amount * float(quantity))),
            d.QuantityDrop(
                quantity, step="0.5" if "." in quantity else "1", minimum="0.5" if "." in quantity else "1"
            ),
            shown,
            variant,
            picture(image),
            note,
        )
        for line_id, title, variant, amount, quantity, shown, image, note in rows
    )


def sample_totals() -> tuple[d.TotalDrop, ...]:
    """Goods, delivery, tax, sum."""
    return (
        d.TotalDrop("Tiền hàng", money(555_000)),
        d.TotalDrop("Phí giao hàng", money(25_000)),
        d.TotalDrop("Trong đó thuế GTGT (VAT)", money(41_111)),
        d.TotalDrop("Tổng cộng", money(580_000), strong=True),
    )


def sample_cart(size: str, lines: Lines) -> d.CartDrop:
    """Empty, or with goods and a notice."""
    if size == "empty":
        return d.CartDrop("/cart")
    notice = d.NoticeDrop(f"Giá Bánh gai Tứ Trụ đã đổi từ {money(75_000)} thành {money(80_000)}.", "warning")
    return d.CartDrop(
        "/cart",
        lines,
        len(lines),
        sample_totals()[:1],
        (notice,),
        "/checkout",
        "/collections/all",
        "Mua thêm 45.000 ₫ để được miễn phí giao hàng.",
        "Đã thêm Mật ong hoa rừng (2) vào giỏ",
    )


def sample_checkout(size: str, lines: Lines) -> d.CheckoutDrop:
    """A fresh form, or one that came back with errors."""
    wrong = size == "one"
    error = "Số điện thoại cần đủ 10 số, ví dụ 0912 345 678."
    phone = d.FieldDrop(
        "phone",
        "Số điện thoại",
        "tel",
        "0912" if wrong else "",
        errors=(error,) if wrong else (),
        required=True,
        autocomplete="tel",
        inputmode="tel",
    )
    fields = (
        d.FieldDrop(
            "name",
            "Họ tên",
            required=True,
            autocomplete="name",
            value="Nguyễn Thị Minh Hạnh" if wrong else "",
        ),
        phone,
        d.FieldDrop("email", "Email", "email", autocomplete="email", help="Để nhận biên nhận."),
        *_choices(),
        d.FieldDrop("street", "Số nhà, đường, thôn", required=True, autocomplete="street-address"),
        d.FieldDrop("note", "Ghi chú cho cửa hàng", "textarea"),
        *_invoice(wrong),
    )
    return d.CheckoutDrop(
        "/checkout",
        {field.name: field for field in fields},
        lines,
        sample_totals(),
        "/cart",
        (("field-phone", error),) if wrong else (),
        hidden=(("cart_key", "k-1"),),
    )


def _invoice(wanted: bool) -> tuple[d.FieldDrop, ...]:
    return (
        d.FieldDrop("wants_invoice", "Tôi cần hóa đơn", "checkbox", checked=wanted),
        d.FieldDrop("invoice_name", "Tên đơn vị", autocomplete="organization"),
        d.FieldDrop("invoice_tax_code", "Mã số thuế", inputmode="numeric"),
        d.FieldDrop("invoice_address", "Địa chỉ đơn vị"),
        d.FieldDrop("invoice_email", "Email nhận hóa đơn", "email"),
    )


def _choices() -> tuple[d.FieldDrop, ...]:
    province = (d.ChoiceDrop("", "Chọn tỉnh, thành phố"), d.ChoiceDrop("38", "Tỉnh Thanh Hóa", selected=True))
    commune = (
        d.ChoiceDrop("", "Chọn xã, phường"),
        d.ChoiceDrop("14869", "Xã Pù Luông"),
        d.ChoiceDrop("1", "Phường Hạc Thành"),
    )
    delivery = (
        d.ChoiceDrop("home", "Giao tận nhà", "2 đến 4 ngày", money(25_000), selected=True),
        d.ChoiceDrop("pickup", "Nhận tại cửa hàng", "Bản Đôn, xã Pù Luông", "Miễn phí"),
    )
    payment = (
        d.ChoiceDrop("cod", "Thanh toán khi nhận hàng (COD)", "Xem hàng rồi trả tiền mặt.", selected=True),
        d.ChoiceDrop("bank", "Chuyển khoản (VietQR)", "Quét mã bằng ứng dụng ngân hàng."),
    )
    return (
        d.FieldDrop("province", "Tỉnh, thành phố", "select", choices=province, required=True),
        d.FieldDrop("commune", "Xã, phường", "select", choices=commune, required=True),
        d.FieldDrop("delivery", "Cách nhận hàng", "radio", choices=delivery, required=True),
        d.FieldDrop("payment", "Cách thanh toán", "radio", choices=payment, required=True),
    )


def sample_review(lines: Lines) -> d.ReviewDrop:
    """Everything before the contract."""
    return d.ReviewDrop(
        "/checkout/review",
        "/checkout",
        lines,
        sample_totals(),
        RECIPIENT,
        (d.FactDrop("Cách nhận", "Giao tận nhà"), d.FactDrop("Dự kiến", "25/11 đến 27/11/2026")),
        (d.FactDrop("Cách thanh toán", "Thanh toán khi nhận hàng (COD)"),),
        SELLER,
        consents=(d.FieldDrop("news", "Báo cho tôi khi cửa hàng có hàng mới", "checkbox"),),
        terms=(
            d.LinkDrop("Điều khoản mua hàng", "/pages/dieu-khoan"),
            d.LinkDrop("Chính sách đổi trả", "/pages/doi-tra"),
        ),
        answer_note="Cửa hàng sẽ trả lời trong 48 giờ. Quá hạn, đơn tự hết hiệu lực.",
        vat_note="Giá đã gồm thuế GTGT.",
        hidden=(("cart_key", "k-1"),),
    )


def sample_order(size: str, lines: Lines) -> d.OrderDrop:
    """Just placed and waiting for money; long names; or on its way."""
    waiting = size != "empty"
    payment = d.PaymentDrop(
        "Chuyển khoản để hoàn tất đơn",
        "Mở ứng dụng ngân hàng, quét mã này và giữ nguyên nội dung chuyển khoản.",
        "waiting",
        QR,
        "Mã VietQR của đơn 1042",
        COPY,
        "Hãy chuyển trước 14:05 ngày 23/11/2026.",
        (d.ActionDrop("Đổi cách thanh toán", "/orders/abc/payment"),),
    )
    timeline = (
        d.TimelineDrop("Đã đặt hàng", "done", "14:05 22/11/2026"),
        d.TimelineDrop("Chờ tiền về", "current", note="Cửa hàng xác nhận khi tiền vào tài khoản."),
        d.TimelineDrop("Cửa hàng nhận đơn"),
        d.TimelineDrop("Giao hàng"),
    )
    return d.OrderDrop(
        "1042",
        "Cảm ơn bạn đã đặt hàng",
        "Chờ tiền về" if waiting else "Đã hủy",
        "14:05 ngày 22/11/2026",
        lines,
        sample_totals(),
        "Cửa hàng đã nhận được đơn và giữ hàng cho bạn." if waiting else "",
        timeline if waiting else (d.TimelineDrop("Đã hủy", "stopped", "15:00 22/11/2026"),),
        payment if waiting else None,
        RECIPIENT,
        SELLER,
        (d.ActionDrop("Hủy đơn", "/orders/abc/cancellation", "danger"),) if waiting else (),
        "/orders/abc/contract",
        (d.LinkDrop("Hỏi cửa hàng qua Zalo", "https://zalo.me/0912345678"),),
    )

"""Made-up drops to draw a theme with: an empty shop, one product with long Vietnamese names, a full shop.

For the theme check, the tests and the preview tool; no shopper ever sees these.
"""

from collections.abc import Callable, Mapping
from typing import Any, Literal

from markupsafe import Markup

from . import drops as d
from . import samples_buying as buying
from .filters import money

Size = Literal["empty", "one", "full"]
SIZES: tuple[Size, ...] = ("empty", "one", "full")
PictureSource = Callable[[str], d.PictureDrop | None]

LONG = (
    "Mắm tép chua ngọt hũ thủy tinh loại đặc biệt của Hợp tác xã Nông nghiệp và Dịch vụ Hoằng Phượng, "
    "ủ nghiêng trong chum sành một trăm tám mươi ngày"
)
GOODS = (
    ("Mật ong hoa rừng Pù Luông", 185_000, "chai 500 ml", "mat-ong", "Xã Pù Luông"),
    ("Nem chua Thanh Hóa gói lá chuối", 65_000, "chục", "nem-chua", "Phường Hạc Thành"),
    ("Bánh gai Tứ Trụ", 80_000, "hộp 10", "banh-gai-10", "Xã Thọ Xuân"),
    ("Nước mắm cốt Ba Làng 40 độ đạm", 120_000, "chai", "nuoc-mam", "Phường Hải Bình"),
    ("Trà xanh sao tay", 95_000, "gói 200 g", "che-lam", "Xã Như Xuân"),
    ("Miến dong Cẩm Thủy", 70_000, "kg", "gao-nep", "Xã Cẩm Thủy"),
    ("Chiếu cói Nga Sơn dệt tay", 450_000, "đôi", "chieu", "Xã Nga Sơn"),
    ("Bánh răng bừa", 50_000, "chục", "banh-rang-bua", "Xã Xuân Lập"),
)


DESCRIPTION = Markup(
    "<p>Tháng năm, khi hoa nhãn rừng tàn, người bản Đôn mới đi lấy mật. Mỗi tổ chỉ quay một lần.</p>"
    "<h3>Dùng thế nào</h3><ul><li>Pha nước ấm buổi sáng.</li><li>Chấm bánh chưng rán.</li></ul>"
)
FACTS = (
    d.FactDrop("Khối lượng tịnh", "250 ml"),
    d.FactDrop("Hạn dùng", "24 tháng từ ngày sản xuất"),
    d.FactDrop("Bảo quản", "Nơi khô mát, tránh nắng"),
    d.FactDrop("Mã hàng (SKU)", "MO-250"),
)
PROMISES = (
    d.LinkDrop("Giao trong tỉnh 1-2 ngày, ngoài tỉnh 3-4 ngày", "/pages/giao-hang"),
    d.LinkDrop("Xem hàng rồi mới trả tiền (COD)", ""),
    d.LinkDrop("Đổi trả trong 7 ngày nếu hàng lỗi", "/pages/doi-tra"),
)
LEGAL = d.LegalDrop(
    name="Hợp tác xã Nông nghiệp và Dịch vụ Pù Luông",
    representative="Hà Thị Nhung",
    address="Bản Đôn, xã Pù Luông, tỉnh Thanh Hóa",
    registration="2802345678, cấp ngày 12/03/2021 tại Sở Tài chính Thanh Hóa",
    tax_id="2802345678",
    phone_display="0912 345 678",
    email="htx@example.test",
)


def sample_picture(name: str) -> d.PictureDrop:
    """A picture that needs no file: addresses shaped as the media room makes them."""
    widths = (240, 360, 480, 720)
    sources = tuple(
        d.SourceDrop(f"image/{kind}", tuple((width, f"/media/{name}-{width}.{kind}") for width in widths))
        for kind in ("avif", "webp")
    )
    return d.PictureDrop(f"/media/{name}-720.jpg", 720, 720, f"Ảnh {name}", "#f3dfc2", sources)


def sample_contexts(
    size: Size, *, picture: PictureSource = sample_picture, stylesheet_url: str = "/_t/sample/0.css"
) -> dict[str, dict[str, Any]]:
    """Template name -> context for `Renderer.render_page`, for every template of drops.TEMPLATE_DROPS."""
    cards = sample_cards(size, picture)
    shop = sample_shop(size, picture, stylesheet_url)
    listing = sample_collection(size, cards)
    mains: dict[str, Any] = {
        "home": sample_home(size, cards, listing, picture),
        "collection": listing,
        "product": sample_product(size, cards, picture),
        "page": sample_page(size),
        "search": sample_search(size, listing),
        "contact": sample_contact(size),
        "404": d.ErrorDrop(
            404, "Không tìm thấy trang này", "Trang đã được dời đi hoặc chưa từng có.", links=shop.menu
        ),
        "500": d.ErrorDrop(
            500, "Cửa hàng đang gặp trục trặc", "Hãy thử lại sau ít phút.", reference="8F2K-1Q"
        ),
        "closed": d.ErrorDrop(503, "Cửa hàng đang tạm nghỉ", "Mời bạn quay lại vào ngày 01/12/2026."),
        **buying.sample_buying(size, picture),
    }
    return {
        template: {"shop": shop, "meta": sample_meta(template), d.TEMPLATE_DROPS[template][0]: main}
        for template, main in mains.items()
    }


def sample_meta(template: str) -> d.MetaDrop:
    """A head with everything in it."""
    return d.MetaDrop(
        title=f"Bếp Quê Pù Luông: {template}",
        description="Đặc sản Thanh Hóa, mua thẳng từ người làm ra.",
        canonical_url=f"https://example.test/{template}",
        noindex=template in ("cart", "checkout", "review", "order"),
        json_ld=({"@context": "https://schema.org", "@type": "WebPage", "name": "a </script> b"},),
    )


def sample_urls() -> d.UrlsDrop:
    """Addresses of the right shape."""
    return d.UrlsDrop(
        **{name: f"/{name.replace('_', '/')}" for name in d.UrlsDrop.__dataclass_fields__ if name != "home"},
        home="/",
    )


def sample_shop(size: Size, picture: PictureSource, stylesheet_url: str) -> d.ShopDrop:
    """The shop; the empty one has only what the law and the first minute give it."""
    urls, legal = sample_urls(), LEGAL
    if size == "empty":
        return d.ShopDrop("Hàng mới", urls, stylesheet_url, legal, mode="practice")
    name = "Bếp Quê Pù Luông" if size == "full" else "Cửa hàng đặc sản Hợp tác xã Nông nghiệp Hoằng Phượng"
    menu = tuple(d.LinkDrop(label, f"/collections/{slug}") for label, slug in sample_groups())
    return d.ShopDrop(
        name,
        urls,
        stylesheet_url,
        legal,
        tagline="Hương vị quê nhà, từ bếp lửa bản Đôn đến mâm cơm của bạn",
        phone="+84912345678",
        phone_display="0912 345 678",
        email="htx@example.test",
        zalo_url="https://zalo.me/0912345678",
        address_lines=("Bản Đôn", "xã Pù Luông", "tỉnh Thanh Hóa"),
        geo_url="geo:20.45,105.16",
        opening_hours=(
            d.FactDrop("Thứ hai đến thứ bảy", "07:30 - 18:00"),
            d.FactDrop("Chủ nhật", "08:00 - 12:00"),
        ),
        notification=d.LinkDrop("Đã thông báo Bộ Công Thương", "https://example.test/thong-bao"),
        menu=(*menu, d.LinkDrop("Câu chuyện", "/pages/cau-chuyen", children=menu[:2])),
        footer_menu=(d.LinkDrop("Giới thiệu", "/pages/gioi-thieu"), d.LinkDrop("Liên hệ", "/contact")),
        policies=tuple(
            d.LinkDrop(f"Chính sách {word}", f"/pages/{number}")
            for number, word in enumerate(
                ("giao hàng", "đổi trả", "thanh toán", "bảo mật", "giải quyết khiếu nại")
            )
        ),
        languages=(d.LinkDrop("Tiếng Việt", "/", current=True), d.LinkDrop("English", "/en/")),
        collections=sample_tiles(picture),
    )


def sample_groups() -> tuple[tuple[str, str], ...]:
    """Collections by name and slug."""
    return (
        ("Mật ong và trà", "mat-ong-tra"),
        ("Mắm và gia vị", "mam-gia-vi"),
        ("Bánh quê", "banh-que"),
        ("Nông sản khô", "nong-san-kho"),
        ("Đồ thủ công", "do-thu-cong"),
        ("Quà biếu", "qua-bieu"),
    )


def sample_tiles(picture: PictureSource) -> tuple[d.CollectionCardDrop, ...]:
    """Collections as tiles."""
    pairs = zip(sample_groups(), GOODS, strict=False)
    return tuple(
        d.CollectionCardDrop(title, f"/collections/{slug}", picture(goods[3]), count=4)
        for (title, slug), goods in pairs
    )


def sample_cards(size: Size, picture: PictureSource) -> tuple[d.ProductCardDrop, ...]:
    """None, one with every long word, or 24 of all kinds."""
    if size == "empty":
        return ()
    if size == "one":
        price = d.PriceDrop(
            12_500_000, money(12_500_000), money(15_000_000), 17, from_price=True, unit="thùng 24 hũ"
        )
        badges = (d.BadgeDrop("ocop", "OCOP 4 sao"), d.BadgeDrop("sale", "-17 %"))
        return (d.ProductCardDrop(LONG, "/products/mam-tep", price, None, badges, place="Xã Hoằng Phượng"),)
    return tuple(_card(number, picture) for number in range(24))


def _card(number: int, picture: PictureSource) -> d.ProductCardDrop:
    title, amount, unit, image, place = GOODS[number % len(GOODS)]
    sale, gone = number % 4 == 1, number % 8 == 6
    badges = [d.BadgeDrop("ocop", f"OCOP {3 + number % 2} sao")] if number % 3 == 0 else []
    badges += [d.BadgeDrop("sale", "-15 %")] if sale else [d.BadgeDrop("soldout", "Hết hàng")] if gone else []
    return d.ProductCardDrop(
        title=title,
        url=f"/products/{image}",
        price=d.PriceDrop(
            amount, money(amount), money(amount * 20 // 17) if sale else "", 15 if sale else 0, unit=unit
        ),
        picture=picture(image),
        badges=tuple(badges),
        rating=d.RatingDrop("4,8", 5, 32) if number % 2 == 0 else None,
        sold_display="Đã bán 1,2k" if number % 2 == 0 else "Đã bán 86",
        place=place,
        available=not gone,
        variant_id="" if number % 5 == 4 else str(1000 + number),
    )


def sample_collection(size: Size, cards: tuple[d.ProductCardDrop, ...]) -> d.CollectionDrop:
    """A list with filters, sort and a next page; the empty shop's has none of them."""
    if size == "empty":
        return d.CollectionDrop("Tất cả sản phẩm", "/collections/all", count=0)
    choices = tuple(
        d.ChoiceDrop(place, place, extra=str(7 - number), selected=number == 1)
        for number, (*_, place) in enumerate(GOODS[:4])
    )
    return d.CollectionDrop(
        "Đặc sản Thanh Hóa",
        "/collections/dac-san",
        cards[:12],
        description=Markup("<p>Món ngon có tên người làm, có tên làng.</p>"),
        count=len(cards) if size == "one" else 500,
        filters=(
            d.FilterDrop("place", "Nơi làm", choices=choices),
            d.FilterDrop("price", "Khoảng giá (₫)", kind="range", minimum="50000"),
        ),
        active_filters=(d.LinkDrop(GOODS[1][4], "/collections/dac-san"),),
        clear_url="/collections/dac-san",
        sort=(d.ChoiceDrop("best", "Bán chạy", selected=True), d.ChoiceDrop("price", "Giá thấp trước")),
        pages=d.PageLinksDrop("", "/collections/dac-san?after=12" if size == "full" else ""),
        siblings=tuple(d.LinkDrop(label, f"/collections/{slug}") for label, slug in sample_groups()),
        breadcrumbs=(d.LinkDrop("Trang chủ", "/"),),
    )


def sample_reviews() -> tuple[d.CustomerReviewDrop, ...]:
    """What three buyers wrote."""
    return (
        d.CustomerReviewDrop(
            "Chị Hòa", "Mật thơm, đặc, giống hệt mật bà ngoại mua ngày xưa.", 5, "12/11/2026", "Hà Nội"
        ),
        d.CustomerReviewDrop(
            "Anh Tuấn", "Gói hàng rất cẩn thận, chai không bị rỉ giọt nào.", 5, "03/11/2026", "Đà Nẵng"
        ),
        d.CustomerReviewDrop(
            "Cô Liên", "Nem vừa chua, lá còn tươi. Giao chậm một ngày nhưng có gọi báo.", 4, "28/10/2026"
        ),
    )


def sample_home(
    size: Size, cards: tuple[d.ProductCardDrop, ...], listing: d.CollectionDrop, picture: PictureSource
) -> d.HomeDrop:
    """The home page's goods."""
    featured = d.CollectionDrop("Bán chạy", "/collections/all", cards[:8])
    if size == "empty":
        return d.HomeDrop(featured)
    gifts = d.CollectionDrop("Quà biếu", "/collections/qua-bieu", cards[4:8])
    return d.HomeDrop(
        featured,
        collections=sample_tiles(picture) if size == "full" else (),
        by_collection={"qua-bieu": gifts},
        pictures={"portrait": portrait} if (portrait := picture("gio-rau")) else {},
        hero_picture=picture("nha-san") if size == "full" else None,
        reviews=sample_reviews() if size == "full" else (),
    )


def sample_home_changes() -> Mapping[str, Any]:
    """What an owner of a full shop has filled in on the home page."""
    months = (
        ("Tháng 1 đến 3", "Măng khô, gạo nếp cái, bánh chưng"),
        ("Tháng 4 đến 6", "Mật ong hoa nhãn, chè xuân"),
        ("Tháng 7 đến 9", "Dứa, ngô nếp, nước mắm cốt mới"),
        ("Tháng 10 đến 12", "Cam, miến dong, mật ong hoa rừng"),
    )
    blocks = [{"type": "months", "settings": {"months": when, "goods": goods}} for when, goods in months]
    maker = {
        "quote": "Ong đi lấy mật cả mùa mới được một chum. Mình không vội, mật mới ngon.",
        "name": "Bà Hà Thị Nhung",
        "place": "Bản Đôn, xã Pù Luông",
        "portrait": "portrait",
        "link": "/pages/cau-chuyen",
    }
    gifts = {"collection": "qua-bieu"}
    return {
        "sections": {"maker": {"settings": maker}, "season": {"blocks": blocks}, "gifts": {"settings": gifts}}
    }


def sample_variants() -> tuple[d.VariantDrop, ...]:
    """Three sizes, the largest sold out."""
    return tuple(
        d.VariantDrop(
            str(1000 + number),
            title,
            d.PriceDrop(amount, money(amount)),
            available=number < 2,
            selected=number == 0,
        )
        for number, (title, amount) in enumerate(
            (("Chai 250 ml", 99_000), ("Chai 500 ml", 185_000), ("Can 1 lít", 350_000))
        )
    )


def sample_product(size: Size, cards: tuple[d.ProductCardDrop, ...], picture: PictureSource) -> d.ProductDrop:
    """Sold out and bare; long-named; or with everything."""
    if size == "empty":
        variant = d.VariantDrop("1", "", d.PriceDrop(50_000, money(50_000)), available=False)
        return d.ProductDrop(
            "Trứng gà ri", "/products/trung", variant.price, (variant,), available=False, notify_url="/n"
        )
    if size == "one":
        variant = d.VariantDrop("1", "", cards[0].price)
        return d.ProductDrop(
            LONG, "/products/mam-tep", cards[0].price, (variant,), summary=LONG, badges=cards[0].badges
        )
    images = [image for name in ("mat-ong", "mat-ong-to", "gio-rau") if (image := picture(name))]
    return d.ProductDrop(
        title="Mật ong hoa rừng Pù Luông",
        url="/products/mat-ong",
        price=d.PriceDrop(99_000, money(99_000), money(115_000), 14),
        variants=sample_variants(),
        pictures=tuple(images),
        option_names=("Dung tích",),
        badges=(d.BadgeDrop("ocop", "OCOP 4 sao"), d.BadgeDrop("sale", "-14 %")),
        breadcrumbs=(d.LinkDrop("Trang chủ", "/"), d.LinkDrop("Mật ong và trà", "/collections/mat-ong-tra")),
        summary="Mật ong khoái quay một vụ mỗi năm, màu hổ phách, thơm mùi hoa rừng.",
        description=DESCRIPTION,
        facts=FACTS,
        origin=d.OriginDrop(
            "Hộ Hà Thị Nhung",
            "Bản Đôn, xã Pù Luông",
            "THA-0417",
            "OCOP 4 sao, Quyết định 1234/QĐ-UBND, đến 06/2028.",
        ),
        stock_note="Còn 12 chai",
        vat_note="Giá đã gồm thuế GTGT",
        rating=d.RatingDrop("4,8", 5, 32),
        sold_display="Đã bán 1,2k",
        reviews=sample_reviews(),
        related=cards[1:5],
        promises=PROMISES,
    )


def sample_page(size: Size) -> d.PageDrop:
    """A page of words."""
    body = (
        "<p>Nội dung đang được soạn.</p>"
        if size == "empty"
        else f"<p>{LONG}</p><h2>Giao hàng</h2><p>Từ 1 đến 4 ngày.</p>"
    )
    return d.PageDrop(
        "Chính sách giao hàng",
        "/pages/giao-hang",
        Markup(body),
        "22/11/2026",
        (d.LinkDrop("Trang chủ", "/"),),
    )


def sample_search(size: Size, listing: d.CollectionDrop) -> d.SearchDrop:
    """Nothing found, or a spelling put right."""
    if size == "empty":
        return d.SearchDrop("nem chu", d.CollectionDrop("", "/search"))
    return d.SearchDrop(
        "mât ông", listing, "mật ong", "/search?q=m%C3%A2t", (d.LinkDrop("mật ong hoa nhãn", "/search?q=a"),)
    )


def sample_contact(size: Size) -> d.ContactDrop:
    """Fresh, with errors, or sent."""
    wrong = size == "one"
    error = "Hãy viết câu hỏi của bạn."
    fields = (
        d.FieldDrop("name", "Tên của bạn", required=True, autocomplete="name"),
        d.FieldDrop("phone", "Số điện thoại", "tel", required=True, autocomplete="tel", inputmode="tel"),
        d.FieldDrop("message", "Câu hỏi", "textarea", required=True, errors=(error,) if wrong else ()),
    )
    return d.ContactDrop(
        "/contact", fields, (("field-message", error),) if wrong else (), sent=size == "empty"
    )

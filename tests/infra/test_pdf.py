import pytest

from storefront.infra.pdf import Document, Facts, Table, Text, draw
from tests.pdf_text import text_of

PANGRAM = "Hỡi người thiếu nữ ở xã Đông Sơn, hãy mua giỏ mận chín mọng, kẻo ế Ẩm Ỹ Ợ ₫"


@pytest.fixture
def document() -> Document:
    return Document(
        title="Phiếu bán hàng",
        subtitle="14:05 22/11/2026",
        blocks=[
            Facts("Người bán", [("Tên", "Hộ kinh doanh Lê Thị Mận"), ("Địa chỉ", "12 Lê Lợi\nThanh Hóa")]),
            Table(
                ("Hàng", "Tiền"),
                [("Nem chua <b>& tỏi</b>", "125.000 ₫")],
                widths=(0.7, 0.3),
                right=frozenset({1}),
                sums=[("Tổng cộng", "125.000 ₫")],
            ),
            Text(PANGRAM, note=True),
        ],
        footer="Cửa hàng · #1001",
    )


def test_every_vietnamese_letter_can_be_read_from_the_file(document: Document) -> None:
    text = text_of(draw(document))

    assert "Phiếu bán hàng" in text
    assert PANGRAM in text
    assert "125.000 ₫" in text


def test_what_people_typed_is_never_markup(document: Document) -> None:
    text = text_of(draw(document))

    assert "<b>&tỏi</b>" in text.replace(" ", "")


def test_the_same_document_gives_the_same_bytes(document: Document) -> None:
    assert draw(document) == draw(document)


def test_a_long_document_has_several_pages() -> None:
    many = Document("Danh sách", [Text(f"Dòng {number}") for number in range(200)], footer="Chân trang")

    text = text_of(draw(many))

    assert "Dòng 199" in text
    assert text.count("Chân trang") > 1

from dataclasses import replace

from storefront.domain.onboarding.poster import PosterData, poster
from tests.pdf_text import text_of

DATA = PosterData(
    name="Nước mắm Ba Làng",
    url="https://cho.example/s/nuoc-mam-ba-lang/",
    tagline="Mắm ủ chum mười hai tháng",
    address="12 Lê Lợi, Phường Hạc Thành, Tỉnh Thanh Hóa",
    phone="0912 345 678",
)


def test_what_the_poster_says_can_be_read_and_copied(context: object) -> None:
    said = text_of(poster(DATA))

    assert "Nước mắm Ba Làng" in said
    assert "Mắm ủ chum mười hai tháng" in said
    assert "cho.example/s/nuoc-mam-ba-lang" in said
    assert "0912 345 678" in said
    assert "Phường Hạc Thành" in said


def test_a_practice_shops_poster_says_so(context: object) -> None:
    assert "thực hành" in text_of(poster(replace(DATA, practice=True))).lower()
    assert "thực hành" not in text_of(poster(DATA)).lower()


def test_a_long_name_keeps_to_one_page(context: object) -> None:
    long = replace(
        DATA, name="Hợp tác xã sản xuất và kinh doanh nước mắm truyền thống Ba Làng Hải Thanh " * 2
    )

    made = poster(long)

    assert made.count(b"/Type /Page\n") == 1
    assert poster(long) == made

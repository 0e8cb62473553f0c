from storefront.domain.media.pictures import picture
from storefront.models.asset import Asset


def asset(**fields: object) -> Asset:
    values: dict[str, object] = {"key": "shop/1/abc/master.jpg", "width": 1000, "height": 500, "widths": []}
    return Asset(**{**values, "colour": "#aabbcc", "alt": "Mật ong", **fields})


def test_the_master_stands_in_until_the_sizes_are_made() -> None:
    shown = picture(asset())

    assert (shown.url, shown.sources) == ("/media/shop/1/abc/master.jpg", ())


def test_every_format_lists_its_sizes_narrowest_first() -> None:
    shown = picture(asset(widths=[240, 960]))

    assert [source.type for source in shown.sources] == ["image/avif", "image/webp"]
    assert shown.sources[1].candidates == (
        (240, "/media/shop/1/abc/240.webp"),
        (960, "/media/shop/1/abc/960.webp"),
    )


def test_the_fallback_is_a_jpeg_of_middle_size() -> None:
    assert picture(asset(widths=[240, 720, 960])).url == "/media/shop/1/abc/720.jpg"
    assert picture(asset(widths=[800])).url == "/media/shop/1/abc/800.jpg"


def test_words_given_for_this_place_go_first() -> None:
    assert (picture(asset()).alt, picture(asset(), "Lọ mật").alt) == ("Mật ong", "Lọ mật")

import io

import pytest
from PIL import Image

from storefront.domain.media.bundled import bundled
from storefront.domain.media.renditions import render
from storefront.infra import storage
from storefront.models.shop import Shop
from tests.factories import make_asset


def test_a_picture_is_made_in_every_size_it_is_large_enough_for(shop: Shop) -> None:
    asset = make_asset(500, 250)

    render(asset.id)

    assert asset.widths == [240, 360, 480]
    assert asset.rendered_at is not None
    sizes = {
        extension: Image.open(io.BytesIO(storage.get(f"{asset.base}/360.{extension}"))).size
        for extension in ("avif", "webp", "jpg")
    }
    assert sizes == {"avif": (360, 180), "webp": (360, 180), "jpg": (360, 180)}


def test_a_small_picture_is_never_enlarged(shop: Shop) -> None:
    asset = make_asset(100, 80)

    render(asset.id)

    assert asset.widths == [100]


def test_rendering_twice_changes_nothing(shop: Shop) -> None:
    asset = make_asset(250, 250)
    render(asset.id)
    first = asset.rendered_at

    render(asset.id)

    assert (asset.widths, asset.rendered_at) == ([240], first)


def test_a_lost_master_is_said(shop: Shop) -> None:
    asset = make_asset()
    storage.delete(asset.key)

    with pytest.raises(storage.NoSuchFile):
        render(asset.id)


def test_a_picture_of_ours_is_taken_from_the_shelf_where_another_shop_had_it_made(shop: Shop) -> None:
    asset = make_asset(300, 200)
    asset.content_hash = min(bundled())
    for extension in ("avif", "webp", "jpg"):
        storage.put(f"shop/0/{asset.content_hash}/240.{extension}", extension.encode())

    render(asset.id)

    assert asset.widths == [240]
    assert storage.get(f"{asset.base}/240.avif") == b"avif"


def test_the_first_shop_has_a_picture_of_ours_made_for_all(shop: Shop) -> None:
    asset = make_asset(300, 200)
    asset.content_hash = max(bundled())

    render(asset.id)

    shelf = storage.get(f"shop/0/{asset.content_hash}/240.webp")
    assert shelf == storage.get(f"{asset.base}/240.webp")

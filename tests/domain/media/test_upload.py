import io
from collections.abc import Iterator

import pytest
from PIL import Image
from sqlalchemy import select

from storefront.domain.media.upload import store_picture, store_pictures
from storefront.infra import events, storage
from storefront.infra.db import db, has_written
from storefront.infra.images import PictureRefused
from storefront.models.asset import Asset
from storefront.models.shop import Shop
from tests.factories import make_asset, picture_bytes


def test_a_picture_is_kept_under_its_own_content(shop: Shop) -> None:
    asset = store_picture(picture_bytes(640, 480), "Ảnh  của tôi.jpg", alt="Mật ong")

    assert asset.key == f"shop/{shop.id}/{asset.content_hash}/master.jpg"
    assert (asset.width, asset.height, asset.alt, asset.file_name) == (640, 480, "Mật ong", "Ảnh của tôi.jpg")
    assert asset.bytes == len(storage.get(asset.key))
    assert (asset.widths, asset.rendered_at) == ([], None)
    assert db.session.scalars(select(events.Event.topic)).all() == ["asset.stored"]


def test_the_same_picture_twice_is_one_asset(shop: Shop) -> None:
    data = picture_bytes()

    first, second = store_picture(data, "a.jpg"), store_picture(data, "b.jpg")

    assert first is second


def test_of_several_pictures_all_are_decoded_before_the_first_is_written(shop: Shop) -> None:
    db.session.commit()
    writing: list[bool] = []

    def sent() -> Iterator[tuple[bytes, str]]:
        for size, name in ((100, "a.jpg"), (0, "b.txt"), (200, "c.jpg")):
            writing.append(has_written())
            yield picture_bytes(size, size) if size else b"words", name

    assets, refused = store_pictures(sent())

    assert writing == [False, False, False]
    assert [asset.file_name for asset in assets] == ["a.jpg", "c.jpg"]
    assert [sentence.split(":")[0] for sentence in refused] == ["b.txt"]


def test_where_and_when_a_photo_was_taken_is_removed(shop: Shop) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    exif.get_ifd(0x8825)[1] = "N"
    buffer = io.BytesIO()
    Image.new("RGB", (300, 200), "red").save(buffer, "JPEG", exif=exif)

    asset = store_picture(buffer.getvalue(), "anh.jpg")
    kept = Image.open(io.BytesIO(storage.get(asset.key)))

    assert dict(kept.getexif()) == {}
    assert (asset.width, asset.height) == (200, 300)


def test_what_is_no_picture_leaves_nothing(shop: Shop) -> None:
    with pytest.raises(PictureRefused):
        store_picture(b"MZ not a picture", "virus.jpg")

    assert db.session.scalars(select(Asset.id)).all() == []


def test_each_asset_of_the_factory_is_another(shop: Shop) -> None:
    assert make_asset().content_hash != make_asset().content_hash

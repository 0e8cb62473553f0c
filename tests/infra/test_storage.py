import pytest
from flask import Flask

from storefront.infra import storage

KEY = f"shop/1/{'a' * 64}/240.webp"


def test_a_file_is_written_read_and_deleted(context: Flask) -> None:
    storage.put(KEY, b"picture")
    before = (storage.exists(KEY), storage.get(KEY))
    storage.delete(KEY)
    storage.delete(KEY)

    assert before == (True, b"picture")
    assert storage.exists(KEY) is False


def test_what_is_served_says_its_type_and_never_changes(context: Flask) -> None:
    storage.put(KEY, b"picture")

    kept, media_type, etag = storage.get(KEY), storage.media_type(KEY), storage.etag(KEY)

    assert (kept, media_type) == (b"picture", "image/webp")
    assert etag == f'"{"a" * 32}-240.webp"'


@pytest.mark.parametrize(
    "key",
    [
        "",
        "../keys/session.key",
        f"shop/1/{'a' * 64}/../../x.webp",
        f"shop/1/{'a' * 64}/240.svg",
        f"shop/1/{'A' * 64}/240.webp",
        f"/shop/1/{'a' * 64}/240.webp",
        f"shop/1/{'a' * 64}/240.webp\n",
        f"shop/2/{'b' * 64}/240.webp",
    ],
)
def test_nothing_else_is_ever_served(context: Flask, key: str) -> None:
    with pytest.raises(storage.NoSuchFile):
        storage.get(key)

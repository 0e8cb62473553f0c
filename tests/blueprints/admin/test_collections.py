from collections.abc import Callable

import pytest
from sqlalchemy import select

from storefront.domain.catalogue.collections import product_ids
from storefront.domain.catalogue.queries import collection_by_id, desk_collections
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.models.product import Collection
from storefront.models.user import Role
from tests.blueprints.admin.conftest import Seat
from tests.factories import make_collection, make_product

NEW = {"revision": "0", "name": "Đặc sản", "description": "Từ **bản**.", "published": "y"}


@pytest.fixture
def owner(seat: Callable[..., Seat]) -> Seat:
    return seat()


def make(seat: Seat, name: str = "Quà tặng", size: int = 0) -> tuple[int, list[int]]:
    with seat.app.app_context(), enter_shop(seat.shop_id):
        products = [make_product() for _ in range(size)]
        collection = make_collection(*products, name=name)
        db.session.commit()
        return collection.id, [product.id for product in products]


def members(seat: Seat, collection_id: int) -> list[int]:
    with seat.app.app_context(), enter_shop(seat.shop_id):
        return product_ids(collection_by_id(collection_id))


def names(seat: Seat) -> list[str]:
    with seat.app.app_context(), enter_shop(seat.shop_id):
        return [collection.name for collection, _size in desk_collections()]


def test_a_collection_is_made_and_listed(owner: Seat) -> None:
    owner.visitor.get(owner.url("/collections/new"))

    owner.visitor.post(owner.url("/collections/"), NEW)

    with owner.app.app_context(), enter_shop(owner.shop_id):
        made = db.session.scalars(select(Collection)).one()
        assert (made.name, made.slug, made.published) == ("Đặc sản", "dac-san", True)
        assert made.description == "<p>Từ <strong>bản</strong>.</p>"


def test_a_collection_without_a_name_is_asked_for_one(owner: Seat) -> None:
    owner.visitor.get(owner.url("/collections/new"))

    again = owner.visitor.post(owner.url("/collections/"), {**NEW, "name": ""})

    assert again.status_code == 422
    assert "Từ **bản**." in again.text


def test_a_second_device_is_told_what_was_saved(owner: Seat) -> None:
    collection_id, _products = make(owner)
    address = owner.url(f"/collections/{collection_id}")
    owner.visitor.get(address)
    owner.visitor.post(address, {**NEW, "revision": "1", "name": "Một"})

    conflict = owner.visitor.post(address, {**NEW, "revision": "1", "name": "Hai"})

    assert conflict.status_code == 409
    assert 'value="Hai"' in conflict.text
    assert ">Một</dd>" in conflict.text


def test_products_are_added_moved_and_taken_out(owner: Seat) -> None:
    collection_id, (first, second) = make(owner, size=2)
    with owner.app.app_context(), enter_shop(owner.shop_id):
        third = make_product().id
        db.session.commit()
    address = owner.url(f"/collections/{collection_id}")
    owner.visitor.get(address)

    owner.visitor.post(f"{address}/products/", {"ids": third})
    owner.visitor.post(f"{address}/products/{third}/place", {"do": "up"})
    owner.visitor.post(f"{address}/products/{first}/removal")

    assert members(owner, collection_id) == [third, second]


def test_collections_change_places(owner: Seat) -> None:
    make(owner, "Một")
    second, _products = make(owner, "Hai")
    owner.visitor.get(owner.url("/collections/"))

    owner.visitor.post(owner.url(f"/collections/{second}/place"), {"do": "up"})

    assert names(owner) == ["Hai", "Một"]


def test_a_collection_goes_and_its_products_stay(owner: Seat) -> None:
    collection_id, (product_id,) = make(owner, size=1)
    owner.visitor.get(owner.url(f"/collections/{collection_id}"))

    owner.visitor.post(owner.url(f"/collections/{collection_id}/removal"))

    assert names(owner) == []
    assert owner.visitor.get(owner.url(f"/products/{product_id}")).status_code == 200


def test_an_order_clerk_sees_the_list_and_changes_nothing(seat: Callable[..., Seat]) -> None:
    clerk = seat(Role.ORDER_CLERK)
    collection_id, _products = make(clerk)

    assert clerk.visitor.get(clerk.url("/collections/")).status_code == 200
    assert clerk.visitor.get(clerk.url(f"/collections/{collection_id}")).status_code == 403
    assert clerk.visitor.post(clerk.url(f"/collections/{collection_id}/removal")).status_code == 403


def test_another_shops_collection_is_not_found(seat: Callable[..., Seat]) -> None:
    owner, other = seat(), seat()
    collection_id, _products = make(other)

    assert owner.visitor.get(owner.url(f"/collections/{collection_id}")).status_code == 404
    assert owner.visitor.post(owner.url(f"/collections/{collection_id}/place")).status_code == 404

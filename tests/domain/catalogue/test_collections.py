import pytest

from storefront.domain.catalogue import collections
from storefront.domain.catalogue.collections import CollectionData
from storefront.domain.search.query import search
from storefront.infra import events
from storefront.infra.errors import Invalid
from storefront.models.shop import Shop
from tests.factories import make_collection, make_product

BY = events.SYSTEM


def test_goods_are_put_in_taken_out_and_arranged(shop: Shop) -> None:
    first, second, third = make_product(), make_product(), make_product()
    collection = make_collection(first, second, third)

    collections.add_products(collection, [second.id], by=BY)
    collections.remove_products(collection, [first.id], by=BY)
    collections.arrange_products(collection, [third.id], by=BY)

    assert collections.product_ids(collection) == [third.id, second.id]


def test_a_stale_form_overwrites_nothing(shop: Shop) -> None:
    collection = make_collection(name="Quà quê")
    opened_at = collection.revision
    collections.edit_collection(collection, CollectionData("Quà Tết"), revision=opened_at, by=BY)

    with pytest.raises(collections.CollectionChanged):
        collections.edit_collection(collection, CollectionData("Quà"), revision=opened_at, by=BY)

    assert collection.name == "Quà Tết"


def test_a_collection_needs_a_name(shop: Shop) -> None:
    with pytest.raises(Invalid) as refused:
        collections.create_collection(CollectionData(" "), by=BY)

    assert "name" in refused.value.errors


def test_goods_are_found_by_the_name_of_their_collection(shop: Shop) -> None:
    product = make_product(name="Mực khô")
    collection = make_collection(product, name="Hải sản")
    before = search("hai san").product_ids

    collections.edit_collection(collection, CollectionData("Đồ biển"), revision=collection.revision, by=BY)
    renamed = search("do bien").product_ids
    collections.delete_collection(collection, by=BY)

    assert (before, renamed, search("do bien").product_ids) == ((product.id,), (product.id,), ())


def test_collections_are_arranged(shop: Shop) -> None:
    first, second = make_collection(), make_collection()

    collections.arrange_collections([second.id, first.id])

    assert (second.position, first.position) == (0, 1)

import pytest

from storefront.domain.catalogue import queries
from storefront.domain.catalogue.data import ImageData, VariantData
from storefront.infra.db import db
from storefront.models.product import ProductState
from storefront.models.shop import Shop
from tests.factories import make_asset, make_collection, make_product
from tests.sqlcount import counted_sql


@pytest.mark.parametrize("text", ["mat ong", "Mật", "MO-1"])
def test_the_desk_finds_drafts_by_name_without_marks_and_by_sku(shop: Shop, text: str) -> None:
    made = make_product(
        name="Mật ong rừng", state=ProductState.DRAFT, variants=(VariantData(price=1, sku="MO-1"),)
    )
    make_product(name="Cam")

    assert db.session.scalars(queries.desk_products(text=text)).all() == [made]


def test_the_desk_leaves_archived_goods_out_until_asked(shop: Shop) -> None:
    archived, active = make_product(state=ProductState.ARCHIVED), make_product()

    assert db.session.scalars(queries.desk_products()).all() == [active]
    assert db.session.scalars(queries.desk_products(state=ProductState.ARCHIVED)).all() == [archived]


def test_the_desk_lists_one_collection(shop: Shop) -> None:
    member, _other = make_product(), make_product()
    collection = make_collection(member)

    assert db.session.scalars(queries.desk_products(collection_id=collection.id)).all() == [member]


def test_collection_tiles_count_goods_on_sale_in_one_statement(shop: Shop) -> None:
    asset = make_asset()
    make_collection(
        make_product(images=(ImageData(asset.id),)), make_product(state=ProductState.DRAFT), name="Quà quê"
    )
    make_collection(name="Ẩn", published=False)

    with counted_sql() as statements:
        tiles = queries.collection_cards()

    assert len(statements) == 1
    assert [(tile.slug, tile.count) for tile in tiles] == [("qua-que", 1)]
    assert tiles[0].picture is not None
    assert asset.key in tiles[0].picture.url


def test_a_hidden_collection_is_not_found(shop: Shop) -> None:
    collection = make_collection(published=False)

    with pytest.raises(queries.CollectionNotFound):
        queries.collection_by_slug(collection.slug)
    assert queries.collection_by_id(collection.id) is collection


def test_a_product_that_is_not_there_is_not_found(shop: Shop) -> None:
    with pytest.raises(queries.ProductNotFound):
        queries.product_by_id(1)

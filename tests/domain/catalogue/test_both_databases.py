from dataclasses import replace
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from storefront.domain.catalogue import facets, products, queries
from storefront.domain.catalogue.cards import Filters, Sort, cards
from storefront.domain.catalogue.data import ImageData, VariantData, data_of
from storefront.infra import clock, events
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.infra.versions import version_of
from storefront.models.product import PriceChange
from tests.factories import make_asset, make_collection, make_product, make_shop


def test_goods_are_written_listed_and_narrowed_on_both_databases(committed_app: Flask) -> None:
    with committed_app.app_context(), enter_shop(make_shop().id):
        honey = make_product(
            name="Mật ong", tags=("đặc sản",), origin="Như Xuân", images=(ImageData(make_asset().id),)
        )
        make_product(name="Cam", price=10)
        collection = make_collection(honey)
        db.session.commit()

        found = cards(Filters(collection_id=collection.id, tags=("đặc sản",)), sort=Sort.PRICE_DOWN)
        counted = facets.facets()
        tiles = queries.collection_cards()

        assert [card.name for card in found.items] == ["Mật ong"]
        assert found.items[0].picture is not None
        assert (counted.count, counted.price_from, counted.price_to) == (2, 10, 50_000)
        assert [(tag.value, tag.count) for tag in counted.tags] == [("đặc sản", 1)]
        assert [(tile.name, tile.count) for tile in tiles] == [(collection.name, 1)]
        assert [
            card.name for page in (cards(limit=1),) for card in cards(limit=1, cursor=page.next).items
        ] == ["Cam"]


def test_goods_are_edited_on_both_databases(committed_app: Flask) -> None:
    with committed_app.app_context():
        shop_id = make_shop().id
        db.session.commit()
        with enter_shop(shop_id):
            product = make_product(name="Mật ong", variants=(VariantData(price=100, sku="A"),))
            db.session.commit()
            before = version_of(shop_id)
            clock.freeze(clock.now() + timedelta(days=1))
            data = data_of(product)
            cheaper = replace(data.variants[0], price=80, compare_at_price=100)

            products.edit_product(
                product,
                replace(data, slug="mat-ong-rung", variants=(cheaper,)),
                revision=product.revision,
                by=events.SYSTEM,
            )
            db.session.commit()

            assert (product.from_price, product.compare_at_price) == (80, 100)
            assert queries.product_by_slug("mat-ong-rung") is product
            assert version_of(shop_id) == before + 1
            kept = select(PriceChange.price).order_by(PriceChange.since)
            assert db.session.scalars(kept).all() == [100, 80]

"""How complete a product is, in facts that its events carry."""

from __future__ import annotations

from sqlalchemy import select

from storefront.domain.catalogue.data import ImageData, VariantData
from storefront.domain.catalogue.measure import measure
from storefront.infra.db import db
from storefront.infra.events import Event
from storefront.models.shop import Shop
from tests.factories import make_asset, make_product, put_in_stock


def test_a_bare_product_lacks_picture_origin_and_stock(shop: Shop):
    facts = measure(make_product())

    assert (facts["photo_px"], facts["has_origin"], facts["has_stock"]) == (0, False, False)
    assert (facts["on_sale"], facts["has_unit"], facts["price"]) == (True, True, 50_000)


def test_a_whole_one_says_so_when_it_is_published(shop: Shop):
    photo = make_asset(900, 300)
    product = make_product(
        origin="Thanh Hóa",
        images=(ImageData(photo.id),),
        variants=(VariantData(price=45_000, unit="chai", stock_tracked=True),),
    )
    put_in_stock(product.variants[0], 5000)

    published = db.session.scalars(select(Event).where(Event.topic == "product.published")).one()
    assert published.facts["photo_px"] == 900
    assert published.facts["has_origin"]
    assert not published.facts["has_stock"]
    assert measure(product)["has_stock"]

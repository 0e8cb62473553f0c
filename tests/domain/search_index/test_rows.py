from flask import Flask

from storefront.domain.catalogue import products
from storefront.domain.catalogue.data import VariantData
from storefront.domain.search.query import search, suggest
from storefront.infra import events
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.models.product import ProductState
from tests.factories import make_product, make_shop


def test_goods_are_found_on_both_databases(committed_app: Flask) -> None:
    with committed_app.app_context():
        shop, other = make_shop().id, make_shop().id
        db.session.commit()
        with enter_shop(other):
            make_product(name="Nước mắm nơi khác")
            db.session.commit()
            db.session.expunge_all()
        with enter_shop(shop):
            exact = make_product(name="Nước mắm Đại Phúc 500ml", variants=(VariantData(price=1, sku="NM-5"),))
            near = make_product(name="Nuộc mâm", tags=("đặc sản",))
            db.session.commit()

            assert search("nước mắm").product_ids == (exact.id, near.id)
            assert search("dai phuc 500").product_ids == (exact.id,)
            assert search("nm 5").product_ids == (exact.id,)
            assert search("dac san").product_ids == (near.id,)
            assert (search("dai phcu").product_ids, search("dai phcu").corrected) == ((exact.id,), "đại phúc")
            assert search("mam'); DROP TABLE product; --").product_ids == ()
            assert set(search("' & ! | ( mam:*").product_ids) == {exact.id, near.id}
            assert {each.product_id for each in suggest("nuoc m")} == {exact.id, near.id}

            products.set_state(exact, ProductState.DRAFT, by=events.SYSTEM)
            db.session.commit()

            assert search("nuoc mam").product_ids == (near.id,)


def test_a_rolled_back_product_leaves_no_words(committed_app: Flask) -> None:
    with committed_app.app_context():
        shop = make_shop().id
        db.session.commit()
        with enter_shop(shop):
            make_product(name="Mật ong")
            db.session.rollback()

            assert search("mat ong").product_ids == ()

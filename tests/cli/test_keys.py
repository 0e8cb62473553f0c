"""A new sealing key while the shops go on: every secret is sealed with it, and the old key can go."""

from flask import Flask
from sqlalchemy import select

from storefront.domain.payments.methods import gateway_of, switch_on
from storefront.infra import crypto, events, resealing
from storefront.infra.db import db
from storefront.infra.tenancy import all_shops, enter_shop
from storefront.models.payment import PaymentMethod
from storefront.models.shop import ShopMode
from tests.factories import make_shop

SETTINGS = {"merchant": "M1", "secret": "s3cret-of-the-shop"}


def a_shop_with_a_secret(app: Flask) -> int:
    with app.app_context():
        shop = make_shop(mode=ShopMode.PRACTICE)
        with enter_shop(shop.id):
            switch_on(shop, "practice", SETTINGS, by=events.SYSTEM)
        db.session.commit()
        return shop.id


def test_after_rotation_the_newest_key_alone_opens_everything(committed_app: Flask) -> None:
    shop_id = a_shop_with_a_secret(committed_app)

    with committed_app.app_context():
        crypto.add_key()
        with all_shops():
            sealed = resealing.seal_tables_anew()
        crypto.forget_old_keys()
    with committed_app.app_context(), enter_shop(shop_id):
        method = db.session.scalars(select(PaymentMethod)).one()

        assert sealed >= 2
        assert gateway_of(method).check() == []
        assert SETTINGS["secret"] in str(method.secrets)


def test_a_server_at_work_meets_the_new_key(committed_app: Flask) -> None:
    with committed_app.app_context():
        ring = crypto._ring()
        old = ring.keys
        crypto.add_key()
        sealed = crypto.seal("new")
        ring.keys = old

        assert crypto.unseal(sealed) == "new"


def test_every_sealed_column_is_known_by_type_or_name() -> None:
    found = {f"{table.name}.{column.name}" for table, column in resealing.sealed_columns()}

    assert {"payment_method.secrets", "endpoint_token.token_sealed", "callback_inbox.secret_headers"} <= found

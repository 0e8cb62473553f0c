from datetime import timedelta

from flask import Flask

from storefront.infra import clock
from storefront.infra.db import db
from storefront.infra.tenancy import all_shops, enter_shop
from storefront.infra.versions import ShopVersion, version_of
from storefront.jobs.catalogue import turn_sale_windows
from tests.factories import make_product, make_shop


def test_pages_change_when_a_sale_window_opens(context: Flask) -> None:
    now = clock.now()
    clock.freeze(now)
    shop_id = make_shop().id
    with enter_shop(shop_id):
        opens, closes = now + timedelta(hours=1), now + timedelta(hours=5)
        make_product(on_sale_from=opens, on_sale_until=closes)
        db.session.commit()
        db.session.expunge_all()
    before = version_of(shop_id)
    clock.freeze(opens)

    due = version_of(shop_id)
    with all_shops():
        turn_sale_windows()

    assert due == -before
    assert version_of(shop_id) == before + 1
    assert db.session.get_one(ShopVersion, shop_id).next_change_at == closes

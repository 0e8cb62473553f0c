from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from storefront.infra import clock, queue
from storefront.infra.db import db
from storefront.infra.tenancy import all_shops, enter_shop
from storefront.infra.versions import version_of
from storefront.jobs import media
from storefront.jobs.worker import Worker
from storefront.models.asset import Asset
from tests.factories import make_asset, make_shop

HANDLERS = {"media.render": media.render}


def test_a_stored_picture_gets_its_sizes_and_pages_are_told(committed_app: Flask) -> None:
    with committed_app.app_context():
        shop_id = make_shop().id
        with enter_shop(shop_id):
            make_asset(250, 250)
            db.session.commit()
            before = version_of(shop_id)

    Worker(committed_app, topics={"asset.stored": ("media.render",)}, handlers=HANDLERS).run_all()

    with committed_app.app_context(), enter_shop(shop_id):
        assert db.session.scalars(select(Asset.widths)).all() == [[240]]
        assert version_of(shop_id) == before + 1


def test_sizes_that_never_came_are_asked_for_again_once(context: Flask) -> None:
    shop = make_shop()
    with enter_shop(shop.id):
        asset_id = make_asset().id
    clock.freeze(clock.now() + timedelta(hours=2))

    with all_shops():
        media.tidy()
        media.tidy()

    jobs = db.session.scalars(select(queue.Job).where(queue.Job.kind == "media.render")).all()
    assert [(job.shop_id, job.payload) for job in jobs] == [(shop.id, {"asset_id": asset_id})]

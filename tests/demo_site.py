"""The demo province on the real server: loaded once a run, copied for each worker, served until its end."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from storefront import create_app
from storefront.config import Settings
from storefront.demo import files
from storefront.demo.load import load
from storefront.domain.media.renditions import render
from storefront.domain.shops.resolve import shop_by_slug
from storefront.domain.support.complaints import Grievance, receive
from storefront.infra import clock, migrate
from storefront.infra.db import begin_write, db
from storefront.infra.queue import Job
from storefront.infra.tenancy import enter_shop
from storefront.jobs.subscriptions import RENDER
from storefront.models.asset import Asset
from tests import services
from tests.serving import Server

TODAY = dt.datetime.now(dt.UTC).date()
FIRMS = ("nem-ho-thanh", "banh-tu-tru")
"""Enough for every page; the whole province is loaded by the tests of `demo load`."""
SHOP = "nem-ho-thanh"
PRACTICE_SHOP = "banh-que-thuc-hanh"
OWNER = "nem-ho-thanh@example.com"
PRACTICE_OWNER = "0900000201"
STAFF = "quan-tri@example.com"
PASSWORD = "chothanhhoa"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """`serve --demo` with jobs and practice gateways, one a worker; it must end cleanly."""
    folder = tmp_path_factory.mktemp("site") / "instance"
    shutil.copytree(loaded(), folder)
    server = Server(folder).start("--demo").wait_ready()
    yield server
    assert server.stop() == 0, server.log.read_text()


def loaded() -> Path:
    """The instance folder of the run, with a few firms of the demo; whoever serves it copies it first."""
    with services.once("demo-instance") as folder:
        if not folder.exists():
            building = folder.with_suffix(".building")
            building.mkdir()
            migrate.upgrade(f"sqlite:///{building / 'storefront.sqlite3'}")
            app = create_app(Settings(instance=building, demo=True, argon2_fast=True))
            with app.app_context():
                load(TODAY, firms=[firm for firm in files.firms() if firm["key"] in FIRMS])
                _make_sizes()
                _make_complaint()
                db.engine.dispose()
            building.rename(folder)
    return folder


def _make_complaint() -> None:
    """For the desk's pages of complaints."""
    with enter_shop(shop_by_slug(SHOP).shop.id):
        receive(Grievance("goods", "Hai gói nem bị hở, tôi muốn đổi.", "Lê Thị Đào", phone="0912 345 678"))
        db.session.commit()


def _make_sizes() -> None:
    """The pictures of the one shop whose pages are weighed; the other shops go on showing their masters."""
    with enter_shop(shop_by_slug(SHOP).shop.id):
        for asset_id in db.session.scalars(select(Asset.id)).all():
            render(asset_id)
        db.session.commit()
    begin_write()
    db.session.execute(update(Job).where(Job.kind == RENDER).values(done_at=clock.now()))
    db.session.commit()

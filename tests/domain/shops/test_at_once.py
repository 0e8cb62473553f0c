"""Two people make in the same moment what there can be one of: the second is told, or both meet in one row.

SQLite lets one writer in at a time, so only PostgreSQL can show it.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from storefront import create_app
from storefront.domain.catalogue.collections import CollectionData, create_collection
from storefront.domain.onboarding import steps
from storefront.domain.payments.fleets import FleetData, open_fleet
from storefront.domain.shops import menus, slugs
from storefront.infra import events
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.models.product import Collection
from storefront.models.shop import Shop
from tests.conftest import postgres_urls, settings_for
from tests.factories import make_shop
from tests.factories.users import make_member
from tests.visitor import Visitor

pytestmark = pytest.mark.postgres
WAITING = text(
    "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)"
    " WHERE NOT granted AND datname = current_database()"
)
"""Who waits in this database: other tests wait in theirs, on the same server."""


def in_shop(app: Flask, shop_id: int, work: Callable[[], Any]) -> Any:
    with app.app_context(), enter_shop(shop_id):
        done = work()
        db.session.commit()
        return done


def while_second_waits(app: Flask, shop_id: int, first: Callable[[], Any], second: Callable[[], Any]) -> Any:
    """What `second` gives or raises, which another thread begins before `first` is committed."""
    written = threading.Event()

    def begin() -> Any:
        assert written.wait(20)
        return second()

    with ThreadPoolExecutor(1) as threads:
        asked = threads.submit(begin)
        with app.app_context(), enter_shop(shop_id):
            first()
            db.session.flush()
            written.set()
            until_somebody_waits(asked)
            db.session.commit()
        return asked.exception(20) or asked.result()


def until_somebody_waits(asked: Future[Any]) -> None:
    with db.engine.connect() as looking:
        while not looking.scalar(WAITING):
            assert not asked.done(), f"did not wait: {asked.exception() or asked.result()}"
            time.sleep(0.01)


@pytest.fixture(scope="module")
def parallel(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """An app whose commits are real, in which several write at the same time."""
    return create_app(
        settings_for(tmp_path_factory.mktemp("at_once"), **postgres_urls(f"t_once_{os.getpid()}"))
    )


@pytest.fixture
def shops(parallel: Flask) -> list[int]:
    with parallel.app_context():
        made = [make_shop().id for _ in range(2)]
        db.session.commit()
    return made


def rename(shop_id: int) -> None:
    slugs.rename(db.session.get_one(Shop, shop_id), "mam-ba-lang", by=events.SYSTEM)


def test_two_shops_that_want_one_address(parallel: Flask, shops: list[int]) -> None:
    one, other = shops

    refused = while_second_waits(
        parallel, one, lambda: rename(one), lambda: in_shop(parallel, other, lambda: rename(other))
    )

    assert isinstance(refused, slugs.SlugRefused)
    assert "mam-ba-lang-2" in refused.errors["slug"][0]


def test_two_devices_that_save_the_first_menu(parallel: Flask, shops: list[int]) -> None:
    def save() -> object:
        return menus.save_menu("main", [menus.MenuItem("Hàng", "home")], revision=0, by=events.SYSTEM)

    refused = while_second_waits(parallel, shops[0], save, lambda: in_shop(parallel, shops[0], save))

    assert isinstance(refused, menus.MenuChanged)


def test_a_step_that_is_kept_and_sent_meets_in_one_row(parallel: Flask, shops: list[int]) -> None:
    kept = while_second_waits(
        parallel,
        shops[0],
        lambda: steps.remember("who", {"name": ["Hoa"]}),
        lambda: in_shop(parallel, shops[0], lambda: steps.remember("who", {"name": ["Hoa Mai"]})),
    )

    assert kept is None
    assert in_shop(parallel, shops[0], lambda: steps.typed("who")) == {"name": ["Hoa Mai"]}


def test_two_collections_of_one_name_get_two_addresses(parallel: Flask, shops: list[int]) -> None:
    def create() -> object:
        return create_collection(CollectionData(name="Quà Tết"), by=events.SYSTEM)

    while_second_waits(parallel, shops[0], create, lambda: in_shop(parallel, shops[0], create))

    found = in_shop(parallel, shops[0], lambda: set(db.session.scalars(select(Collection.slug))))
    assert found == {"qua-tet", "qua-tet-2"}


def test_what_no_verb_foresees_is_a_conflict_and_no_fault(parallel: Flask, shops: list[int]) -> None:
    with parallel.app_context():
        shop = db.session.get_one(Shop, shops[0])
        owner, desk = make_member(shop).user_id, f"/admin/{shop.slug}/cards/fleets/"
        db.session.commit()
    visitor = Visitor(parallel).sign_in(owner)
    visitor.get("/account")

    answer = while_second_waits(
        parallel,
        shops[0],
        lambda: open_fleet(FleetData("Vận tải Hạc Thành"), by=events.SYSTEM),
        lambda: visitor.post(desk, {"name": "Vận tải Hạc Thành"}),
    )

    assert answer.status_code == 409

"""How transactions begin and end, on both databases."""

import datetime as dt
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from storefront.infra.db import (
    AlreadyWritten,
    RowGone,
    begin_write,
    commit_then_call,
    db,
    has_written,
    locked,
    record_first,
    savepoint,
)
from storefront.infra.tenancy import enter_shop
from storefront.models.product import Option, Product
from storefront.models.shop import Shop
from storefront.models.user import User
from tests.factories import make_shop

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
on_sqlite = pytest.mark.parametrize("committed_app", ["sqlite"], indirect=True)


@pytest.fixture
def shop_id(committed_app: Flask) -> int:
    with committed_app.app_context():
        made = make_shop(name="Mắm Ba Làng").id
        db.session.commit()
    return made


def in_another_thread(app: Flask, work: Callable[[], object]) -> None:
    """Do and commit a piece of work on a connection of its own."""

    def run() -> None:
        with app.app_context():
            work()
            db.session.commit()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def rename(shop_id: int, name: str) -> None:
    db.session.execute(update(Shop).where(Shop.id == shop_id).values(name=name))


def name_of(app: Flask, shop_id: int) -> str:
    with app.app_context():
        return db.session.get_one(Shop, shop_id).name


def driver() -> sqlite3.Connection:
    raw = db.session.connection().connection.dbapi_connection
    assert isinstance(raw, sqlite3.Connection)
    return raw


@on_sqlite
def test_a_read_begins_no_transaction_and_a_write_does(committed_app: Flask, shop_id: int) -> None:
    with committed_app.app_context():
        shop = db.session.get_one(Shop, shop_id)
        after_reading = driver().in_transaction
        shop.name = "Mắm Khúc Phụ"
        db.session.flush()
        after_writing = driver().in_transaction
        db.session.commit()

        assert (after_reading, after_writing, driver().in_transaction) == (False, True, False)


@on_sqlite
def test_a_statement_that_hides_its_write_behind_a_with_begins_one_too(
    committed_app: Flask, shop_id: int
) -> None:
    newest = select(Shop.id).order_by(Shop.id.desc()).limit(1).cte("newest")

    with committed_app.app_context():
        db.session.execute(update(Shop).where(Shop.id.in_(select(newest.c.id))).values(name="x"))

        assert driver().in_transaction
        db.session.rollback()

    assert name_of(committed_app, shop_id) == "Mắm Ba Làng"


def test_a_transaction_that_has_read_may_still_write_after_somebody_else_wrote(
    committed_app: Flask, shop_id: int
) -> None:
    with committed_app.app_context():
        shop = db.session.get_one(Shop, shop_id)
        in_another_thread(committed_app, lambda: rename(shop_id, "Another"))
        shop.trade = "food"
        db.session.commit()

    with committed_app.app_context():
        found = db.session.get_one(Shop, shop_id)
        assert (found.name, found.trade) == ("Another", "food")


def test_locked_reads_the_row_again(committed_app: Flask, shop_id: int) -> None:
    with committed_app.app_context():
        shop = db.session.get_one(Shop, shop_id)
        before = shop.name
        in_another_thread(committed_app, lambda: rename(shop_id, "Another"))

        assert (before, locked(shop).name) == ("Mắm Ba Làng", "Another")


def test_locked_forgets_the_collections_that_were_read(committed_app: Flask, shop_id: int) -> None:
    def add_option() -> None:
        with enter_shop(shop_id):
            db.session.add(Option(product_id=product_id, name="Màu"))
            db.session.flush()

    with committed_app.app_context(), enter_shop(shop_id):
        product = Product(slug="mat-ong", name="Mật ong")
        db.session.add(product)
        db.session.commit()
        product_id, before = product.id, len(product.options)
        in_another_thread(committed_app, add_option)

        assert (before, len(locked(product).options)) == (0, 1)


def test_locked_keeps_others_from_writing_until_the_end(committed_app: Flask, shop_id: int) -> None:
    order: list[str] = []

    def later() -> None:
        with committed_app.app_context():
            locked(db.session.get_one(Shop, shop_id))
            order.append("second")
            db.session.commit()

    with committed_app.app_context():
        locked(db.session.get_one(Shop, shop_id))
        waiting = threading.Thread(target=later)
        waiting.start()
        waiting.join(0.3)
        order.append("first")
        db.session.commit()
    waiting.join()

    assert order == ["first", "second"]


def test_locking_a_row_that_is_gone_raises(committed_app: Flask, shop_id: int) -> None:
    def remove() -> None:
        with enter_shop(shop_id):
            db.session.execute(delete(Product).where(Product.id == product_id))

    with committed_app.app_context(), enter_shop(shop_id):
        product = Product(slug="mat-ong", name="Mật ong")
        db.session.add(product)
        db.session.commit()
        product_id = product.id
        in_another_thread(committed_app, remove)

        with pytest.raises(RowGone):
            locked(product)


@on_sqlite
def test_a_savepoint_before_the_first_write_takes_the_writers_turn(
    committed_app: Flask, shop_id: int, tmp_path: Path
) -> None:
    intruder = sqlite3.connect(tmp_path / "storefront.sqlite3", timeout=0, isolation_level=None)

    with committed_app.app_context(), savepoint():
        db.session.get_one(Shop, shop_id)

        with pytest.raises(sqlite3.OperationalError, match="locked"):
            intruder.execute("BEGIN IMMEDIATE")
    intruder.close()


def test_a_savepoint_that_fails_leaves_the_rest_standing(committed_app: Flask, shop_id: int) -> None:
    with committed_app.app_context():
        with pytest.raises(ZeroDivisionError), savepoint():
            rename(shop_id, "Never")
            raise ZeroDivisionError
        db.session.execute(update(Shop).where(Shop.id == shop_id).values(trade="food"))
        db.session.commit()

    with committed_app.app_context():
        found = db.session.get_one(Shop, shop_id)
        assert (found.name, found.trade) == ("Mắm Ba Làng", "food")


@on_sqlite
def test_begin_write_takes_the_turn_before_anything_is_read(committed_app: Flask) -> None:
    with committed_app.app_context():
        begin_write()

        assert driver().in_transaction


def test_what_is_recorded_first_survives_a_failure_later(committed_app: Flask, shop_id: int) -> None:
    with committed_app.app_context():
        record_first(lambda: rename(shop_id, "Recorded"))
        db.session.execute(update(Shop).values(name="Never"))
        db.session.rollback()

    assert name_of(committed_app, shop_id) == "Recorded"


def test_recording_first_is_refused_after_a_write(committed_app: Flask, shop_id: int) -> None:
    with committed_app.app_context():
        rename(shop_id, "Begun")

        with pytest.raises(AlreadyWritten):
            record_first(lambda: rename(shop_id, "Late"))


def test_recording_first_is_refused_when_something_waits_to_be_written(
    committed_app: Flask, shop_id: int
) -> None:
    with committed_app.app_context():
        db.session.get_one(Shop, shop_id).name = "Waiting"

        with pytest.raises(AlreadyWritten):
            record_first(lambda: None)


def test_after_a_commit_nothing_counts_as_written(committed_app: Flask, shop_id: int) -> None:
    with committed_app.app_context():
        rename(shop_id, "Done")
        before = has_written()
        db.session.commit()

        assert (before, has_written()) == (True, False)


def test_the_outside_world_is_called_with_no_transaction_open(committed_app: Flask, shop_id: int) -> None:
    with committed_app.app_context():
        rename(shop_id, "Committed")

        seen = commit_then_call(lambda: (db.session().in_transaction(), name_of(committed_app, shop_id)))

        assert seen == (False, "Committed")


@pytest.mark.parametrize(("status", "name"), [(200, "Written"), (302, "Written"), (422, "Mắm Ba Làng")])
def test_an_answer_below_400_commits_and_any_other_forgets(
    committed_app: Flask, shop_id: int, status: int, name: str
) -> None:
    def write() -> tuple[str, int]:
        rename(shop_id, "Written")
        return "", status

    committed_app.add_url_rule("/write", "write", write, methods=["POST"])

    committed_app.test_client().post("/write", headers=SAME_ORIGIN)

    assert name_of(committed_app, shop_id) == name


def test_a_view_that_breaks_leaves_nothing(committed_app: Flask, shop_id: int) -> None:
    def break_down() -> str:
        rename(shop_id, "Written")
        raise ZeroDivisionError

    committed_app.add_url_rule("/break", "break", break_down, methods=["POST"])

    answer = committed_app.test_client().post("/break", headers=SAME_ORIGIN)

    assert (answer.status_code, name_of(committed_app, shop_id)) == (500, "Mắm Ba Làng")


def test_a_moment_without_a_time_zone_is_refused(committed_app: Flask) -> None:
    column = Shop.__table__.c.created_at.type

    with committed_app.app_context(), pytest.raises(ValueError, match="time zone"):
        column.process_bind_param(dt.datetime(2026, 1, 1), db.engine.dialect)


def test_what_fails_does_not_tell_whose_it_was(context: Flask) -> None:
    with pytest.raises(IntegrityError) as failed:
        db.session.execute(insert(User), [{"id": 1, "name": "Chị Hoa"}, {"id": 1, "name": "Chị Hoa"}])

    assert "Hoa" not in str(failed.value)

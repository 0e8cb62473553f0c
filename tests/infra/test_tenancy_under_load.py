"""Trial of the walls: thousands of random operations for two shops on many threads, some of which fail."""

import random
import threading

from flask import Flask
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import OperationalError

from storefront.infra import ids
from storefront.infra.db import db, savepoint
from storefront.infra.tenancy import WrongShop, all_shops, enter_shop, scope
from storefront.models.product import Collection
from tests.factories import make_shop

THREADS = 8
ROUNDS = 80


class Stumble(RuntimeError):
    """An exception in the middle of the work."""


def orm_add(shop_id: int, _other: int, dice: random.Random) -> None:
    db.session.add(Collection(slug=f"c{ids.new_id()}", name=str(shop_id), position=dice.randrange(9)))
    db.session.flush()


def core_add(shop_id: int, _other: int, _dice: random.Random) -> None:
    db.session.execute(
        insert(Collection), [{"shop_id": shop_id, "slug": f"c{ids.new_id()}", "name": str(shop_id)}]
    )


def bulk_change(shop_id: int, _other: int, dice: random.Random) -> None:
    db.session.execute(
        update(Collection).where(Collection.position == dice.randrange(9)).values(name=str(shop_id))
    )


def remove_some(_shop_id: int, _other: int, dice: random.Random) -> None:
    db.session.execute(delete(Collection).where(Collection.position == dice.randrange(9)))


def read(shop_id: int, _other: int, _dice: random.Random) -> None:
    found = db.session.scalars(select(Collection).limit(20)).all()
    assert {row.shop_id for row in found} <= {shop_id}
    db.session.expunge_all()


def savepoint_fails(shop_id: int, _other: int, _dice: random.Random) -> None:
    try:
        with savepoint():
            db.session.add(Collection(slug=f"c{ids.new_id()}", name="never"))
            raise Stumble
    except Stumble:
        pass
    orm_add(shop_id, _other, _dice)


def reach_over(_shop_id: int, other: int, _dice: random.Random) -> None:
    table = Collection.__table__
    try:
        db.session.execute(update(table).where(table.c.shop_id == other).values(name="stolen"))
    except WrongShop:
        return
    raise AssertionError("the guard let another shop's statement pass")


def stumble(_shop_id: int, _other: int, _dice: random.Random) -> None:
    raise Stumble


DEEDS = (orm_add, core_add, bulk_change, remove_some, read, savepoint_fails, reach_over, stumble)


def work(app: Flask, shops: tuple[int, int], seed: int, failures: list[str]) -> None:
    dice = random.Random(seed)
    for _ in range(ROUNDS):
        mine, other = dice.sample(shops, 2)
        with app.app_context():
            try:
                with enter_shop(mine):
                    for _ in range(3):
                        dice.choice(DEEDS)(mine, other, dice)
                    db.session.commit()
            except Stumble:
                db.session.rollback()
            except OperationalError as error:
                # two bulk changes may meet in a circle; PostgreSQL then ends one of them
                db.session.rollback()
                failures.extend([] if "deadlock" in str(error) else [str(error)])
            except AssertionError as error:
                failures.append(str(error))
            if scope() is not None:
                failures.append("a scope outlived its block")


def test_no_row_crosses_shops_whatever_runs_at_once(committed_app: Flask) -> None:
    with committed_app.app_context():
        shops = (make_shop().id, make_shop().id)
        db.session.commit()
    failures: list[str] = []
    threads = [
        threading.Thread(target=work, args=(committed_app, shops, seed, failures)) for seed in range(THREADS)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with committed_app.app_context(), all_shops():
        crossed = select(func.count()).where(Collection.name.not_in([str(shop) for shop in shops]))
        mixed = select(Collection.shop_id, Collection.name).distinct()
        names = {(shop_id, int(name)) for shop_id, name in db.session.execute(mixed)}
        assert (failures, db.session.scalar(crossed)) == ([], 0)
        assert names <= {(shop, shop) for shop in shops}
        assert names

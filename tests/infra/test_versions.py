"""Whatever column of a table that shoppers see is changed, in whatever way, the shop's version rises."""

import datetime as dt
import enum
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import JSON, Column, delete, event, insert, inspect, update

from storefront import create_app, models
from storefront.infra import clock, guard, ids, versions
from storefront.infra.crypto import Sealed
from storefront.infra.db import UtcDateTime, db
from storefront.infra.tenancy import enter_shop, scoped_models
from storefront.infra.versions import ShopVersion
from tests.conftest import settings_for

assert models  # registers every table
OF_SHOPS = sorted(scoped_models(), key=lambda model: model.__tablename__)
VISIBLE = [model for model in OF_SHOPS if model.__shopper_visible__]
HIDDEN = [model for model in OF_SHOPS if not model.__shopper_visible__]
COLUMNS = [
    pytest.param(model, attribute.key, id=f"{model.__tablename__}.{attribute.key}")
    for model in VISIBLE
    for attribute in inspect(model).column_attrs
    if attribute.key not in ("shop_id", "id")
]
_numbers = count(1)


@pytest.fixture(scope="module")
def loose_app(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An app whose rows need no parents, so that one row of any table can be made by itself."""
    folder = tmp_path_factory.mktemp("versions")
    shutil.copy(migrated_sqlite, folder / "storefront.sqlite3")
    app = create_app(settings_for(folder))
    with app.app_context():
        event.listen(db.engine, "connect", lambda raw, _: raw.execute("PRAGMA foreign_keys = OFF"))
        db.engine.dispose()
        yield app


@pytest.fixture
def shop_id(loose_app: Flask) -> Iterator[int]:
    made = ids.new_id()
    db.session.add(ShopVersion(shop_id=made))
    db.session.commit()
    with enter_shop(made):
        yield made
        db.session.rollback()
    db.session.remove()


def value(column: Column[Any]) -> Any:
    """A value that fits a column and differs each time, where it can."""
    number = next(_numbers)
    kind = python_type(column)
    if issubclass(kind, enum.Enum):
        return list(kind)[number % len(kind)]
    samples: dict[type, Any] = {
        bool: number % 2 == 0,
        int: 1_000 * number,
        str: f"a{number}",
        dt.datetime: clock.now() + dt.timedelta(seconds=number),
        dt.date: clock.now().date() + dt.timedelta(days=number),
        dict: {"n": number},
    }
    return samples[kind]


def python_type(column: Column[Any]) -> type:
    """What a column holds; our own column types name only what the database sees."""
    match column.type:
        case UtcDateTime():
            return dt.datetime
        case Sealed():
            return str
        case JSON():
            return dict
        case other:
            return other.python_type


def row(model: Any) -> Any:
    """A row of a table with every column filled."""
    attributes = [a for a in inspect(model).column_attrs if a.key not in ("shop_id", "id")]
    return model(**{attribute.key: value(attribute.columns[0]) for attribute in attributes})


def stored(model: Any, shop_id: int) -> Any:
    entity = row(model)
    db.session.add(entity)
    db.session.commit()
    return entity


@pytest.mark.parametrize(("model", "key"), COLUMNS)
def test_a_changed_column_raises_the_version_by_orm_and_by_core(shop_id: int, model: Any, key: str) -> None:
    entity = stored(model, shop_id)
    column = inspect(model).column_attrs[key].columns[0]
    before = versions.version_of(shop_id)

    setattr(entity, key, value(column) if python_type(column) is not bool else not getattr(entity, key))
    db.session.commit()
    by_orm = versions.version_of(shop_id)
    table = model.__table__
    db.session.execute(update(table).where(table.c.shop_id == shop_id).values({column.name: value(column)}))
    db.session.commit()

    assert (by_orm, versions.version_of(shop_id)) == (before + 1, before + 2)


@pytest.mark.parametrize("model", VISIBLE, ids=lambda model: model.__tablename__)
def test_a_row_more_or_less_raises_the_version(shop_id: int, model: Any) -> None:
    before = versions.version_of(shop_id)

    entity = stored(model, shop_id)
    added = versions.version_of(shop_id)
    db.session.delete(entity)
    db.session.commit()
    taken = versions.version_of(shop_id)
    db.session.execute(delete(model))
    db.session.commit()

    assert (added, taken, versions.version_of(shop_id)) == (before + 1, before + 2, before + 3)


@pytest.mark.parametrize("model", HIDDEN, ids=lambda model: model.__tablename__)
def test_what_shoppers_never_see_leaves_the_version(shop_id: int, model: Any) -> None:
    before = versions.version_of(shop_id)

    db.session.execute(delete(model.__table__).where(model.__table__.c.shop_id == shop_id))
    db.session.commit()

    assert versions.version_of(shop_id) == before


def test_a_transaction_raises_the_version_once(shop_id: int) -> None:
    before = versions.version_of(shop_id)

    db.session.add_all([row(model) for model in VISIBLE])
    db.session.commit()

    assert versions.version_of(shop_id) == before + 1


def test_one_shops_change_leaves_the_others(shop_id: int) -> None:
    other = ids.new_id()
    db.session.execute(insert(ShopVersion).values(shop_id=other, version=7))

    db.session.add(row(VISIBLE[0]))
    db.session.commit()

    assert versions.version_of(other) == 7


def test_a_verb_may_say_that_the_words_shown_changed(shop_id: int) -> None:
    before = versions.version_of(shop_id)

    guard.changed_for_shoppers([shop_id])
    db.session.commit()

    assert versions.version_of(shop_id) == before + 1


def test_a_date_that_has_come_makes_the_version_another_until_it_is_raised(shop_id: int) -> None:
    due = clock.now() + dt.timedelta(hours=1)
    db.session.execute(update(ShopVersion).where(ShopVersion.shop_id == shop_id).values(next_change_at=due))
    db.session.commit()
    before = versions.version_of(shop_id)

    clock.freeze(due)

    assert (before, versions.version_of(shop_id)) == (1, -1)


def test_a_shop_without_a_version_is_at_none(shop_id: int) -> None:
    assert versions.version_of(ids.new_id()) == 0

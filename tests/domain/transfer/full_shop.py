"""A shop with a row in every one of its tables, each column holding something, and dumps of the database."""

from __future__ import annotations

import datetime as dt
import hashlib
from itertools import count
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Enum, LargeBinary, String, insert, select

from storefront.domain.transfer.rules import columns_of, scoped_by_table
from storefront.domain.transfer.tables import TABLES
from storefront.infra import clock, ids, storage
from storefront.infra.crypto import Sealed
from storefront.infra.db import Base, UtcDateTime, db
from storefront.infra.tenancy import all_shops, enter_shop
from tests.factories import picture_bytes

Row = dict[str, Any]
Dump = dict[str, list[Row]]
PRICE = 45_000

_numbers = count(1)

FIXED: dict[str, Row] = {
    "product": {
        "state": "active",
        "from_price": PRICE,
        "to_price": PRICE,
        "compare_at_price": 2 * PRICE,
        "archived_at": None,
        "is_sample": False,
        "tags": ["biển"],
    },
    "option": {"values": ["đỏ", "xanh"]},
    "variant": {
        "option_values": ["đỏ"],
        "price": PRICE,
        "compare_at_price": 2 * PRICE,
        "stock_tracked": False,
        "retired_at": None,
        "step": 500,
        "minimum": 500,
    },
    "page": {"kind": "about"},
    "theme_setting": {"theme_id": "que"},
    "translation": {"entity": "product"},
    "slug_redirect": {"entity": "collection"},
    "event": {"subject_kind": "orders", "actor_kind": "system"},
    "stock_level": {"on_hand": 9000, "reserved": 2000},
    "reservation": {"quantity": 2000, "fulfilled": 1000},
    "stored_card": {"balance": 90_000, "held": 10_000},
    "stock_location": {"is_default": True},
}
"""Values that a rule of the table, or what is computed from them, asks for."""


def fill(shop_id: int) -> None:
    """Put one row into every table of the shop that has none, each column with something of its own."""
    with enter_shop(shop_id):
        held: dict[str, int] = {}
        for name, model in ((name, scoped_by_table()[name]) for name in TABLES):
            standing = db.session.scalars(select(model.id)).first()
            held[name] = standing or ids.new_id()
            values = _values(name, held, shop_id)
            if standing is None:
                db.session.execute(insert(model), [values])
            else:
                row = db.session.scalars(select(model).where(model.id == standing)).one()
                _set(row, values)
        db.session.flush()
        db.session.expunge_all()


def dump() -> Dump:
    """Every row of every table, in a steady order, sealed values open."""
    with all_shops():
        return {
            table.name: sorted((dict(row) for row in db.session.execute(select(table)).mappings()), key=repr)
            for table in Base.metadata.sorted_tables
        }


def of_shop(found: Dump, shop_id: int) -> Dump:
    """The rows of one shop by table; none of a table stays out."""
    return {name: [row for row in found[name] if row["shop_id"] == shop_id] for name in TABLES}


def _set(row: Any, values: Row) -> None:
    for column, value in values.items():
        setattr(row, column, value)


def _values(name: str, held: dict[str, int], shop_id: int) -> Row:
    values: Row = {"shop_id": shop_id, "id": held[name]}
    fixed = FIXED.get(name, {})
    for key, column in columns_of(scoped_by_table()[name]).items():
        if key not in values:
            values[key] = _enum(column, fixed[key]) if key in fixed else _something(column)
    for key, target in {**_parents(name), **TABLES[name].refs}.items():
        parent = str(fixed[target[1:]]) if target.startswith("@") else target
        values[key] = held.get(parent, shop_id)
    if name == "asset":
        values |= _picture(shop_id)
    return values


def _parents(name: str) -> dict[str, str]:
    """The tables that foreign keys of a table point to, by column."""
    columns = columns_of(scoped_by_table()[name])
    keys = {key: each for key, column in columns.items() for each in column.foreign_keys}
    return {key: each.column.table.name for key, each in keys.items() if key != "shop_id"}


def _picture(shop_id: int) -> Row:
    data = picture_bytes()
    content_hash = hashlib.sha256(data).hexdigest()
    key = f"shop/{shop_id}/{content_hash}/master.jpg"
    storage.put(key, data)
    return {"key": key, "content_hash": content_hash, "widths": [480]}


def _enum(column: Column[Any], value: Any) -> Any:
    known = column.type.enum_class if isinstance(column.type, Enum) else None
    return known(value) if known else value


def _something(column: Column[Any]) -> Any:
    number = next(_numbers)
    match column.type:
        case Enum(enum_class=known) if known:
            return list(known)[-1]
        case Sealed() | LargeBinary():
            return f"sealed {number}"
        case UtcDateTime():
            return clock.now() - dt.timedelta(days=1, seconds=number)
        case Date():
            return clock.today_vn() - dt.timedelta(days=number % 300)
        case Boolean():
            return True
        case JSON():
            return [] if _begins_as_list(column) else {"number": number}
        case String(length=length):
            return f"{number:05d}x"[: length or 40]
    return number


def _begins_as_list(column: Column[Any]) -> bool:
    return column.default is not None and column.default.arg(None) == []  # type: ignore[attr-defined]

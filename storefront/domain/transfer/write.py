"""Write what was taken from one shop into another, in that one's scope: new ids, every reference mapped."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import insert, select

from storefront.domain.catalogue import price_history, summary, visibility
from storefront.domain.orders.tokens import order_token
from storefront.domain.payments.start import NUMBERS
from storefront.domain.search_index import rows as search_rows
from storefront.domain.support.complaints import complaint_token
from storefront.domain.transfer import rules
from storefront.domain.transfer.parcel import Parcel, Row, to_column_value
from storefront.domain.transfer.read import is_nullable, must_have
from storefront.domain.transfer.rules import Anew, Kind, Table
from storefront.domain.transfer.tables import TABLES
from storefront.infra import clock, events, ids, storage
from storefront.infra.db import begin_write, db
from storefront.infra.tenancy import ShopScoped, enter_shop
from storefront.infra.tokens import token_hash
from storefront.models.asset import Asset
from storefront.models.complaint import Complaint
from storefront.models.order import Order
from storefront.models.product import Product, Variant
from storefront.models.shop import Shop
from storefront.models.transfer import Imported

_ID = re.compile(r"\d{10,19}")
"""What an id looks like among other numbers."""


@dataclass(slots=True)
class _Copy:
    """One copy under way: whither, who is who, and the new id of every row by its table and old id."""

    parcel: Parcel
    shop_id: int
    users: Mapping[int, int]
    new_ids: dict[str, dict[int, int]] = field(default_factory=dict)
    anywhere: dict[str, int] = field(default_factory=dict)
    fresh: dict[str, set[int]] = field(default_factory=dict)

    def map_ids(self, name: str, found: Mapping[int, int]) -> None:
        """Remember the new ids of a table's rows."""
        self.new_ids[name] = dict(found)
        self.anywhere.update({str(old): new for old, new in found.items()})


def bring_files(parcel: Parcel, shop_id: int, *, read: Callable[[str], bytes] = storage.get) -> None:
    """Put the parcel's pictures under the other shop's keys. Slow: call it before the first write.

    `read` gives the bytes at a key of the parcel: from storage, or from a file that was carried here. What
    shows a picture that is lost does without.
    """
    for key in parcel.files:
        mine = _moved(key, parcel.shop_id, shop_id)
        if storage.exists(mine):
            continue
        try:
            storage.put(mine, read(key))
        except storage.NoSuchFile:
            parcel.leave_out(key)


def write_shop(
    parcel: Parcel, shop_id: int, *, by: events.Actor, users: Mapping[int, int] | None = None
) -> dict[str, int]:
    """Write the parcel's rows into a shop that stands; rows written there before are left alone, so twice is
    once. Returns how many rows were added, by table. `users` maps the parcel's people to those known here.
    """
    rules.check(TABLES)
    begin_write()
    with enter_shop(shop_id):
        copy = _Copy(parcel, shop_id, users or {})
        _assign(copy)
        added = {name: _write_table(copy, name, parcel.rows.get(name, [])) for name in TABLES}
        db.session.flush()
        _follow(copy, by)
        let_go()
    return {name: count for name, count in added.items() if count}


def let_go() -> None:
    """Write down and forget the objects of the shop in force, so that the session may enter another one."""
    db.session.flush()
    for held in list(db.session):
        # some go with the one they hang on
        if isinstance(held, ShopScoped) and held in db.session:
            db.session.expunge(held)


def _assign(copy: _Copy) -> None:
    """New ids for all rows at once, in their order, as references may point forwards."""
    known = _imported(copy.parcel.installation)
    for name, rows in copy.parcel.rows.items():
        standing = _standing(name, rows)
        found, fresh = {}, set()
        for row in rows:
            old = row["id"]
            found[old] = known.get((name, str(old))) or standing.get(old) or ids.new_id()
            if (name, str(old)) not in known:
                fresh.add(old)
        copy.map_ids(name, found)
        copy.fresh[name] = fresh


def _imported(installation: str) -> dict[tuple[str, str], int]:
    rows = db.session.execute(
        select(Imported.entity, Imported.origin_id, Imported.new_id).where(
            Imported.origin_installation == installation
        )
    )
    return {(row.entity, row.origin_id): row.new_id for row in rows}


def _standing(name: str, rows: list[Row]) -> dict[int, int]:
    """Rows of the other shop that are the same by their natural key: the profile, a menu at its place."""
    natural = TABLES[name].natural
    if natural is None:
        return {}
    model: Any = rules.scoped_by_table()[name]
    found = db.session.execute(select(model.id, *(getattr(model, column) for column in natural)))
    by_key = {tuple(values): row_id for row_id, *values in found}
    columns = rules.columns_of(model)
    keys = {row["id"]: tuple(to_column_value(row[c], columns[c]) for c in natural) for row in rows}
    return {old: by_key[key] for old, key in keys.items() if key in by_key}


def _write_table(copy: _Copy, name: str, rows: list[Row]) -> int:
    table, model = TABLES[name], rules.scoped_by_table()[name]
    rows = [row for row in rows if row["id"] in copy.fresh[name]]
    made = [values for row in rows if (values := _values(copy, name, row)) is not None]
    standing = set(db.session.scalars(select(model.id))) if table.natural is not None else set()
    for values in made:
        if values["id"] in standing:
            _fill(copy, table, model, values)
    new = [values for values in made if values["id"] not in standing]
    if new:
        db.session.execute(insert(model), new)
    if rows:
        db.session.execute(insert(Imported), [_note(copy, name, row) for row in rows])
    return len(made)


def _fill(copy: _Copy, table: Table, model: Any, values: Row) -> None:
    """Give a row that stands what is copied; what is reset it has by itself."""
    row = db.session.scalars(select(model).where(model.id == values["id"])).one()
    for column in table.copied(copy.parcel.kind, copy.parcel.parts):
        setattr(row, column, values[column])


def _note(copy: _Copy, name: str, row: Row) -> Row:
    return {
        "shop_id": copy.shop_id,
        "origin_installation": copy.parcel.installation,
        "entity": name,
        "origin_id": str(row["id"]),
        "new_id": copy.new_ids[name][row["id"]],
    }


def _values(copy: _Copy, name: str, row: Row) -> Row | None:
    """The row as it will stand; None when the row it hangs on is not in the parcel."""
    columns = rules.columns_of(rules.scoped_by_table()[name])
    values: Row = {"shop_id": copy.shop_id, "id": copy.new_ids[name][row["id"]]}
    for column, value in row.items():
        if column != "id":
            values[column] = to_column_value(_renamed(copy, value), columns[column])
    for column, target in TABLES[name].refs.items():
        if row.get(column) is not None:
            values[column] = _pointed(copy, name, column, row, target)
            if values[column] is None and must_have(name, column):
                return None
    for column, value in TABLES[name].reset(copy.parcel.kind).items():
        values[column] = to_column_value(_made(value, values), columns[column])
    return values


def _pointed(copy: _Copy, name: str, column: str, row: Row, target: str) -> int | None:
    old = int(row[column])
    parent = str(row[target[1:]]) if target.startswith("@") else target
    if parent == Shop.__tablename__:
        return copy.shop_id
    found = (copy.users if parent == "user" else copy.new_ids.get(parent, {})).get(old)
    if found is None and not is_nullable(name, column) and not must_have(name, column):
        return 0 if parent == "user" else old
    return found


def _renamed(copy: _Copy, value: Any) -> Any:
    """A value with the addresses of pictures, and in JSON the ids of rows, as they are in the other shop."""
    if isinstance(value, dict):
        return {key: _inside(copy, each) for key, each in value.items()}
    if isinstance(value, list):
        return [_inside(copy, each) for each in value]
    return _moved(value, copy.parcel.shop_id, copy.shop_id) if isinstance(value, str) else value


def _inside(copy: _Copy, value: Any) -> Any:
    if isinstance(value, (int, str)) and _ID.fullmatch(str(value)) and str(value) in copy.anywhere:
        return type(value)(copy.anywhere[str(value)])
    return _renamed(copy, value)


def _moved(words: str, old_shop: int, new_shop: int) -> str:
    return words.replace(f"shop/{old_shop}/", f"shop/{new_shop}/")


def _made(value: object, row: Row) -> Any:
    keys = {"shop_id": row["shop_id"], "id": row["id"]}
    match value:
        case Anew.NOW:
            return clock.now()
        case Anew.ORDER_TOKEN:
            return token_hash(order_token(Order(**keys)))
        case Anew.COMPLAINT_TOKEN:
            return token_hash(complaint_token(Complaint(**keys)))
        case Anew.PUBLIC_NUMBER:
            return secrets.randbelow(NUMBERS - 1) + 1
    return value


def _follow(copy: _Copy, by: events.Actor) -> None:
    """What the rows bring with them: sizes of pictures, first prices, words of stock, the search index."""
    new = {name: [copy.new_ids[name][old] for old in sorted(olds)] for name, olds in copy.fresh.items()}
    for asset in db.session.scalars(select(Asset).where(Asset.id.in_(new.get("asset", ())))):
        events.record("asset.stored", asset, by=by)
    if copy.parcel.kind is Kind.GRADUATION:
        for variant in db.session.scalars(select(Variant).where(Variant.id.in_(new.get("variant", ())))):
            price_history.note(variant)
    for product in db.session.scalars(select(Product).where(Product.id.in_(new.get("product", ())))):
        summary.refresh(product)
        search_rows.write(product)
    visibility.note_next_change()

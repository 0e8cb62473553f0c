"""Take a shop's rows out of it, in that shop's own scope; nothing is changed and no object stays behind."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import select

from storefront.domain.transfer import rules
from storefront.domain.transfer.parcel import Parcel, Row, to_plain_value
from storefront.domain.transfer.rules import CHOICES, Kind, Part, Table
from storefront.domain.transfer.tables import SHOP, TABLES
from storefront.infra.db import db
from storefront.infra.installation import installation_id
from storefront.infra.tenancy import enter_shop
from storefront.models.page import PageKind
from storefront.models.shop import Shop

Without = Mapping[str, Collection[int]]
LINKED = ("product", "collection", "page")
"""What an item of a menu may lead to by its slug."""


def read_shop(
    shop_id: int,
    kind: Kind,
    *,
    parts: Collection[Part] = CHOICES,
    without: Without | None = None,
    made_again: Collection[str] = (),
) -> Parcel:
    """The shop's rows that go along, but those whose ids `without` names by table, nor what hangs on them.

    `made_again` are slugs of pages that the other shop gets by itself, so that menus may lead to them.
    Raises Unclassified when a table or column of a shop has no place in tables.py.
    """
    rules.check(TABLES)
    without = without or {}
    shop = db.session.get_one(Shop, shop_id)
    with enter_shop(shop_id):
        rows = {
            name: [row for row in _rows(name, table, kind, parts) if row["id"] not in without.get(name, ())]
            for name, table in TABLES.items()
            if table.goes(kind, parts)
        }
        rows = _whole_families(rows)
        if kind is Kind.GRADUATION:
            rows["menu"] = _living_links(rows, made_again)
            rows["asset"] = _shown(rows)
    return Parcel(
        installation=installation_id(),
        kind=kind,
        parts=frozenset(parts),
        shop_id=shop_id,
        shop={name: to_plain_value(getattr(shop, name)) for name in SHOP.copied(kind, parts)},
        rows={name: held for name, held in rows.items() if held},
    )


def _rows(name: str, table: Table, kind: Kind, parts: Collection[Part]) -> Iterable[Row]:
    model: Any = rules.scoped_by_table()[name]
    wanted = ("id", *table.copied(kind, parts))
    asked = tuple(dict.fromkeys((*wanted, *(table.only if kind is Kind.GRADUATION else ()))))
    # columns, not objects: the session must hold nothing of this shop when the other one is entered
    found = db.session.execute(select(*(getattr(model, column) for column in asked)).order_by(model.id))
    for values in found:
        row = {column: to_plain_value(value) for column, value in zip(asked, values, strict=True)}
        for column, parts_of_it in table.closed.items():
            row[column] = {key: each for key, each in row[column].items() if key not in parts_of_it}
        if kind is Kind.WHOLE or all(row[column] in allowed for column, allowed in table.only.items()):
            yield {column: row[column] for column in wanted}


def _whole_families(rows: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """Without the rows whose parent stays behind; a mere mention of one is emptied."""
    kept: dict[str, list[Row]] = {}
    held: dict[str, set[int]] = {}
    for name, each in rows.items():
        kept[name] = [row for row in each if _settle(name, row, held)]
        held[name] = {row["id"] for row in kept[name]}
    return kept


def _settle(name: str, row: Row, held: Mapping[str, set[int]]) -> bool:
    """Empty what points to rows left behind; False when the row cannot be without one."""
    for column, target in TABLES[name].refs.items():
        parent = row[target[1:]] if target.startswith("@") else target
        known = parent in ("user", Shop.__tablename__) or row.get(column) in held.get(parent, ())
        if row.get(column) is None or known:
            continue
        if must_have(name, column):
            return False
        if is_nullable(name, column):
            row[column] = None
    return True


def must_have(name: str, column: str) -> bool:
    """Whether a row means nothing without the row this column points to."""
    model = rules.scoped_by_table()[name]
    return not is_nullable(name, column) and (
        TABLES[name].refs[column].startswith("@") or bool(rules.columns_of(model)[column].foreign_keys)
    )


def is_nullable(name: str, column: str) -> bool:
    """Whether the column may be empty."""
    return bool(rules.columns_of(rules.scoped_by_table()[name])[column].nullable)


def _shown(rows: Mapping[str, list[Row]]) -> list[Row]:
    """The pictures that some copied row points to, or shows among its words."""
    pointed = {
        row.get(column)
        for name, each in rows.items()
        for column, target in TABLES[name].refs.items()
        if target == "asset"
        for row in each
    }
    words = json.dumps([each for name, each in rows.items() if name != "asset"])
    return [row for row in rows["asset"] if row["id"] in pointed or row["content_hash"] in words]


def _living_links(rows: Mapping[str, list[Row]], made_again: Collection[str]) -> list[Row]:
    """The menus without links to goods and pages that stay behind. The law's pages are written by the new
    shop's wizard at the same slugs.
    """
    dead = {name: _left(name, rows) for name in LINKED}
    page = rules.scoped_by_table()["page"]
    laws = select(page.slug).where(page.kind.not_in((PageKind.FREE, PageKind.ABOUT)))
    dead["page"] -= {*db.session.scalars(laws), *made_again}
    return [row | {"items": _without_dead(row["items"], dead)} for row in rows["menu"]]


def _left(name: str, rows: Mapping[str, list[Row]]) -> set[str]:
    """The slugs of the rows that are not in the copy."""
    every = set(db.session.scalars(select(rules.scoped_by_table()[name].slug)))
    return every - {row["slug"] for row in rows.get(name, ())}


def _without_dead(items: list[Row], dead: Mapping[str, set[str]]) -> list[Row]:
    living = [item for item in items if item.get("ref") not in dead.get(item["kind"], ())]
    return [item | {"children": _without_dead(list(item.get("children", ())), dead)} for item in living]

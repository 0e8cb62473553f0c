"""The cursor guard: the last look at every statement before the driver gets it.

It knows each SQL text once: which shop tables it names, whether it writes, whether a shopper could see the
change. A statement on shop tables must bind shop_id, and only the shop in force; bulk and Core statements
that the ORM criteria never see are caught here. It also begins the write transaction, marks the session as
written, and raises the shop's version before a commit that changed what shoppers see.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from flask import has_app_context
from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

from storefront.infra import sqlite, versions
from storefront.infra.db import Base, db
from storefront.infra.tenancy import PLATFORM, NoShopInForce, ShopScoped, WrongShop, scope
from storefront.infra.unbound import unbound_tables

WRITES = re.compile(
    r"\s*(?:WITH\b.*?\)\s*)?(?P<change>(?:INSERT|UPDATE|DELETE|REPLACE|CREATE|ALTER|DROP)\b.*)", re.I | re.S
)
"""A statement that changes something, also behind a WITH; `change` is the part that says what."""

NAMES = re.compile(r"[a-z_][a-z0-9_]*")
SHOP_BIND = re.compile(r"(?:.*_)?shop_id(?:_\d+)?|pk_1")
"""Bind names that hold a shop's id; pk_1 is the first key column of a row re-read by its key: the shop."""

PLATFORM_ROWS = frozenset({"event"})
"""Shop tables that also hold the platform's own rows, with shop_id 0."""


@dataclass(frozen=True)
class Verdict:
    """What one SQL text is about."""

    shop_tables: frozenset[str]
    unbound: frozenset[str]
    writes: bool
    visible: bool


@dataclass(frozen=True)
class _Tables:
    scoped: frozenset[str]
    visible: frozenset[str]


@cache
def _tables() -> _Tables:
    scoped, visible = set(), set()
    for mapper in Base.registry.mappers:
        if issubclass(mapper.class_, ShopScoped):
            name = str(mapper.local_table.name)  # type: ignore[attr-defined]
            scoped.add(name)
            if mapper.class_.__shopper_visible__:
                visible.add(name)
    return _Tables(frozenset(scoped), frozenset(visible))


@lru_cache(maxsize=4096)
def verdict(sql: str) -> Verdict:
    """Judge one SQL text; the latest are remembered, as each length of a list makes a text of its own."""
    tables = _tables()
    names = set(NAMES.findall(sql.lower()))
    change = WRITES.match(sql)
    target = _target(change["change"].lower()) if change else ""
    shop_tables = frozenset(names & tables.scoped)
    unbound = unbound_tables(sql, shop_tables) if shop_tables else frozenset()
    return Verdict(shop_tables, unbound, change is not None, target in tables.visible)


def _target(sql: str) -> str:
    match = re.match(
        r'(?:insert(?: or \w+)? into|update(?: or \w+)?|delete from|replace into)\s+"?(\w+)"?', sql
    )
    return match.group(1) if match else ""


def install(engine: Engine) -> None:
    """Set the guard on an engine."""
    event.listen(engine, "before_cursor_execute", _before_cursor)


def install_session() -> None:
    """Raise shop versions before commits; done once for the session factory."""
    if not event.contains(db.session.session_factory, "before_commit", _before_commit):
        event.listen(db.session.session_factory, "before_commit", _before_commit)
        event.listen(db.session.session_factory, "after_commit", _forget)
        event.listen(db.session.session_factory, "after_rollback", _forget)


def _before_cursor(
    connection: Connection, _cursor: Any, sql: str, _parameters: Any, context: Any, _many: bool
) -> None:
    judged = verdict(sql)
    if judged.shop_tables and "unguarded" not in connection.get_execution_options():
        _check_scope(judged, _bound_shops(context))
    if judged.writes:
        sqlite.begin_write(connection)
        _mark(judged, context)


def _bound_shops(context: Any) -> set[int]:
    compiled = getattr(context, "compiled_parameters", None) or []
    return {
        value
        for parameters in compiled
        for name, value in parameters.items()
        if SHOP_BIND.fullmatch(name) and isinstance(value, int)
    }


def _check_scope(judged: Verdict, bound: set[int]) -> None:
    current = scope() if has_app_context() else None
    if judged.writes and judged.shop_tables <= PLATFORM_ROWS and bound == {PLATFORM}:
        return
    if current is None:
        raise NoShopInForce(f"no shop is in force for {', '.join(sorted(judged.shop_tables))}")
    if current.everything:
        return
    if not bound:
        raise NoShopInForce(f"a statement on {', '.join(sorted(judged.shop_tables))} does not bind shop_id")
    if bound != {current.shop_id}:
        raise WrongShop(f"a statement binds shops {sorted(bound)} under shop {current.shop_id}")
    if judged.unbound:
        raise NoShopInForce(f"a statement does not hold {', '.join(sorted(judged.unbound))} to the shop")


def _mark(judged: Verdict, context: Any) -> None:
    if not has_app_context():
        return
    info = db.session().info
    info["written"] = True
    if judged.visible:
        shops = _bound_shops(context)
        if not shops:
            raise NoShopInForce("a change that shoppers see must bind shop_id, also under all_shops()")
        info.setdefault("changed_shops", set()).update(shops)


def changed_for_shoppers(shop_ids: Iterable[int]) -> None:
    """Say that what shoppers see changed, where no listed table was written (stock words, settings)."""
    db.session().info.setdefault("changed_shops", set()).update(shop_ids)


def _before_commit(session: Session) -> None:
    if session.get_transaction() is not None and session.in_nested_transaction():
        return
    session.flush()
    changed = session.info.pop("changed_shops", None)
    if changed:
        versions.raise_versions(session, sorted(changed))


def _forget(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info.pop("changed_shops", None)
        session.info.pop("written", None)

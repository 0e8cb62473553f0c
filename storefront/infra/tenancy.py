"""One shop never sees another: the scope, the mixin of shop tables, and the walls inside the session.

Four walls: composite keys (shop_fk), criteria on ORM queries and checks at flush (here), the cursor guard
(infra/guard.py) and, on PostgreSQL, row-level security (migrations, and set_config here).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import g
from sqlalchemy import (
    BigInteger,
    Connection,
    Executable,
    ForeignKeyConstraint,
    bindparam,
    event,
    text,
)
from sqlalchemy.orm import (
    Mapped,
    ORMExecuteState,
    Session,
    SessionTransaction,
    declared_attr,
    mapped_column,
    relationship,
    with_loader_criteria,
)

from storefront.infra import ids
from storefront.infra.db import Base, db

SelectT = TypeVar("SelectT", bound=Executable)

PLATFORM = 0
"""The shop id that stands for the platform itself in the event log."""


class NoShopInForce(RuntimeError):
    """Shop data was asked for with no shop in force."""


class WrongShop(RuntimeError):
    """A row or statement of another shop met the shop in force."""


@dataclass(frozen=True)
class Scope:
    """What the work at hand may see: one shop, the platform's own rows, or (jobs and reports) all shops."""

    shop_id: int | None = None
    everything: bool = False


class ShopScoped:
    """Mixin of every table a shop owns: the key is (shop_id, id)."""

    __shopper_visible__ = False

    @declared_attr
    def shop_id(cls) -> Mapped[int]:
        return mapped_column(BigInteger, primary_key=True, sort_order=-2, autoincrement=False)

    @declared_attr
    def id(cls) -> Mapped[int]:
        return mapped_column(
            BigInteger, primary_key=True, sort_order=-1, autoincrement=False, default=ids.new_id
        )


def shop_fk(column: str, target: str, **options: Any) -> ForeignKeyConstraint:
    """A composite foreign key (shop_id, column) -> target(shop_id, id): the database refuses a mix-up."""
    return ForeignKeyConstraint(["shop_id", column], [f"{target}.shop_id", f"{target}.id"], **options)


def shop_relationship(
    target: str, *, key: str, parent: str | None = None, where: str = "", **options: Any
) -> Any:
    """A relationship over a composite key that leaves shop_id alone.

    `key` is the foreign column as "Child.parent_id"; `parent` the class it points to (default: `target`,
    for the many-to-one side; the one-to-many side names its own class). `where` narrows it further.
    """
    child, column = key.split(".")
    parent = parent or target
    join = f"and_({parent}.shop_id == {child}.shop_id, {parent}.id == foreign({child}.{column}))"
    return relationship(target, primaryjoin=f"and_({join}, {where})" if where else join, **options)


def scope() -> Scope | None:
    """The scope in force, or None."""
    current: Scope | None = g.get("_scope")
    return current


def current_shop_id() -> int:
    """The shop in force. Raises NoShopInForce."""
    current = scope()
    if current is None or current.shop_id is None:
        raise NoShopInForce("no shop is in force")
    return current.shop_id


@contextmanager
def enter_shop(shop_id: int) -> Iterator[None]:
    """Work for one shop. Raises WrongShop if the session already holds another shop's objects."""
    for held in db.session.identity_map.values():
        if isinstance(held, ShopScoped) and held.shop_id not in (shop_id, PLATFORM):
            raise WrongShop(f"the session holds rows of shop {held.shop_id}, not {shop_id}")
    with _scoped(Scope(shop_id=shop_id)):
        yield


@contextmanager
def platform_scope() -> Iterator[None]:
    """Read the platform's own rows of the event log."""
    with _scoped(Scope(shop_id=PLATFORM)):
        yield


@contextmanager
def all_shops() -> Iterator[None]:
    """See every shop. For jobs, the command line and programme projections only (a test holds this)."""
    with _scoped(Scope(everything=True)):
        yield


@contextmanager
def _scoped(new: Scope) -> Iterator[None]:
    before = scope()
    g._scope = new
    _tell_database()
    try:
        yield
    finally:
        g._scope = before
        if db.session().in_transaction() and db.session().is_active:
            _tell_database()


def _tell_database() -> None:
    session = db.session()
    if not session.in_transaction() or session.get_bind().dialect.name != "postgresql":
        return
    connection = session.connection()
    driver: Any = connection.connection.dbapi_connection
    # a failed transaction takes no statement, and forgets its settings when it is rolled back
    if driver.info.transaction_status.name != "INERROR":
        _set_config(connection)


def _set_config(connection: Connection) -> None:
    current = scope() or Scope()
    shop_id = "" if current.shop_id is None else str(current.shop_id)
    connection.execute(
        text("SELECT set_config('app.shop_id', :shop, true), set_config('app.all_shops', :every, true)"),
        {"shop": shop_id, "every": "on" if current.everything else ""},
    )


_SHOP = bindparam("scope_shop_id", callable_=lambda: current_shop_id(), type_=BigInteger)
_WALL = with_loader_criteria(
    ShopScoped, lambda cls: cls.shop_id == _SHOP, include_aliases=True, propagate_to_loaders=False
)
"""The criteria around one shop's rows; which shop is read when the statement runs."""


def walled(statement: SelectT) -> SelectT:
    """A statement kept for many runs, with the wall in it; else it is put together anew at each.

    It is for one shop's scope only: under all_shops() it raises NoShopInForce.
    """
    return statement.options(_WALL).execution_options(walled=True)


def _add_criteria(state: ORMExecuteState) -> None:
    current = scope()
    if current is None:
        if any(issubclass(mapper.class_, ShopScoped) for mapper in state.all_mappers):
            raise NoShopInForce("a query for shop data needs a shop in force")
    elif "walled" in state.execution_options:
        current_shop_id()
    elif not current.everything:
        # also where no shop's table is asked for: to find that out costs more than criteria that add nothing
        state.statement = state.statement.options(_WALL)


def _stamp_and_check(session: Session, _context: object, _instances: object) -> None:
    current = scope()
    for entity in (*session.new, *session.dirty, *session.deleted):
        if isinstance(entity, ShopScoped):
            _stamp(entity, current, new=entity in session.new)


def _stamp(entity: ShopScoped, current: Scope | None, *, new: bool) -> None:
    if current is None:
        raise NoShopInForce(f"writing {type(entity).__name__} needs a shop in force")
    owner: int | None = entity.shop_id
    if current.everything:
        if owner is None:
            raise NoShopInForce(f"{type(entity).__name__} needs its shop_id under all_shops()")
    elif new and owner is None and current.shop_id is not None:
        entity.shop_id = current.shop_id
    elif owner != current.shop_id:
        raise WrongShop(f"{type(entity).__name__} of shop {owner} under shop {current.shop_id}")


def _after_begin(_session: Session, _transaction: SessionTransaction, connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        _set_config(connection)


def install() -> None:
    """Put the walls into the session factory; done once, when the app is first made."""
    if event.contains(db.session.session_factory, "do_orm_execute", _add_criteria):
        return
    event.listen(db.session.session_factory, "do_orm_execute", _add_criteria)
    event.listen(db.session.session_factory, "before_flush", _stamp_and_check)
    event.listen(db.session.session_factory, "after_begin", _after_begin)


def scoped_models() -> list[type[Any]]:
    """Every model of a shop."""
    return [mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, ShopScoped)]

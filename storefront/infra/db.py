"""The database: base class of the models, column types, and the few ways a transaction begins and ends."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from flask import Flask, Response
from flask_babel import lazy_gettext
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Enum,
    MetaData,
    TypeDecorator,
    inspect,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Session, registry

from storefront.infra import sqlite
from storefront.infra.errors import NotFound

T = TypeVar("T")
ModelT = TypeVar("ModelT", bound="Base")

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[dt.datetime]):
    """An aware moment, stored in UTC. A naive datetime is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        value = value.astimezone(dt.UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        return value.replace(tzinfo=dt.UTC) if value is not None and value.tzinfo is None else value


Json = JSON().with_variant(JSONB(), "postgresql")


TYPES: dict[Any, Any] = {
    int: BigInteger,
    dt.datetime: UtcDateTime,
    dict[str, Any]: Json,
    list[str]: Json,
    list[dict[str, Any]]: Json,
    enum.Enum: Enum(
        enum.Enum,
        native_enum=False,
        create_constraint=False,
        length=40,
        values_callable=lambda kind: [member.value for member in kind],
    ),
}


class Base(DeclarativeBase):
    """Base of every model; constraints carry names so that migrations can find them."""

    registry = registry(metadata=MetaData(naming_convention=NAMING), type_annotation_map=TYPES)


db = SQLAlchemy(model_class=Base, session_options={"join_transaction_mode": "create_savepoint"})


TAKEN = frozenset({"23505", "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"})
"""How PostgreSQL and SQLite name the refusal of a second row of what there can be one of."""


class RowGone(NotFound):
    """The row that was to be changed has been removed by another transaction."""

    code = "row_gone"
    message = lazy_gettext("This is no longer there. Somebody removed it in the meantime.")


class AlreadyWritten(RuntimeError):
    """record_first() was called after the request had begun to write."""


def engine_options(url: str, threads: int) -> dict[str, Any]:
    """Engine options for the address: pool sized for the request threads, the job threads and two more."""
    options: dict[str, Any] = {"pool_size": threads + 2, "max_overflow": 2, "pool_timeout": 30}
    # what fails is logged and kept with its job, and the values of a statement are names and phones
    options["hide_parameters"] = True
    if url.startswith("sqlite"):
        return {**options, "connect_args": sqlite.connect_args()}
    # pgbouncer in transaction mode must not see prepared statements
    return {**options, "pool_pre_ping": True, "connect_args": {"prepare_threshold": None}}


def init_app(app: Flask, *, url: str, threads: int, lock_path: Path | None) -> None:
    """Connect the app to its database; commits follow answers below 400."""
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(url, threads)
    db.init_app(app)
    with app.app_context():
        if url.startswith("sqlite"):
            sqlite.install(db.engine, lock_path)
    app.after_request(_end_transaction)


def _end_transaction(response: Response) -> Response:
    if response.status_code < 400:
        db.session.commit()
    else:
        db.session.rollback()
    return response


def begin_write() -> None:
    """Begin the write transaction now, so that what is read from here on is what will be changed."""
    connection = db.session.connection()
    if connection.dialect.name == "sqlite":
        sqlite.begin_write(connection)


def locked(entity: ModelT) -> ModelT:
    """Re-read a row inside the write transaction, locked; its loaded collections are forgotten.

    Every verb that decides on state starts with it. Raises RowGone.
    """
    db.session.flush()
    return lock(type(entity), *(inspect(entity).identity or ()))


def lock(model: type[ModelT], *identity: int) -> ModelT:
    """The same for a row known by its whole key, without reading it first."""
    db.session.flush()
    begin_write()
    mapper = inspect(model)
    held = db.session.identity_map.get(mapper.identity_key_from_primary_key(identity))
    if held is not None:
        db.session.expire(held, [relation.key for relation in mapper.relationships])
    keys = [column == value for column, value in zip(mapper.primary_key, identity, strict=True)]
    statement = select(model).where(*keys).with_for_update().execution_options(populate_existing=True)
    row = db.session.execute(statement).unique().scalar_one_or_none()
    if row is None:
        raise RowGone
    return row


def has_written(session: Session | None = None) -> bool:
    """Whether the session's open transaction holds unflushed or written changes."""
    session = session or db.session()
    return bool(session.new or session.dirty or session.deleted or session.info.get("written"))


def record_first(work: Callable[[], T]) -> T:
    """Run and commit a short piece of work before anything else: what must survive a failure later.

    For the callback inbox, sign-in attempts, and what an owner typed in the wizard. Raises AlreadyWritten
    after the first write.
    """
    if has_written():
        raise AlreadyWritten("record_first() must come before the request's first write")
    result = work()
    db.session.commit()
    return result


def commit_then_call(call: Callable[[], T]) -> T:
    """Commit what stands, then call the outside world with no transaction open.

    For starting a payment and for jobs only.
    """
    db.session.commit()
    return call()


@contextmanager
def savepoint() -> Iterator[None]:
    """A part that may fail alone; the rest of the transaction stands."""
    with db.session.begin_nested():
        yield


def add_once(row: Base) -> bool:
    """Add a row there can be only one of; False when another transaction made it in the same moment."""
    try:
        with savepoint():
            db.session.add(row)
    except IntegrityError as error:
        if not is_taken(error):
            raise
        return False
    return True


def is_taken(error: BaseException | None) -> bool:
    """Whether the database refused a second row of what there can be one of, and nothing worse."""
    refusal = getattr(error, "orig", None)
    names = {getattr(refusal, "sqlstate", None), getattr(refusal, "sqlite_errorname", None)}
    return isinstance(error, IntegrityError) and bool(names & TAKEN)

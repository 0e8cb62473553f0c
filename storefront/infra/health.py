"""Whether each part this installation leans on answers, for /readyz and `doctor`."""

from __future__ import annotations

import os
import secrets
import shutil
import smtplib
import socket
import stat
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

import obstore
from flask import current_app
from obstore.exceptions import BaseError as StoreError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from storefront.config import Settings
from storefront.infra import http, schema, storage
from storefront.infra.db import db

LEAST_FREE_BYTES = 200 * 1024 * 1024
SECONDS = 5.0
OPEN_TABLES = """
SELECT relname FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
AND EXISTS (SELECT 1 FROM pg_policy WHERE polrelid = pg_class.oid)
AND NOT (relrowsecurity AND relforcerowsecurity)
"""
"""Tables with a policy that is not in force."""


@dataclass(frozen=True)
class Check:
    """One part: what it is, whether it answers, and a line about it."""

    name: str
    ok: bool
    detail: str


class _Broken(Exception):
    """The part does not work; the message says why."""


def ready() -> list[Check]:
    """The parts a request needs: database, schema, shared memory, storage. Needs an app context.

    Anyone may ask as often as they like, so nothing is written.
    """
    return [_check("database", _database), _check("limits", _redis), _check("storage", _storage_answers)]


def examine() -> list[Check]:
    """Every part, for the operator. Needs an app context."""
    parts: dict[str, Callable[[], str]] = {
        "database": _database,
        "database role": _role,
        "limits": _redis,
        "storage": _storage,
        "keys": _keys,
        "disk": _disk,
        "mail": _mail,
        "sandbox": _sandbox,
    }
    return [_check(name, part) for name, part in parts.items()]


def _check(name: str, part: Callable[[], str]) -> Check:
    try:
        return Check(name, True, part())
    except (_Broken, SQLAlchemyError, StoreError, OSError, smtplib.SMTPException, http.HttpError) as error:
        first_line = (str(error) or type(error).__name__).splitlines()[0]
        return Check(name, False, first_line)


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def _database() -> str:
    connection = db.session.connection()
    found = schema.found(connection)
    if found != schema.newest():
        raise _Broken(
            f"its schema is {found or 'empty'}, this release needs {schema.newest()}: run db upgrade"
        )
    return f"{connection.dialect.name}, schema {found}"


def _role() -> str:
    """On PostgreSQL the server's role owns no table and can't pass row security by."""
    connection = db.session.connection()
    if connection.dialect.name != "postgresql":
        return "the embedded database has no roles"
    role, superuser, bypass = connection.execute(
        text("SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
    ).one()
    owned = connection.scalar(text("SELECT count(*) FROM pg_tables WHERE tableowner = current_user"))
    open_tables = connection.scalars(text(OPEN_TABLES)).all()
    if superuser or bypass or owned:
        raise _Broken(f"{role} must not be superuser, bypass row security or own tables ({owned} owned)")
    if open_tables:
        raise _Broken(f"row security is switched off on {', '.join(open_tables)}")
    return f"{role} owns nothing and can't pass row security by"


def _redis() -> str:
    url = _settings().redis_url
    if not url:
        return "in this process"
    redis = import_module("redis")
    try:
        with redis.Redis.from_url(url, socket_timeout=SECONDS, socket_connect_timeout=SECONDS) as client:
            client.ping()
    except (redis.RedisError, ValueError) as error:
        raise _Broken(f"Redis does not answer: {error}") from error
    return f"Redis at {_without_password(url)}"


def _storage_answers() -> str:
    """The store says that a file which never was is not there; the folder of this machine takes files."""
    with suppress(FileNotFoundError):
        obstore.head(storage.open_store(), "health/none")
    settings = _settings()
    if not settings.media_url and not os.access(settings.instance / "media", os.W_OK | os.X_OK):
        raise _Broken("the folder of the pictures takes no files")
    return _place_of_files()


def _storage() -> str:
    """A file that is written can be read again, and removed."""
    store, key, data = storage.open_store(), f"health/{secrets.token_hex(8)}", secrets.token_bytes(16)
    obstore.put(store, key, data)
    read = obstore.get(store, key).bytes().to_bytes()
    obstore.delete(store, key)
    if read != data:
        raise _Broken("what was written came back changed")
    return _place_of_files()


def _place_of_files() -> str:
    return _settings().media_url or f"{_settings().instance / 'media'}"


def _keys() -> str:
    folder = _settings().instance / "keys"
    exposed = [path.name for path in folder.iterdir() if _others_may_read(path)]
    if exposed:
        raise _Broken(f"others may read {', '.join(exposed)} in {folder}: chmod 600")
    return f"{folder}, private"


def _others_may_read(path: Path) -> bool:
    return bool(stat.S_IMODE(path.stat().st_mode) & 0o077) and hasattr(socket, "AF_UNIX")


def _disk() -> str:
    free = shutil.disk_usage(_settings().instance).free
    if free < LEAST_FREE_BYTES:
        raise _Broken(f"only {free >> 20} MiB free")
    return f"{free >> 20} MiB free"


def _mail() -> str:
    url = _settings().smtp_url
    if not url:
        return "message box" if _settings().demo else "not configured: no mail leaves"
    parts = urlsplit(url)
    kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    with kind(parts.hostname or "", parts.port or 0, timeout=SECONDS) as server:
        server.noop()
    return f"{parts.scheme}://{parts.hostname}"


def _sandbox() -> str:
    settings = _settings()
    if not settings.sandbox:
        return "switched off"
    if not settings.sandbox_url:
        return "runs inside each server"
    http.allow_inner(settings.sandbox_url)
    status = http.request("GET", f"{http.inner_base()}/api/health", timeout=SECONDS).status
    if status != 200:
        raise _Broken(f"{settings.sandbox_url} answers {status}")
    return settings.sandbox_url


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port or 6379}{parts.path}"

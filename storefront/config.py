"""Every setting, read once from STOREFRONT_* variables, with a default that just works."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any


class BadSetting(ValueError):
    """A STOREFRONT_* variable holds something that can't be used; the message names it."""


@dataclass(frozen=True)
class Settings:
    """The whole configuration of one process. Names are the variables' names in lower case."""

    instance: Path = field(default=Path("instance"), metadata={"help": "folder of database, files and keys"})
    database_url: str = field(default="", metadata={"help": "postgresql://…; empty: SQLite in the instance"})
    migration_database_url: str = field(default="", metadata={"help": "the same database as its owner role"})
    redis_url: str = field(default="", metadata={"help": "Redis or Valkey for limits; empty: in process"})
    media_url: str = field(default="", metadata={"help": "s3://bucket/prefix; empty: the instance's media"})
    public_url: str = field(default="", metadata={"help": "address people type, needed in production"})
    home_url: str = field(default="", metadata={"help": "a class's laptop: the programme's site, for papers"})
    name: str = field(default="Chợ Xứ Thanh", metadata={"help": "the platform's own name"})
    operator: str = field(default="", metadata={"help": "who runs the platform, shown in its footer"})
    lan: bool = field(default=False, metadata={"help": "answer on bare addresses of a local network"})
    wildcard_dns: bool = field(default=False, metadata={"help": "every <slug>.<host> reaches this server"})
    trusted_proxies: int = field(default=0, metadata={"help": "how many proxies stand in front"})
    demo: bool = field(default=False, metadata={"help": "demo sign-ins and message box are shown"})
    jobs: bool = field(default=True, metadata={"help": "run jobs inside the server"})
    sandbox: bool = field(default=True, metadata={"help": "run the practice gateways beside the server"})
    sandbox_url: str = field(default="", metadata={"help": "practice gateways that run apart; empty: inside"})
    sandbox_key: str = field(default="", metadata={"help": "registers practice merchants; empty: derived"})
    connect: str = field(
        default="", metadata={"help": 'the platform\'s gateway keys as JSON: {"stripe": {"secret_key": …}}'}
    )
    threads: int = field(default=8, metadata={"help": "request threads of one server process"})
    job_threads: int = field(default=2, metadata={"help": "job threads of one process"})
    practice_days: int = field(default=120, metadata={"help": "days practice data is kept after a class"})
    cache_bytes: int = field(default=16 * 1024 * 1024, metadata={"help": "bound of the page cache"})
    smtp_url: str = field(default="", metadata={"help": "smtp://user:password@host:port; empty: message box"})
    mail_from: str = field(default="no-reply@localhost", metadata={"help": "sender of the platform's mail"})
    log_level: str = field(default="INFO", metadata={"help": "DEBUG, INFO, WARNING or ERROR"})
    argon2_fast: bool = field(default=False, metadata={"help": "cheap password hashes, for tests only"})

    @property
    def sqlite(self) -> bool:
        """Whether the shop database is the embedded one."""
        return self.sqlalchemy_url.startswith("sqlite")

    @property
    def sqlalchemy_url(self) -> str:
        """The database's address; without a setting, a SQLite file in the instance folder."""
        return self.database_url or f"sqlite:///{(self.instance / 'storefront.sqlite3').resolve()}"

    @property
    def production(self) -> bool:
        """Outside the demo: no demo sign-ins, no open message box."""
        return not self.demo

    def flask(self) -> dict[str, Any]:
        """What Flask and its extensions want to know."""
        return {
            "SQLALCHEMY_DATABASE_URI": self.sqlalchemy_url,
            "MAX_CONTENT_LENGTH": 26 * 1024 * 1024,
            "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
            "WTF_CSRF_TIME_LIMIT": None,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "BABEL_DEFAULT_LOCALE": "vi",
            "BABEL_DEFAULT_TIMEZONE": "Asia/Ho_Chi_Minh",
            "SETTINGS": self,
        }


def read_settings(environ: Mapping[str, str] | None = None, **overrides: Any) -> Settings:
    """Settings from the environment, with overrides on top. Raises BadSetting."""
    environ = os.environ if environ is None else environ
    values: dict[str, Any] = {}
    for item in fields(Settings):
        raw = environ.get(f"STOREFRONT_{item.name.upper()}")
        if raw is not None:
            values[item.name] = _parse(item.name, item.default, raw)
    return Settings(**{**values, **overrides})


def _parse(name: str, default: object, raw: str) -> object:
    if isinstance(default, bool):
        if raw.lower() in {"1", "true", "yes", "on"}:
            return True
        if raw.lower() in {"0", "false", "no", "off", ""}:
            return False
        raise BadSetting(f"STOREFRONT_{name.upper()} must be 1 or 0, not {raw!r}")
    if isinstance(default, int):
        if not raw.isdigit():
            raise BadSetting(f"STOREFRONT_{name.upper()} must be a number, not {raw!r}")
        return int(raw)
    return Path(raw) if isinstance(default, Path) else raw

"""A backup holds everything, whatever happens meanwhile, and comes back the same: compared row by row."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import MetaData, create_engine, make_url, select

from storefront.config import Settings
from storefront.infra import crypto, storage
from storefront.infra.backup import BackupFailed, back_up, restore
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from tests import services
from tests.factories import make_order, make_shop

pytestmark = pytest.mark.committed

PICTURE = f"shop/7/{'a' * 64}/original.webp"


def settings_of(app: Flask) -> Settings:
    return app.config["SETTINGS"]


@pytest.fixture
def filled(committed_app: Flask) -> Flask:
    """An installation with two shops, an order in each, and a picture."""
    place_one(committed_app)
    place_one(committed_app)
    with committed_app.app_context():
        storage.put(PICTURE, b"a picture")
    return committed_app


@pytest.fixture
def empty(filled: Flask, tmp_path: Path) -> Settings:
    """An instance and a database with nothing in them, of the same kind."""
    settings = replace(settings_of(filled), instance=tmp_path / "empty")
    settings.instance.mkdir()
    if settings.sqlite:
        return settings
    server, name = services.postgres_server(), make_url(settings.database_url).database + "_r"
    server.create_database(name)
    return replace(
        settings,
        database_url=server.url(name, services.APP_ROLE),
        migration_database_url=server.url(name, services.OWNER_ROLE),
    )


def content(settings: Settings) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, of all shops."""
    seeing = {} if settings.sqlite else {"connect_args": {"options": "-c app.all_shops=on"}}
    engine = create_engine(settings.migration_database_url or settings.sqlalchemy_url, **seeing)
    metadata = MetaData()
    metadata.reflect(engine)
    with engine.connect() as connection:
        found = {
            name: sorted(map(repr, map(tuple, connection.execute(select(table)))))
            for name, table in metadata.tables.items()
        }
    engine.dispose()
    return found


def test_what_was_backed_up_comes_back_the_same(filled: Flask, empty: Settings, tmp_path: Path):
    settings = settings_of(filled)

    back_up(settings, tmp_path / "backup")
    restore(empty, tmp_path / "backup")

    before, after = content(settings), content(empty)
    assert len(before["orders"]) == 2
    assert before == after
    assert (empty.instance / "media" / PICTURE).read_bytes() == b"a picture"
    assert {path.name for path in (empty.instance / "keys").iterdir()} == {
        "session.key",
        "seal.keys",
        "signing.key",
    }


def test_secrets_can_be_opened_with_the_keys_that_came_back(filled: Flask, empty: Settings, tmp_path: Path):
    with filled.app_context():
        sealed = crypto.seal("bí mật", 7)

    back_up(settings_of(filled), tmp_path / "backup")
    restore(empty, tmp_path / "backup")

    again = Flask("again")
    crypto.init_app(again, empty.instance / "keys")
    with again.app_context():
        assert crypto.unseal(sealed, 7) == "bí mật"


def test_a_backup_while_orders_come_in_holds_whole_orders_only(
    filled: Flask, empty: Settings, tmp_path: Path
):
    stop = threading.Event()
    writer = threading.Thread(target=keep_placing, args=(filled, stop))
    writer.start()

    back_up(settings_of(filled), tmp_path / "backup")

    stop.set()
    writer.join()
    restore(empty, tmp_path / "backup")
    rows = content(empty)
    assert len(rows["orders"]) == len(rows["line_item"]) >= 2
    assert len(rows["orders"]) == sum("order.placed" in row for row in rows["event"])
    assert len(content(settings_of(filled))["orders"]) > len(rows["orders"])


def keep_placing(app: Flask, stop: threading.Event) -> None:
    """Orders until told to stop, and at least one after that."""
    while place_one(app) and not stop.is_set():
        pass
    place_one(app)


def place_one(app: Flask) -> bool:
    with app.app_context():
        shop_id = make_shop().id
        db.session.commit()
        with enter_shop(shop_id):
            make_order()
            db.session.commit()
    return True


def test_nothing_is_overwritten(filled: Flask, empty: Settings, tmp_path: Path):
    settings = settings_of(filled)
    back_up(settings, tmp_path / "backup")

    with pytest.raises(BackupFailed, match="not empty"):
        back_up(settings, tmp_path / "backup")
    with pytest.raises(BackupFailed, match="not empty"):
        restore(settings, tmp_path / "backup")
    with pytest.raises(BackupFailed, match=r"already|not empty"):
        restore(
            replace(settings, instance=empty.instance, database_url=settings.sqlalchemy_url),
            tmp_path / "backup",
        )


@pytest.mark.parametrize(
    "damage",
    [
        lambda backup: (backup / "keys" / "seal.keys").write_text("other"),
        lambda backup: (backup / "media" / PICTURE).unlink(),
        lambda backup: (backup / "backup.json").unlink(),
    ],
)
def test_a_damaged_backup_is_refused_before_anything_is_written(
    filled: Flask, empty: Settings, tmp_path: Path, damage: Callable[[Path], None]
):
    back_up(settings_of(filled), tmp_path / "backup")
    damage(tmp_path / "backup")

    with pytest.raises(BackupFailed, match=r"damaged|not a backup"):
        restore(empty, tmp_path / "backup")

    assert list(empty.instance.iterdir()) == []

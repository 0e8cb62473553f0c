"""Secrets at rest: unreadable in the database, bound to their shop, with keys that can be changed."""

import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from flask import Flask
from sqlalchemy import LargeBinary, select, type_coerce

from storefront import create_app
from storefront.infra import crypto
from storefront.infra.crypto import SealBroken, seal, unseal
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.models.order import Mode
from storefront.models.payment import PaymentMethod
from tests.conftest import settings_for
from tests.factories import make_shop

RAW = type_coerce(PaymentMethod.secrets, LargeBinary)


@pytest.fixture
def two_shops(context: Flask) -> tuple[int, int]:
    made = make_shop().id, make_shop().id
    with enter_shop(made[0]):
        db.session.add(PaymentMethod(gateway="practice", mode=Mode.TEST, secrets="khoá bí mật"))
        db.session.commit()
        db.session.expunge_all()
    return made


@pytest.fixture
def folder(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Path]:
    shutil.copy(migrated_sqlite, tmp_path / "storefront.sqlite3")
    yield tmp_path


def sealed_of(shop_id: int) -> bytes:
    with enter_shop(shop_id):
        return bytes(db.session.scalars(select(RAW)).one())


def test_a_sealed_column_is_read_as_it_was_written(two_shops: tuple[int, int]) -> None:
    with enter_shop(two_shops[0]):
        assert db.session.scalars(select(PaymentMethod.secrets)).one() == "khoá bí mật"


def test_the_database_holds_nothing_readable(two_shops: tuple[int, int]) -> None:
    assert "khoá".encode() not in sealed_of(two_shops[0])


def test_a_value_copied_into_another_shop_does_not_open(two_shops: tuple[int, int]) -> None:
    stolen = sealed_of(two_shops[0])

    with pytest.raises(SealBroken):
        unseal(stolen, two_shops[1])


def test_a_row_that_carries_another_shops_secret_cannot_be_read(two_shops: tuple[int, int]) -> None:
    stolen = sealed_of(two_shops[0])
    table = PaymentMethod.__table__
    with enter_shop(two_shops[1]):
        db.session.add(PaymentMethod(gateway="practice", mode=Mode.TEST, secrets="own"))
        db.session.flush()
        db.session.execute(
            table.update()
            .where(table.c.shop_id == two_shops[1])
            .values(secrets=type_coerce(stolen, LargeBinary))
        )
        db.session.expunge_all()

        with pytest.raises(SealBroken):
            db.session.scalars(select(PaymentMethod)).one()


def test_the_platforms_secrets_open_for_no_shop(two_shops: tuple[int, int]) -> None:
    with pytest.raises(SealBroken):
        unseal(seal("of the platform"), two_shops[0])


def test_the_same_text_is_never_sealed_the_same(context: Flask) -> None:
    assert seal("a", 1) != seal("a", 1)


def test_a_changed_byte_does_not_open(context: Flask) -> None:
    sealed = seal("a", 1)

    with pytest.raises(InvalidToken):
        unseal(sealed[:-4] + b"AAAA", 1)


def test_keys_are_made_once_and_for_their_owner_alone(folder: Path) -> None:
    create_app(settings_for(folder))
    files = {path.name: path for path in (folder / "keys").iterdir()}
    before = {name: path.read_text() for name, path in files.items()}

    create_app(settings_for(folder))

    assert {stat.S_IMODE(path.stat().st_mode) for path in files.values()} == {0o600}
    assert {name: path.read_text() for name, path in files.items()} == before


def test_a_new_first_key_seals_and_the_old_one_still_opens(folder: Path) -> None:
    app = create_app(settings_for(folder))
    with app.app_context():
        old = seal("written before", 5)
    path, new_key = folder / "keys/seal.keys", Fernet.generate_key()
    path.write_text(new_key.decode() + "\n" + path.read_text())

    again = create_app(settings_for(folder))

    with again.app_context():
        assert unseal(old, 5) == "written before"
        assert MultiFernet([Fernet(new_key)]).decrypt(seal("written after", 5)) == b'[5, "written after"]'


def test_a_key_taken_away_closes_what_it_sealed(folder: Path) -> None:
    app = create_app(settings_for(folder))
    with app.app_context():
        old = seal("written before", 5)
    (folder / "keys/seal.keys").write_text(Fernet.generate_key().decode() + "\n")

    again = create_app(settings_for(folder))

    with again.app_context(), pytest.raises(InvalidToken):
        unseal(old, 5)


def test_two_installations_derive_different_texts(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    shutil.copy(folder / "storefront.sqlite3", other)
    texts = [derived(create_app(settings_for(place))) for place in (folder, folder, other)]

    assert texts[0] == texts[1] != texts[2]


def derived(app: Flask) -> tuple[str, str]:
    with app.app_context():
        return crypto.derived("sandbox"), crypto.keyed_hash("a", 1)

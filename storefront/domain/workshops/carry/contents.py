"""What is inside a carried file, read strictly, and how much of it stands here already."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from flask_babel import lazy_gettext
from sqlalchemy import select

from storefront.domain.transfer.parcel import Parcel, from_plain
from storefront.domain.transfer.rules import Kind
from storefront.domain.transfer.tables import SHOP
from storefront.domain.transfer.tables import TABLES as SHOP_TABLES
from storefront.domain.workshops.carry import rows
from storefront.domain.workshops.carry.package import CLASS, BadFile, Package
from storefront.domain.workshops.carry.rows import Row
from storefront.infra import crypto, images
from storefront.infra.db import db
from storefront.infra.html import clean_html
from storefront.infra.installation import installation_id
from storefront.models.programme import CarriedHome
from storefront.models.shop import ShopMode

SHOP_ENTITY = "shop"
HTML = {"product": ("description",), "collection": ("description",), "page": ("body",)}
"""Columns of a shop that are shown as they stand, so they are cleaned again."""
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Contents:
    """The rows of the class by table, and whose account each learner had."""

    package: Package
    tables: Mapping[str, list[Row]]
    users: Mapping[str, int]

    @property
    def workshop(self) -> Row:
        """The class itself."""
        return self.tables["workshop"][0]

    def nickname(self, learner_id: str) -> str:
        """Of a learner in the file."""
        return next(str(row["nickname"]) for row in self.tables["learner"] if str(row["id"]) == learner_id)

    def shop(self, learner_id: str) -> Parcel:
        """A learner's practice shop. Raises BadFile."""
        return _strictly(lambda: _checked(from_plain(self.package.rows(f"shops/{learner_id}.json"))))

    def picture(self, key: str) -> bytes:
        """The picture at a key of a shop, looked at before it is kept. Raises BadFile."""
        data = self.package.read(f"media/{key.split('/')[2]}")
        try:
            images.clean_master(data)
        except (images.PictureRefused, ValueError) as error:
            raise BadFile from error
        return data


@dataclass(frozen=True, slots=True)
class Standing:
    """How much of a file is here: ids of its class and its shops' learners, and how many rows are missing."""

    workshop_id: int | None
    shops: frozenset[str]
    missing: int

    @property
    def complete(self) -> bool:
        """Whether bringing it in would change nothing."""
        return not self.missing


def read_contents(package: Package) -> Contents:
    """All rows, each with exactly the columns we send. Raises BadFile."""
    if package.installation == installation_id():
        raise BadFile(lazy_gettext("This file was made here: everything in it is here already."))
    found = _strictly(lambda: _read(package))
    _strictly(lambda: [found.shop(learner_id) for learner_id in package.shops])
    return found


def known_here(installation: str) -> dict[tuple[str, str], int]:
    """The new id of everything that was brought in from there, by table and the id it had."""
    found = db.session.execute(
        select(CarriedHome.entity, CarriedHome.origin_id, CarriedHome.new_id).where(
            CarriedHome.origin_installation == installation
        )
    )
    return {(row.entity, row.origin_id): row.new_id for row in found}


def standing(contents: Contents) -> Standing:
    """How much of it is here."""
    known = known_here(contents.package.installation)
    wanted = {(name, str(row["id"])) for name, found in contents.tables.items() for row in found}
    shops = {learner_id for learner_id in contents.package.shops if (SHOP_ENTITY, learner_id) in known}
    missing = len(wanted - known.keys()) + len(contents.package.shops) - len(shops)
    return Standing(known.get(("workshop", str(contents.workshop["id"]))), frozenset(shops), missing)


def _strictly(read: Callable[[], Found]) -> Found:
    try:
        return read()
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise BadFile from error


def _read(package: Package) -> Contents:
    data = package.rows(CLASS)
    tables = {name: list(data["tables"][name]) for name in rows.TABLES}
    users = {str(key): int(value) for key, value in data["users"].items()}
    held: dict[str, set[Any]] = {name: {row["id"] for row in found} for name, found in tables.items()}
    for name, found in tables.items():
        for row in found:
            _check_row(name, row, held)
    contents = Contents(package, tables, users)
    if (
        len(tables["workshop"]) != 1
        or not {*package.shops} <= users.keys()
        or users.keys() != {str(row["id"]) for row in tables["learner"]}
    ):
        raise ValueError("the class does not fit together")
    for lesson in tables["lesson"]:
        lesson["body"] = {locale: clean_html(words) for locale, words in lesson["body"].items()}
    return contents


def _check_row(name: str, row: Row, held: Mapping[str, set[Any]]) -> None:
    values = rows.to_values(name, row)
    if not isinstance(row["id"], int) or any(
        row[column] not in held[parent] for column, parent in rows.TABLES[name].refs.items()
    ):
        raise ValueError(name)
    if name == "certificate" and not crypto.is_signed(
        bytes.fromhex(values["sha256"]), values["signature"], values["public_key"]
    ):
        raise ValueError("a certificate is not signed")


def _checked(parcel: Parcel) -> Parcel:
    """Only a whole practice shop, with the columns this release sends and pictures under its own keys."""
    wanted = {name: {"id", *SHOP_TABLES[name].copied(Kind.WHOLE)} for name in SHOP_TABLES}
    fits = all(row.keys() == wanted[name] for name, found in parcel.rows.items() for row in found)
    if parcel.kind is not Kind.WHOLE or parcel.shop.keys() != set(SHOP.copied(Kind.WHOLE)) or not fits:
        raise ValueError("not a shop of this release")
    if parcel.shop["mode"] != ShopMode.PRACTICE.value:
        raise ValueError("not a practice shop")
    for asset in parcel.rows.get("asset", ()):
        if not str(asset["key"]).startswith(f"shop/{parcel.shop_id}/{asset['content_hash']}/"):
            raise ValueError("a picture of somewhere else")
    for name, columns in HTML.items():
        for row in parcel.rows.get(name, ()):
            row.update({column: clean_html(row[column] or "") for column in columns})
    return parcel

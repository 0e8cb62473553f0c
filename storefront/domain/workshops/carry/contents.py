"""What is inside a carried file, read strictly, and how much of it stands here already."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from flask_babel import lazy_gettext
from sqlalchemy import select

from storefront.domain.transfer.parcel import Parcel, from_plain
from storefront.domain.workshops.carry import rows, strict
from storefront.domain.workshops.carry.package import CLASS, BadFile, Package
from storefront.domain.workshops.carry.rows import Row
from storefront.infra import images
from storefront.infra.db import db
from storefront.infra.errors import AppError
from storefront.infra.installation import installation_id
from storefront.models.programme import CarriedHome

SHOP_ENTITY, FILE_ENTITY = "shop", "file"
"""What is remembered beside the rows: whose practice shop is here, and which files were read to their end."""
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
        told = self.package.rows(f"shops/{learner_id}.json")
        return _strictly(lambda: strict.checked_shop(from_plain(told)))

    def check_shops(self) -> None:
        """Read every practice shop once. Raises BadFile."""
        for learner_id in self.package.shops:
            self.shop(learner_id)

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
    """How much of a file is here: the id of its class, the learners whose shops are, and whether all is."""

    workshop_id: int | None
    shops: frozenset[str]
    complete: bool


def read_contents(package: Package) -> Contents:
    """The rows of the class, each as we would have sent it; the shops are read later. Raises BadFile."""
    if package.installation == installation_id():
        raise BadFile(lazy_gettext("This file was made here: everything in it is here already."))
    return _strictly(lambda: _read(package))


def known_here(installation: str) -> dict[tuple[str, str], int]:
    """The new id of everything that was brought in from there, by table and the id it had."""
    found = db.session.execute(
        select(CarriedHome.entity, CarriedHome.origin_id, CarriedHome.new_id).where(
            CarriedHome.origin_installation == installation
        )
    )
    return {(row.entity, row.origin_id): row.new_id for row in found}


def standing(contents: Contents, digest: str) -> Standing:
    """How much of it is here. Raises BadFile when it speaks of another class's rows."""
    known = known_here(contents.package.installation)
    check_own(contents, known)
    shops = {learner_id for learner_id in contents.package.shops if (SHOP_ENTITY, learner_id) in known}
    read_whole = (FILE_ENTITY, digest) in known and len(shops) == len(contents.package.shops)
    return Standing(known.get(("workshop", str(contents.workshop["id"]))), frozenset(shops), read_whole)


def check_own(contents: Contents, known: Mapping[tuple[str, str], int]) -> None:
    """A file tells where it was made, so who knows its ids could speak of a class that somebody else brought.

    Raises BadFile unless every row that is here already belongs to this file's class.
    """
    workshop_id = known.get(("workshop", str(contents.workshop["id"])))
    for name, table in rows.TABLES.items():
        if "workshop_id" not in table.refs:
            continue
        here = {known.get((name, str(row["id"]))) for row in contents.tables[name]} - {None}
        model: Any = table.model
        others = select(model.id).where(model.id.in_(here), model.workshop_id != (workshop_id or 0)).limit(1)
        if here and db.session.scalar(others) is not None:
            raise BadFile


def _read(package: Package) -> Contents:
    data = package.rows(CLASS)
    tables = {name: list(data["tables"][name]) for name in rows.TABLES}
    users = {str(key): int(value) for key, value in data["users"].items()}
    strict.check_class(tables, package.installation)
    if not {*package.shops} <= users.keys() or users.keys() != {str(row["id"]) for row in tables["learner"]}:
        raise ValueError("the class does not fit together")
    return Contents(package, tables, users)


def _strictly(read: Callable[[], Found]) -> Found:
    try:
        return read()
    except BadFile:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError, AppError) as error:
        raise BadFile from error

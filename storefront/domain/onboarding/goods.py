"""First goods: one at a time from a form, or a pasted list read line by line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext, lazy_gettext
from sqlalchemy import ColumnElement, func, select

from storefront.domain.catalogue.data import ImageData, ProductData, VariantData
from storefront.domain.catalogue.products import create_product, set_state
from storefront.infra import events
from storefront.infra.db import db
from storefront.infra.errors import Invalid
from storefront.infra.money import parse_money
from storefront.infra.text import clean
from storefront.models.product import Product, ProductState

DEFAULT_UNIT = "cái"
UNITS = ("kg", "gói", "hộp", "chai", "cái", "chiếc", "bó", "túi", "lít", "chục", "đêm", "khách")
"""Units offered while typing; any other word may be typed."""
LONGEST_LIST = 200
SHOWN = 30
_OWN = (Product.is_sample.is_(False), Product.state != ProductState.ARCHIVED)
_SAMPLES = (Product.is_sample.is_(True), Product.state != ProductState.ARCHIVED)
_BETWEEN = re.compile(r"\s*[|\t;]\s*")


@dataclass(frozen=True, slots=True)
class Good:
    """What is sold: price in minor units for one unit."""

    name: str
    price: int
    unit: str = DEFAULT_UNIT
    asset_ids: tuple[int, ...] = ()
    collection_id: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a pasted list: the good it names, or what is wrong with it."""

    number: int
    text: str
    good: Good | None = None
    problem: str = ""


def read_list(text: str) -> list[Line]:
    """The lines of a list "name | price | unit"; tabs and semicolons part as well, the unit may be left out.

    Raises Invalid for an empty or endless list.
    """
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if clean(line)]
    if not lines:
        raise Invalid.field(
            "goods", lazy_gettext("Paste at least one line, such as Honey | 190.000 | bottle.")
        )
    if len(lines) > LONGEST_LIST:
        raise Invalid.field("goods", lazy_gettext("At most 200 lines at a time. Paste the rest afterwards."))
    return [_read(number, line) for number, line in lines]


def add_goods(goods: Sequence[Good], *, by: events.Actor) -> list[Product]:
    """Put the goods on sale, behind those that are there. Raises Invalid."""
    last = db.session.scalar(select(func.max(Product.position))) or 0
    made = []
    for position, good in enumerate(goods, start=last + 1):
        product = create_product(_data(good, position), by=by)
        set_state(product, ProductState.ACTIVE, by=by)
        made.append(product)
    return made


def own_goods(limit: int = SHOWN) -> list[Product]:
    """The owner's own products, newest first."""
    return list(db.session.scalars(select(Product).where(*_OWN).order_by(Product.id.desc()).limit(limit)))


def count_own() -> int:
    """How many products of the owner's own there are."""
    return _count(*_OWN)


def samples(limit: int = SHOWN) -> list[Product]:
    """The first of the sample goods that are still there."""
    wanted = select(Product).where(*_SAMPLES).order_by(Product.position, Product.id)
    return list(db.session.scalars(wanted.limit(limit)))


def count_samples() -> int:
    """How many sample goods are still there."""
    return _count(*_SAMPLES)


def _count(*which: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count(Product.id)).where(*which)) or 0


def _read(number: int, line: str) -> Line:
    parts = [clean(part) for part in _BETWEEN.split(line.strip(" |;"))]
    shown = clean(line)
    if len(parts) < 2 or not parts[1]:
        return Line(number, shown, problem=gettext("There is no price. Write: name | price | unit."))
    if len(parts) > 3:
        return Line(number, shown, problem=gettext("Too many parts. Write: name | price | unit."))
    name, unit = parts[0], (parts[2] if len(parts) > 2 else "") or DEFAULT_UNIT
    if not name or len(name) > 200:
        return Line(number, shown, problem=gettext("The name is missing or longer than 200 characters."))
    if len(unit) > 20:
        return Line(number, shown, problem=gettext("The unit is longer than 20 characters."))
    try:
        price = parse_money(parts[1]).amount
    except Invalid as error:
        return Line(number, shown, problem=str(error.message))
    if price <= 0:
        return Line(number, shown, problem=gettext("The price must be above zero."))
    return Line(number, shown, good=Good(name, price, unit))


def _data(good: Good, position: int) -> ProductData:
    return ProductData(
        name=good.name,
        variants=(VariantData(price=good.price, unit=good.unit),),
        position=position,
        images=tuple(ImageData(asset_id, good.name) for asset_id in good.asset_ids),
        collection_ids=(good.collection_id,) if good.collection_id else (),
    )

"""Slugs of a shop's rows: unique among their kind, and a former one leads to the row that had it."""

from __future__ import annotations

from sqlalchemy import delete, select

from storefront.infra.db import db, locked
from storefront.infra.text import slugify
from storefront.models.page import Page
from storefront.models.product import Collection, Product
from storefront.models.shop import ShopSettings, SlugRedirect

Kind = type[Product] | type[Collection] | type[Page]


def free_slug(kind: Kind, wanted: str, *, fallback: str, keep_id: int | None = None) -> str:
    """The wanted words as a slug that no other row of the kind has: `mat-ong`, else `mat-ong-2` and so on.

    One at a time in a shop: what is given here is written before the next one looks.
    """
    locked(db.session.scalars(select(ShopSettings)).one())
    base = slugify(wanted) or fallback
    taken = set(
        db.session.scalars(
            select(kind.slug).where(kind.slug.startswith(base, autoescape=True), kind.id != (keep_id or 0))
        )
    )
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def move(row: Product | Collection | Page, slug: str) -> None:
    """Give a row another slug and leave a redirect at its former one."""
    if row.slug == slug:
        return
    entity = row.__tablename__
    _forget(entity, row.slug, slug)
    db.session.add(SlugRedirect(entity=entity, slug=row.slug, entity_id=row.id))
    row.slug = slug


def clear(row: Product | Collection | Page) -> None:
    """A new row's slug answers for itself from now on."""
    _forget(row.__tablename__, row.slug)


def moved_to(kind: Kind, slug: str) -> str | None:
    """The slug now of the row that once had this one."""
    return db.session.scalar(
        select(kind.slug)
        .join(SlugRedirect, (SlugRedirect.shop_id == kind.shop_id) & (SlugRedirect.entity_id == kind.id))
        .where(SlugRedirect.entity == kind.__tablename__, SlugRedirect.slug == slug)
    )


def _forget(entity: str, *slugs: str) -> None:
    db.session.flush()
    db.session.execute(
        delete(SlugRedirect).where(SlugRedirect.entity == entity, SlugRedirect.slug.in_(slugs))
    )

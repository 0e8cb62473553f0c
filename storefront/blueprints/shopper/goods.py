"""Lists of goods and product pages; former addresses lead to the present ones."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from storefront.blueprints.common.guards import open_to_all
from storefront.blueprints.common.links import shop_url
from storefront.blueprints.common.respond import moved
from storefront.blueprints.shopper.draw import frame, public, scene
from storefront.domain.catalogue.queries import (
    cards,
    facets,
    former_slug,
    product_by_slug,
    related,
)
from storefront.domain.shops.redirects import Kind
from storefront.domain.theming.builders.goods import product_drop
from storefront.domain.theming.builders.listing import collection_drop, read_asked, sibling_links
from storefront.domain.theming.builders.meta import breadcrumbs_json_ld, product_json_ld
from storefront.domain.theming.builders.stock import stock_of
from storefront.infra.db import db
from storefront.infra.errors import NotFound
from storefront.infra.html import plain_text
from storefront.infra.i18n import current_locale
from storefront.infra.tenancy import walled
from storefront.models.product import Collection, Product

bp = Blueprint("goods", __name__)
PER_PAGE = 24
_PUBLISHED = walled(
    select(Collection).where(Collection.published).order_by(Collection.position, Collection.id)
)


@bp.get("/products")
@open_to_all
def everything() -> ResponseReturnValue:
    """All goods on sale."""
    asked = read_asked(request.args.to_dict(flat=False))
    around = frame("collection")
    page = cards(asked.filters, sort=asked.sort, cursor=asked.cursor, limit=PER_PAGE)
    drop = collection_drop(
        scene(),
        asked,
        page,
        facets(),
        title=_("All products"),
        path="/products",
        siblings=sibling_links(_published(), scene()),
    )
    description = around.profile.tagline or around.profile.story or ""
    return public("collection", drop, path="/products", title=drop.title, description=description)


@bp.get("/collections/<slug>")
@open_to_all
def collection(slug: str) -> ResponseReturnValue:
    """One collection."""
    siblings = _published()
    found = next((each for each in siblings if each.slug == slug), None)
    if found is None:
        return _moved(Collection, slug, "collections")
    asked = read_asked(request.args.to_dict(flat=False), found.id)
    path = f"/collections/{slug}"
    page = cards(asked.filters, sort=asked.sort, cursor=asked.cursor, limit=PER_PAGE)
    drop = collection_drop(
        scene(),
        asked,
        page,
        facets(found.id),
        title=found.name,
        path=path,
        description=found.description,
        siblings=sibling_links(siblings, scene(), slug),
    )
    steps = ((_("Home"), "/"), (found.name, path))
    return public(
        "collection",
        drop,
        path=path,
        title=found.seo_title or found.name,
        description=found.seo_description or plain_text(found.description),
        json_ld=(breadcrumbs_json_ld(frame("collection"), steps, current_locale()),),
    )


@bp.get("/products/<slug>")
@open_to_all
def product(slug: str) -> ResponseReturnValue:
    """One product."""
    try:
        found = product_by_slug(slug)
    except NotFound:
        return _moved(Product, slug, "products")
    around, view, path = frame("product"), scene(), f"/products/{slug}"
    drop = product_drop(found, view, around, stock=stock_of(found), related=related(found))
    steps = ((_("Home"), "/"), (_("All products"), "/products"), (drop.title, path))
    own = view.locale == view.own_locale
    return public(
        "product",
        drop,
        path=path,
        title=(found.seo_title if own else None) or drop.title,
        description=(found.seo_description if own else None) or drop.summary or plain_text(drop.description),
        image=drop.pictures[0].url if drop.pictures else "",
        json_ld=(
            product_json_ld(around, drop, path, view.locale, view.currency),
            breadcrumbs_json_ld(around, steps, view.locale),
        ),
    )


def _published() -> list[Collection]:
    """The collections in the owner's order: one statement gives this one and its siblings."""
    return list(db.session.scalars(_PUBLISHED))


def _moved(kind: Kind, slug: str, folder: str) -> ResponseReturnValue:
    """To the present address of what had this one. Raises NotFound."""
    present = former_slug(kind, slug)
    if present is None:
        raise NotFound
    return moved(shop_url(f"/{folder}/{present}"))

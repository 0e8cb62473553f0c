"""What programs fetch from a shop: its pictures, its style sheet, robots.txt and the sitemap."""

from __future__ import annotations

from xml.sax.saxutils import escape

from flask import Blueprint, Response, g
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from storefront.blueprints.common.guards import open_to_all
from storefront.blueprints.common.page_cache import mark_cacheable
from storefront.blueprints.shopper.draw import frame
from storefront.blueprints.shopper.media import immutable, picture_answer
from storefront.domain.catalogue.queries import on_sale
from storefront.domain.theming.builders.meta import whole
from storefront.domain.theming.builders.style import known_sheet, sheet_for
from storefront.infra.db import db
from storefront.infra.errors import NotFound
from storefront.infra.i18n import LOCALES
from storefront.infra.static_files import asset_url
from storefront.models.page import Page
from storefront.models.product import Collection, Product
from storefront.models.shop import ShopState

bp = Blueprint("files", __name__)
MOST_ADDRESSES = 20_000
PRIVATE = ("/cart", "/checkout", "/orders/", "/search", "/places/")


@bp.get("/media/<path:key>")
@open_to_all
def media(key: str) -> Response:
    """A picture of this shop, and of no other."""
    if not key.startswith(f"shop/{g.shop.id}/"):
        raise NotFound
    return picture_answer(key)


@bp.get("/_t/<digest>.css")
@open_to_all
def stylesheet(digest: str) -> Response:
    """The shop's style sheet by its hash; one that nobody made any more is not found."""
    css = known_sheet(digest)
    if css is None:
        made = (
            sheet_for(g.shop.theme_id, frame("").theme, fonts=fonts, static_url=asset_url)
            for fonts in (True, False)
        )
        css = next((sheet.css for sheet in made if sheet.hash == digest), None)
    if css is None:
        raise NotFound
    mark_cacheable()
    return immutable(css.encode(), "text/css; charset=utf-8", digest)


@bp.get("/robots.txt")
@open_to_all
def robots() -> ResponseReturnValue:
    """Search engines may read an open real shop, but not a shopper's own pages."""
    if not _is_public():
        return Response("User-agent: *\nDisallow: /\n", mimetype="text/plain")
    rules = "".join(f"Disallow: {prefix}{path}\n" for prefix in ("", "/en") for path in PRIVATE)
    sitemap = whole(frame(""), "/sitemap.xml", "vi")
    return Response(f"User-agent: *\n{rules}Sitemap: {sitemap}\n", mimetype="text/plain")


@bp.get("/sitemap.xml")
@open_to_all
def sitemap() -> ResponseReturnValue:
    """Every address worth finding, in both languages."""
    if not _is_public():
        raise NotFound
    around = frame("")
    entries = "".join(
        f"<url><loc>{escape(whole(around, path, locale))}</loc></url>"
        for path in _paths()
        for locale in LOCALES
    )
    opening = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    body = f'<?xml version="1.0" encoding="UTF-8"?>{opening}{entries}</urlset>'
    mark_cacheable()
    return Response(body, mimetype="application/xml")


def _is_public() -> bool:
    return not g.shop.is_practice and g.shop.state is ShopState.OPEN


def _paths() -> list[str]:
    products = db.session.scalars(select(Product.slug).where(on_sale()).limit(MOST_ADDRESSES))
    collections = db.session.scalars(select(Collection.slug).where(Collection.published))
    pages = db.session.scalars(select(Page.slug).where(Page.published))
    return [
        "/",
        "/products",
        "/contact",
        *(f"/collections/{slug}" for slug in collections),
        *(f"/products/{slug}" for slug in products),
        *(f"/pages/{slug}" for slug in pages),
    ]

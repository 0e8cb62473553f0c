"""Pages of words: the owner's own and those the law asks for; and whatever no other rule knows."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from storefront.blueprints.common.guards import open_to_all
from storefront.blueprints.common.links import shop_url
from storefront.blueprints.common.respond import moved
from storefront.blueprints.shopper.draw import public
from storefront.domain.shops import redirects
from storefront.domain.shops.pages import page_by_slug
from storefront.domain.theming.drops import LinkDrop, PageDrop
from storefront.infra.dates import format_date
from storefront.infra.errors import NotFound
from storefront.infra.html import plain_text
from storefront.infra.i18n import current_locale
from storefront.models.page import Page, PageKind

bp = Blueprint("pages", __name__)


@bp.get("/pages/<slug>")
@open_to_all
def show(slug: str) -> ResponseReturnValue:
    """One page."""
    try:
        found = page_by_slug(slug)
    except NotFound:
        present = redirects.moved_to(Page, slug)
        if present is None:
            raise
        return moved(shop_url(f"/pages/{present}"))
    complaints = found.kind is PageKind.COMPLAINTS
    path, since = f"/pages/{slug}", found.effective_from
    drop = PageDrop(
        title=found.title,
        url=shop_url(path),
        # cleaned when it was saved
        body=Markup(found.body),
        updated_display=format_date(since, current_locale()) if since else "",
        breadcrumbs=(LinkDrop(_("Home"), shop_url("/")),),
        actions=(LinkDrop(_("Send a complaint"), shop_url("/complaints")),) if complaints else (),
    )
    description = found.seo_description or plain_text(found.body)
    return public("page", drop, path=path, title=found.title, description=description)


@bp.get("/<path:rest>")
@open_to_all
def unknown(rest: str) -> ResponseReturnValue:
    """Nothing is here; a slash too many leads to the page without it."""
    if rest.endswith("/"):
        return moved(shop_url(f"/{rest.rstrip('/')}", list(request.args.items(multi=True))))
    raise NotFound

"""Answers drawn by the shop's theme, from drops and nothing else."""

from __future__ import annotations

from typing import Any

from flask import Response, g, request
from werkzeug.wrappers import Response as Answer

from storefront.blueprints.common.links import shop_links, shop_url
from storefront.blueprints.common.page_cache import mark_cacheable, saves_data
from storefront.blueprints.common.respond import moved
from storefront.blueprints.shopper.door import in_preview
from storefront.domain.theming.builders.frame import Frame, load_frame, shop_drop
from storefront.domain.theming.builders.meta import meta_drop, whole
from storefront.domain.theming.builders.scene import Scene
from storefront.domain.theming.builders.style import sheet_for
from storefront.domain.theming.drops import TEMPLATE_DROPS, ShopDrop
from storefront.domain.theming.render import get_renderer
from storefront.infra.i18n import DEFAULT, current_locale
from storefront.infra.static_files import asset_url


def scene() -> Scene:
    """What the builders are told about this request."""
    return Scene(
        shop_links(), current_locale(), g.shop.locale, g.shop.currency, small=saves_data(request.environ)
    )


def frame(template: str) -> Frame:
    """The shop's frame for a template, read once a request."""
    if "frame" not in g or g.frame_template != template:
        g.frame, g.frame_template = load_frame(g.shop, template, draft=in_preview()), template
    loaded: Frame = g.frame
    return loaded


def drawn(template: str, drop: object, *, path: str = "", description: str = "", **head: Any) -> str:
    """A whole page; `path` is its canonical one within the shop, if search engines may have it.

    `head` is what meta_drop() takes beside.
    """
    around = frame(template)
    described = description or around.profile.tagline or ""
    meta = meta_drop(around, scene(), path=path, description=described, **head)
    context: dict[str, Any] = {
        "shop": shop_face(template, path),
        "meta": meta,
        TEMPLATE_DROPS[template][0]: drop,
    }
    return get_renderer(g.shop.theme_id, current_locale()).render_page(template, context, around.changes)


def public(template: str, drop: object, *, path: str, **head: Any) -> Answer:
    """A page that is the same for every visitor: it may be kept, and it says where it lives for good."""
    around = frame(template)
    if around.settings.redirect_to_canonical and around.domain and not in_preview():
        here = request.host.rpartition(":")[0] or request.host
        if here != around.domain:
            asked = f"?{request.query_string.decode()}" if request.query_string else ""
            return moved(whole(around, path, current_locale()) + asked)
    if in_preview():
        return Response(drawn(template, drop, path=path, **head), mimetype="text/html")
    whole_page = drawn(template, drop, path=path, visit_url=shop_url("/visits"), **head)
    mark_cacheable()
    return Response(whole_page, mimetype="text/html")


def private(template: str, drop: object, *, status: int = 200, **head: Any) -> Response:
    """A page for one visitor: never kept, never found by search engines."""
    answer = Response(drawn(template, drop, noindex=True, **head), status=status, mimetype="text/html")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def fragment(name: str, template: str, **values: Any) -> str:
    """A piece of a page that a script puts in: partials/NAME.html."""
    renderer = get_renderer(g.shop.theme_id, current_locale())
    return renderer.render_partial(name, shop=shop_face(template, ""), **values)


def shop_face(template: str, path: str) -> ShopDrop:
    """The shop for header, footer and bars."""
    here = path or (request.path.removeprefix(f"/s/{g.shop_slug}") if request.method == "GET" else "/")
    return shop_drop(frame(template), scene(), stylesheet_url=stylesheet_url(template), path=here)


def stylesheet_url(template: str) -> str:
    """The immutable address of the shop's style sheet; without fonts when data is dear."""
    fonts = not saves_data(request.environ)
    sheet = sheet_for(g.shop.theme_id, frame(template).theme, fonts=fonts, static_url=asset_url)
    return shop_url(f"/_t/{sheet.hash}.css", locale=DEFAULT)

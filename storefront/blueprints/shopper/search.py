"""Search: without tone marks, with small mistakes, and what is offered while typing."""

from __future__ import annotations

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from storefront.blueprints.common.guards import open_to_all
from storefront.blueprints.common.links import shop_url
from storefront.blueprints.common.respond import wants_json
from storefront.blueprints.shopper.draw import drawn, fragment, scene
from storefront.domain.catalogue.queries import cards_by_id, collection_cards
from storefront.domain.search.query import Results, Suggestion, search, suggest
from storefront.domain.theming.builders.goods import card_drops
from storefront.domain.theming.drops import (
    CollectionDrop,
    LinkDrop,
    PageLinksDrop,
    SearchDrop,
    SuggestDrop,
)
from storefront.infra.text import whole_number

bp = Blueprint("search", __name__, url_prefix="/search")
PER_PAGE = 24
CHIPS = 6


@bp.get("")
@open_to_all
def show() -> ResponseReturnValue:
    """What was found, in which spelling, and where to go when nothing was."""
    query, exact = request.args.get("q", ""), "exact" in request.args
    results = search(query, limit=PER_PAGE, after=whole_number(request.args.get("after")), correct=not exact)
    drop = SearchDrop(
        query=results.query,
        results=CollectionDrop(
            title=_("Search"),
            url=shop_url("/search"),
            products=card_drops(cards_by_id(results.product_ids), scene()),
            count=results.total,
            pages=PageLinksDrop(next_url=_next(results, exact)),
        ),
        corrected=results.corrected,
        original_url=shop_url("/search", {"q": results.query, "exact": "1"}) if results.corrected else "",
        suggestions=() if results.product_ids else _collections(),
    )
    title = _("Search: %(query)s", query=results.query) if results.query else _("Search")
    return drawn("search", drop, title=title, noindex=True)


@bp.get("/suggest")
@open_to_all
def suggestions() -> ResponseReturnValue:
    """What may be meant so far: a list to put under the search box, or JSON when that is asked for."""
    query = request.args.get("q", "")
    found = suggest(query)
    if wants_json():
        return jsonify(suggestions=[{"label": each.label, "url": _url(each)} for each in found])
    ids = [each.product_id for each in found if each.product_id is not None]
    drop = SuggestDrop(
        query=query,
        links=tuple(LinkDrop(each.label, _url(each)) for each in found if each.kind == "collection"),
        products=card_drops(cards_by_id(ids), scene()) if ids else (),
        all_url=shop_url("/search", {"q": query}),
    )
    return fragment("suggestions", "search", suggest=drop)


def _url(suggestion: Suggestion) -> str:
    return shop_url(f"/{suggestion.kind}s/{suggestion.slug}")


def _next(results: Results, exact: bool) -> str:
    if results.next is None:
        return ""
    query = {"q": results.query, "after": str(results.next), **({"exact": "1"} if exact else {})}
    return shop_url("/search", query)


def _collections() -> tuple[LinkDrop, ...]:
    return tuple(
        LinkDrop(card.name, shop_url(f"/collections/{card.slug}"))
        for card in collection_cards(CHIPS)
        if card.count
    )

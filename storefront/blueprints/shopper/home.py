"""The shop's home page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from flask import Blueprint, g
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from storefront.blueprints.common.guards import open_to_all
from storefront.blueprints.common.links import shop_url
from storefront.blueprints.shopper.draw import frame, public, scene
from storefront.domain.catalogue.cards import Card
from storefront.domain.catalogue.queries import CollectionCard, Filters, Sort, cards, collection_cards
from storefront.domain.media.pictures import picture
from storefront.domain.theming.builders.goods import card_drops
from storefront.domain.theming.builders.listing import collection_tile
from storefront.domain.theming.builders.meta import shop_json_ld
from storefront.domain.theming.builders.scene import Scene
from storefront.domain.theming.builders.words import goods_words
from storefront.domain.theming.drops import CollectionDrop, HomeDrop, PictureDrop
from storefront.domain.theming.layout import page_layout, references
from storefront.domain.theming.packages import get_theme
from storefront.infra.db import db
from storefront.infra.text import whole_number
from storefront.models.asset import Asset

bp = Blueprint("home", __name__)
FEATURED = 8
IN_A_ROW = 8


@bp.get("/")
@open_to_all
def show() -> ResponseReturnValue:
    """What the shop is, and the best of what it sells."""
    around, view = frame("home"), scene()
    wanted = references(
        get_theme(g.shop.theme_id), page_layout(get_theme(g.shop.theme_id), "home", around.changes)
    )
    collections = collection_cards()
    sold = cards(sort=Sort.BEST_SOLD, limit=FEATURED).items
    rows = _rows(wanted.get("collection", set()), collections)
    words = goods_words(view, (card.id for card in chain(sold, *rows.values())))
    best = card_drops(sold, view, words)
    home = HomeDrop(
        featured=CollectionDrop(_("Best sellers"), shop_url("/products"), best),
        collections=tuple(collection_tile(card, view) for card in collections if card.count),
        by_collection={
            collection.slug: CollectionDrop(
                collection.name,
                shop_url(f"/collections/{collection.slug}"),
                card_drops(rows[collection.slug], view, words),
            )
            for collection in collections
            if collection.slug in rows
        },
        pictures=_pictures(wanted.get("image", set()), view),
        hero_picture=view.picture(picture(around.hero, g.shop.name)) if around.hero else None,
        hero_product=next((card for card in best if card.picture), None),
    )
    image = home.hero_picture or (home.hero_product.picture if home.hero_product else None)
    return public(
        "home",
        home,
        path="/",
        title=g.shop.name,
        image=image.url if image else "",
        json_ld=(shop_json_ld(around),),
    )


def _rows(slugs: Iterable[str], collections: list[CollectionCard]) -> dict[str, Sequence[Card]]:
    """The first goods of each collection the owner put on the home page."""
    known = {card.slug: card.id for card in collections}
    return {
        slug: cards(Filters(collection_id=known[slug]), limit=IN_A_ROW).items
        for slug in slugs
        if slug in known
    }


def _pictures(asset_ids: Iterable[str], view: Scene) -> dict[str, PictureDrop]:
    numbers = [number for number in map(whole_number, asset_ids) if number]
    if not numbers:
        return {}
    found = db.session.scalars(select(Asset).where(Asset.id.in_(numbers)))
    return {str(asset.id): drop for asset in found if (drop := view.picture(picture(asset)))}

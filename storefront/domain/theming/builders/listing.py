"""Lists of goods: filters, sort, paging, and the pages that show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from markupsafe import Markup

from storefront.domain.catalogue.cards import Card, Filters, Sort
from storefront.domain.catalogue.facets import Facet, Facets
from storefront.domain.catalogue.queries import CollectionCard
from storefront.domain.theming.builders.goods import card_drops
from storefront.domain.theming.builders.scene import Scene
from storefront.domain.theming.drops import (
    ChoiceDrop,
    CollectionCardDrop,
    CollectionDrop,
    FilterDrop,
    LinkDrop,
    PageLinksDrop,
)
from storefront.infra.paging import Page
from storefront.models.product import Collection

Pairs = list[tuple[str, str]]
MOST_CHOICES = 8
MOST_SIBLINGS = 24


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of a list asks for."""

    filters: Filters
    sort: Sort
    cursor: str | None = None

    def pairs(self, *, without: tuple[str, str] | None = None, cursor: str | None = None) -> Pairs:
        """The query that asks for this again, less one filter, or at another page."""
        chosen: Pairs = [("tag", tag) for tag in self.filters.tags]
        chosen += [("origin", origin) for origin in self.filters.origins]
        chosen += [("stock", "1")] if self.filters.in_stock else []
        chosen += [("ocop", "1")] if self.filters.ocop else []
        chosen += [("price_min", str(self.filters.price_from))] if self.filters.price_from is not None else []
        chosen += [("price_max", str(self.filters.price_to))] if self.filters.price_to is not None else []
        chosen = [pair for pair in chosen if pair != without]
        chosen += [("sort", self.sort.value)] if self.sort is not Sort.FEATURED else []
        return chosen + ([("after", cursor)] if cursor else [])


def read_asked(query: Mapping[str, Sequence[str]], collection_id: int | None = None) -> Asked:
    """The list asked for by a query; what is not understood does not narrow."""
    sorts = {sort.value: sort for sort in Sort}
    filters = Filters(
        collection_id=collection_id,
        price_from=_amount(query, "price_min"),
        price_to=_amount(query, "price_max"),
        in_stock=bool(query.get("stock")),
        ocop=bool(query.get("ocop")),
        tags=tuple(query.get("tag", ()))[:MOST_CHOICES],
        origins=tuple(query.get("origin", ()))[:MOST_CHOICES],
    )
    return Asked(filters, sorts.get(_first(query, "sort"), Sort.FEATURED), _first(query, "after") or None)


def collection_drop(
    scene: Scene,
    asked: Asked,
    page: Page[Card],
    facets: Facets,
    *,
    title: str,
    path: str,
    description: str = "",
    siblings: Sequence[LinkDrop] = (),
) -> CollectionDrop:
    """A list page at `path`."""
    active = _active(scene, asked, path)
    return CollectionDrop(
        title=title,
        url=scene.url(path),
        products=card_drops(page.items, scene),
        action=scene.url(path),
        # cleaned when it was saved
        description=Markup(description),
        count=-1 if active else facets.count,
        filters=_filters(asked, facets),
        active_filters=active,
        clear_url=scene.url(path) if active else "",
        sort=_sorts(asked.sort),
        pages=PageLinksDrop(
            _page_url(scene, asked, path, page.previous), _page_url(scene, asked, path, page.next)
        ),
        siblings=tuple(siblings),
        breadcrumbs=(LinkDrop(_("Home"), scene.url("/")),),
    )


def collection_tile(card: CollectionCard, scene: Scene) -> CollectionCardDrop:
    """A collection as a tile."""
    return CollectionCardDrop(
        card.name, scene.url(f"/collections/{card.slug}"), scene.picture(card.picture), card.count
    )


def sibling_links(collections: Sequence[Collection], scene: Scene, current: str = "") -> tuple[LinkDrop, ...]:
    """The collections as chips; `current` is the slug of this one."""
    if not collections:
        return ()
    everything = LinkDrop(_("All products"), scene.url("/products"), current=not current)
    others = (
        LinkDrop(each.name, scene.url(f"/collections/{each.slug}"), current=each.slug == current)
        for each in collections[:MOST_SIBLINGS]
    )
    return (everything, *others)


def _page_url(scene: Scene, asked: Asked, path: str, cursor: str | None) -> str:
    return scene.url(path, asked.pairs(cursor=cursor)) if cursor else ""


def _filters(asked: Asked, facets: Facets) -> tuple[FilterDrop, ...]:
    filters, found = asked.filters, []
    flags = (
        *_flag("stock", _("In stock"), facets.in_stock, facets.count, filters.in_stock),
        *_flag("ocop", _("OCOP goods"), facets.ocop, facets.count, filters.ocop),
    )
    found += [FilterDrop(choice_field, label, choices=(choice,)) for choice_field, label, choice in flags]
    found += _choices("origin", _("Made in"), facets.origins, filters.origins)
    found += _choices("tag", _("Kind"), facets.tags, filters.tags)
    if facets.price_to > facets.price_from:
        low, high = filters.price_from, filters.price_to
        found.append(
            FilterDrop(
                "price",
                _("Price (₫)"),
                "range",
                minimum="" if low is None else str(low),
                maximum="" if high is None else str(high),
            )
        )
    return tuple(found)


def _flag(name: str, label: str, count: int, whole: int, chosen: bool) -> list[tuple[str, str, ChoiceDrop]]:
    """A box to tick, where it would leave out something and keep something."""
    if not chosen and not 0 < count < whole:
        return []
    legend = {"stock": _("Availability"), "ocop": _("Certified")}[name]
    return [(name, legend, ChoiceDrop("1", label, extra=str(count), selected=chosen))]


def _choices(name: str, label: str, facets: Sequence[Facet], chosen: Sequence[str]) -> list[FilterDrop]:
    shown = list(facets[:MOST_CHOICES])
    shown += [Facet(value, 0) for value in chosen if value not in {facet.value for facet in shown}]
    if len(shown) < 2 and not chosen:
        return []
    choices = tuple(
        ChoiceDrop(facet.value, facet.value, extra=str(facet.count), selected=facet.value in chosen)
        for facet in shown
    )
    return [FilterDrop(name, label, choices=choices)]


def _active(scene: Scene, asked: Asked, path: str) -> tuple[LinkDrop, ...]:
    filters = asked.filters
    words = [(("tag", tag), tag) for tag in filters.tags]
    words += [(("origin", origin), origin) for origin in filters.origins]
    words += [(("stock", "1"), _("In stock"))] if filters.in_stock else []
    words += [(("ocop", "1"), _("OCOP goods"))] if filters.ocop else []
    if filters.price_from is not None:
        low = _("From %(price)s", price=scene.money(filters.price_from))
        words.append((("price_min", str(filters.price_from)), low))
    if filters.price_to is not None:
        high = _("Up to %(price)s", price=scene.money(filters.price_to))
        words.append((("price_max", str(filters.price_to)), high))
    return tuple(LinkDrop(label, scene.url(path, asked.pairs(without=pair))) for pair, label in words)


def _sorts(chosen: Sort) -> tuple[ChoiceDrop, ...]:
    words = (
        (Sort.FEATURED, _("The shop's choice")),
        (Sort.BEST_SOLD, _("Best sellers")),
        (Sort.NEWEST, _("Newest")),
        (Sort.PRICE_UP, _("Price, low to high")),
        (Sort.PRICE_DOWN, _("Price, high to low")),
    )
    return tuple(ChoiceDrop(sort.value, label, selected=sort is chosen) for sort, label in words)


def _first(query: Mapping[str, Sequence[str]], name: str) -> str:
    values = query.get(name) or [""]
    return values[0]


def _amount(query: Mapping[str, Sequence[str]], name: str) -> int | None:
    text = _first(query, name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 13 else None

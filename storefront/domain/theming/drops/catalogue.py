"""Goods: cards, product pages, collections, search and the home page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from markupsafe import Markup

from .basics import (
    ONE,
    BadgeDrop,
    ChoiceDrop,
    FactDrop,
    LinkDrop,
    NoticeDrop,
    PictureDrop,
    PriceDrop,
    QuantityDrop,
    RatingDrop,
)
from .shop import CollectionCardDrop

NO_WORDS = Markup("")


@dataclass(frozen=True, slots=True)
class ProductCardDrop:
    """One card of a list. `variant_id` set: the card may add it to the cart; empty: choose first."""

    title: str
    url: str
    price: PriceDrop
    picture: PictureDrop | None = None
    badges: tuple[BadgeDrop, ...] = ()
    rating: RatingDrop | None = None
    sold_display: str = ""
    place: str = ""
    available: bool = True
    variant_id: str = ""


@dataclass(frozen=True, slots=True)
class VariantDrop:
    """One thing that can be bought; `title` joins its option values; `stock_note` says how few are left."""

    id: str
    title: str
    price: PriceDrop
    sku: str = ""
    available: bool = True
    selected: bool = False
    stock_note: str = ""


@dataclass(frozen=True, slots=True)
class OriginDrop:
    """Who made it and where; `code` is the traceability code."""

    maker: str
    place: str = ""
    code: str = ""
    note: str = ""
    url: str = ""
    picture: PictureDrop | None = None


@dataclass(frozen=True, slots=True)
class CustomerReviewDrop:
    """What a buyer wrote; `stars` 1 to 5."""

    author: str
    text: str
    stars: int
    date_display: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class ProductDrop:
    """A product page. `option_names` head the pills; `promises` are delivery, return and payment lines."""

    title: str
    url: str
    price: PriceDrop
    variants: tuple[VariantDrop, ...]
    pictures: tuple[PictureDrop, ...] = ()
    option_names: tuple[str, ...] = ()
    badges: tuple[BadgeDrop, ...] = ()
    breadcrumbs: tuple[LinkDrop, ...] = ()
    summary: str = ""
    description: Markup = NO_WORDS
    facts: tuple[FactDrop, ...] = ()
    origin: OriginDrop | None = None
    quantity: QuantityDrop = ONE
    available: bool = True
    stock_note: str = ""
    vat_note: str = ""
    rating: RatingDrop | None = None
    sold_display: str = ""
    reviews: tuple[CustomerReviewDrop, ...] = ()
    related: tuple[ProductCardDrop, ...] = ()
    promises: tuple[LinkDrop, ...] = ()
    notify_url: str = ""
    notices: tuple[NoticeDrop, ...] = ()


@dataclass(frozen=True, slots=True)
class FilterDrop:
    """One group of a filter form (GET): boxes to tick, or a range with two numbers."""

    field: str
    label: str
    kind: Literal["choice", "range"] = "choice"
    choices: tuple[ChoiceDrop, ...] = ()
    minimum: str = ""
    maximum: str = ""


@dataclass(frozen=True, slots=True)
class PageLinksDrop:
    """Keyset paging: there are only neighbours, no page numbers. Empty: no such page."""

    previous_url: str = ""
    next_url: str = ""


NO_PAGES = PageLinksDrop()


@dataclass(frozen=True, slots=True)
class CollectionDrop:
    """A list of goods with its filters (a GET form to `action`); `count` -1: not counted."""

    title: str
    url: str
    products: tuple[ProductCardDrop, ...] = ()
    action: str = ""
    description: Markup = NO_WORDS
    picture: PictureDrop | None = None
    count: int = -1
    filters: tuple[FilterDrop, ...] = ()
    active_filters: tuple[LinkDrop, ...] = ()
    clear_url: str = ""
    sort: tuple[ChoiceDrop, ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()
    pages: PageLinksDrop = NO_PAGES
    siblings: tuple[LinkDrop, ...] = ()
    breadcrumbs: tuple[LinkDrop, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchDrop:
    """A search: `corrected` is the spelling used instead, `original_url` searches what was really typed."""

    query: str
    results: CollectionDrop
    corrected: str = ""
    original_url: str = ""
    suggestions: tuple[LinkDrop, ...] = ()


@dataclass(frozen=True, slots=True)
class SuggestDrop:
    """What drops down under the search box (partial `suggestions`)."""

    query: str
    links: tuple[LinkDrop, ...] = ()
    products: tuple[ProductCardDrop, ...] = ()
    all_url: str = ""


@dataclass(frozen=True, slots=True)
class HomeDrop:
    """What home sections draw from. `by_collection` and `pictures` answer settings, by slug and media id."""

    featured: CollectionDrop
    collections: tuple[CollectionCardDrop, ...] = ()
    by_collection: Mapping[str, CollectionDrop] = field(default_factory=dict)
    pictures: Mapping[str, PictureDrop] = field(default_factory=dict)
    hero_picture: PictureDrop | None = None
    hero_product: ProductCardDrop | None = None
    reviews: tuple[CustomerReviewDrop, ...] = ()

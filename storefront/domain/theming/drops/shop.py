"""The shop itself and the pages that are mostly words."""

from dataclasses import dataclass, field
from typing import Literal

from markupsafe import Markup

from .basics import FactDrop, FieldDrop, LinkDrop, MenuItemDrop, NoticeDrop, PictureDrop, TimelineDrop


@dataclass(frozen=True, slots=True)
class LegalDrop:
    """The owner block the law wants in the footer and on the review screen; `rows` are further licences."""

    name: str
    representative: str = ""
    address: str = ""
    registration: str = ""
    tax_id: str = ""
    phone_display: str = ""
    email: str = ""
    rows: tuple[FactDrop, ...] = ()


@dataclass(frozen=True, slots=True)
class CollectionCardDrop:
    """A collection as a tile or a chip."""

    title: str
    url: str
    picture: PictureDrop | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class UrlsDrop:
    """Addresses every page needs, made by the shopper door for this host and language."""

    home: str
    search: str
    suggest: str
    cart: str
    cart_lines: str
    cart_drawer: str
    cart_count: str
    checkout: str
    communes: str
    collections: str
    contact: str = ""


@dataclass(frozen=True, slots=True)
class ShopDrop:
    """What header, footer and bars show. `phone` is E.164 for `tel:`; `notices` stand above the header.

    While `resting` the shop takes no orders: pages show the goods without buttons to buy them.
    """

    name: str
    urls: UrlsDrop
    stylesheet_url: str
    legal: LegalDrop
    mode: Literal["practice", "real"] = "real"
    resting: bool = False
    lang: str = "vi"
    tagline: str = ""
    logo: PictureDrop | None = None
    phone: str = ""
    phone_display: str = ""
    email: str = ""
    zalo_url: str = ""
    address_lines: tuple[str, ...] = ()
    geo_url: str = ""
    opening_hours: tuple[FactDrop, ...] = ()
    palette: str = ""
    theme_colour: str = ""
    icon_url: str = ""
    notification: LinkDrop | None = None
    menu: tuple[MenuItemDrop, ...] = ()
    footer_menu: tuple[MenuItemDrop, ...] = ()
    policies: tuple[LinkDrop, ...] = ()
    languages: tuple[LinkDrop, ...] = ()
    collections: tuple[CollectionCardDrop, ...] = ()
    notices: tuple[NoticeDrop, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class PageDrop:
    """A page of words; `body` is HTML already cleaned, `actions` are what its words invite to."""

    title: str
    url: str
    body: Markup
    updated_display: str = ""
    breadcrumbs: tuple[LinkDrop, ...] = ()
    actions: tuple[LinkDrop, ...] = ()


@dataclass(frozen=True, slots=True)
class ContactDrop:
    """A letter to the owner: the contact form, a complaint, or without fields where a complaint stands.

    `sent` replaces the form by a thank-you; `errors` are (field id, sentence). Empty `title`, `text` and
    `button` are those of the contact form.
    """

    action: str
    fields: tuple[FieldDrop, ...]
    errors: tuple[tuple[str, str], ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()
    sent: bool = False
    title: str = ""
    text: str = ""
    button: str = ""
    facts: tuple[FactDrop, ...] = ()
    timeline: tuple[TimelineDrop, ...] = ()
    links: tuple[LinkDrop, ...] = ()


@dataclass(frozen=True, slots=True)
class ErrorDrop:
    """A page that says why there is nothing here; also for paused and draft shops."""

    code: int
    title: str
    message: str
    reference: str = ""
    links: tuple[LinkDrop, ...] = ()

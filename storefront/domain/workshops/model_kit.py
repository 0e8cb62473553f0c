"""A starter kit made of a real shop: its goods, look, menus and own pages, without who the owner is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from storefront.domain.onboarding.identity import profile
from storefront.domain.onboarding.kits import kit
from storefront.domain.onboarding.texts import is_ours
from storefront.domain.shops.menus import MAX_ITEMS, MenuItem, menus
from storefront.domain.theming import choices
from storefront.infra.db import db
from storefront.infra.html import plain_text
from storefront.models.page import Page, PageKind
from storefront.models.product import Collection, CollectionProduct, Product, ProductState
from storefront.models.shop import Shop

MOST_GOODS = 24
LONGEST_WORDS = 600
HIDDEN = "…"
"""Stands where the words named the owner."""
_PHONE = re.compile(r"(?<!\d)(?:\+?84|0)(?:[ .\-]?\d){8,10}(?!\d)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_PICTURE = re.compile(r"<img\b[^>]*>", re.I)
_FIELDS = (
    "legal_name",
    "representative",
    "tax_id",
    "tax_id_masked",
    "registration_number",
    "email",
    "street",
)


@dataclass(frozen=True, slots=True)
class ModelKit:
    """The kit's JSON; the titles of pages that stay out as they name the owner; where the words that are
    shared still hold a phone number or an e-mail.
    """

    data: dict[str, Any]
    left_out: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def make_kit(shop: Shop, *, key: str) -> ModelKit:
    """The kit of the shop in force, as it is now."""
    private = _private()
    own = _own_pages()
    shared = [page for page in own if not private.search(f"{page.title} {plain_text(page.body)}")]
    trade, look = kit(shop.trade), choices.published(shop.theme_id)
    data = {
        "key": key,
        "trade": shop.trade,
        "name": {"vi": shop.name},
        "description": {"vi": private.sub(HIDDEN, profile().tagline or "") or trade.description("vi")},
        "theme": shop.theme_id,
        "palette": {},
        "choice": look.to_dict(),
        "collections": [
            {"slug": each.slug, "name": {"vi": private.sub(HIDDEN, each.name)}} for each in _collections()
        ],
        "menus": _menus({page.slug for page in own} - {page.slug for page in shared}, private),
        "pages": [_page(page) for page in shared],
        "attribute_set": dict(trade.attribute_set),
        "delivery": dict(trade.delivery),
        "samples": _samples(private),
    }
    return ModelKit(data, [page.title for page in own if page not in shared], _warnings(data))


def _private() -> re.Pattern[str]:
    """What finds the owner's own data in words."""
    mine = profile()
    words = [re.escape(str(value)) for name in _FIELDS if len(str(value := getattr(mine, name) or "")) > 3]
    for phone in (mine.phone, mine.zalo):
        digits = re.sub(r"\D", "", phone or "").removeprefix("84").removeprefix("0")
        if len(digits) > 7:
            words.append(r"(?:\+?84|0)[ .\-]?" + r"[ .\-]?".join(digits))
    return re.compile("|".join(words) or r"(?!)", re.I)


def _own_pages() -> list[Page]:
    """The pages the owner wrote: no policies, and nothing that still has our words."""
    free = select(Page).where(Page.kind.in_((PageKind.FREE, PageKind.ABOUT)), Page.published)
    found = db.session.scalars(free.order_by(Page.position, Page.id))
    return [page for page in found if not is_ours(page)]


def _page(page: Page) -> dict[str, Any]:
    body = _PICTURE.sub("", page.body)
    return {
        "slug": page.slug,
        "title": {"vi": page.title},
        "body": {"vi": body},
        "kind": page.kind.value,
    }


def _collections() -> Sequence[Collection]:
    shown = select(Collection).where(Collection.published)
    return db.session.scalars(shown.order_by(Collection.position, Collection.id)).all()


def _menus(left_out: set[str], private: re.Pattern[str]) -> dict[str, list[dict[str, Any]]]:
    return {
        place: [
            {"label": {"vi": private.sub(HIDDEN, item.label)}, "target": _target(item)}
            for item in _flat(items)
            if item.kind not in ("product", "url") and not (item.kind == "page" and item.ref in left_out)
        ][:MAX_ITEMS]
        for place, items in menus().items()
    }


def _flat(items: Iterable[MenuItem]) -> list[MenuItem]:
    return [each for item in items for each in (item, *_flat(item.children))]


def _target(item: MenuItem) -> str:
    if item.kind == "collections":
        return "collection:all"
    return f"{item.kind}:{item.ref}" if item.ref else item.kind


def _samples(private: re.Pattern[str]) -> list[dict[str, Any]]:
    active = select(Product).where(Product.state == ProductState.ACTIVE, Product.is_sample.is_(False))
    goods = db.session.scalars(active.order_by(Product.position, Product.id).limit(MOST_GOODS)).all()
    held = _first_collections([product.id for product in goods])
    return [_sample(product, held.get(product.id, ""), private) for product in goods if product.variants]


def _sample(product: Product, collection: str, private: re.Pattern[str]) -> dict[str, Any]:
    """One of the goods with its first variant; who is responsible for it is the owner's own data."""
    words = product.summary or plain_text(product.description)[:LONGEST_WORDS]
    variant = product.variants[0]
    facts = {"origin": product.origin, "net_content": product.net_content, **product.facts}
    return {
        "name": {"vi": private.sub(HIDDEN, product.name)},
        "description": {"vi": private.sub(HIDDEN, words)},
        "price": variant.price,
        "unit": variant.unit,
        "step": variant.step,
        "minimum": variant.minimum,
        "tax_class": variant.tax_class,
        "kind": product.kind,
        "collection": collection,
        "image": product.images[0].asset.key if product.images else "",
        "attributes": {name: private.sub(HIDDEN, str(fact)) for name, fact in facts.items() if fact},
    }


def _first_collections(product_ids: Sequence[int]) -> dict[int, str]:
    rows = db.session.execute(
        select(CollectionProduct.product_id, Collection.slug)
        .join(
            Collection,
            (Collection.shop_id == CollectionProduct.shop_id)
            & (Collection.id == CollectionProduct.collection_id),
        )
        .where(CollectionProduct.product_id.in_(product_ids), Collection.published)
        .order_by(Collection.position.desc(), Collection.id.desc())
    )
    return {row.product_id: row.slug for row in rows}


def _warnings(data: dict[str, Any]) -> list[str]:
    """Names of goods and titles of pages that hold a number or an address to be reached at."""
    found = []
    for each in (*data["samples"], *data["pages"]):
        title = each.get("name") or each["title"]
        words = " ".join((*title.values(), *(each.get("body") or each["description"]).values()))
        facts = " ".join(each.get("attributes", {}).values())
        if _PHONE.search(f"{words} {facts}") or _EMAIL.search(f"{words} {facts}"):
            found.append(title["vi"])
    return found

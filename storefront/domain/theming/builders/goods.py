"""Cards and product pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from markupsafe import Markup

from storefront.domain.catalogue.cards import Card
from storefront.domain.catalogue.facts import FACTS
from storefront.domain.inventory.words import StockWords
from storefront.domain.media.pictures import picture
from storefront.domain.theming.builders.frame import Frame, policy_url
from storefront.domain.theming.builders.scene import Scene
from storefront.domain.theming.builders.words import Words, goods_words
from storefront.domain.theming.drops import (
    BadgeDrop,
    FactDrop,
    LinkDrop,
    OriginDrop,
    PictureDrop,
    PriceDrop,
    ProductCardDrop,
    ProductDrop,
    QuantityDrop,
    VariantDrop,
)
from storefront.infra.html import clean_html
from storefront.infra.quantity import format_quantity
from storefront.models.page import PageKind
from storefront.models.product import Product, Variant
from storefront.models.shop import TaxMethod

ONE = 1000
Stock = Mapping[int, StockWords]


def card_drop(card: Card, scene: Scene, words: Words) -> ProductCardDrop:
    """One product of a list."""
    return ProductCardDrop(
        title=words.get(card.id, {}).get("name", card.name),
        url=product_url(card.slug, scene),
        price=price_drop(
            scene,
            card.from_price,
            compare_at=card.compare_at_price,
            is_range=card.to_price > card.from_price,
            unit=card.unit,
        ),
        picture=scene.picture(card.picture),
        badges=badges(card.ocop_stars, card.from_price, card.compare_at_price, available=card.in_stock),
        sold_display=sold_words(card.sold_count),
        place=card.origin or "",
        available=card.in_stock,
        variant_id=str(card.variant_id)
        if card.variant_id and card.minimum == ONE and card.from_price
        else "",
    )


def card_drops(
    cards: Sequence[Card], scene: Scene, words: Words | None = None
) -> tuple[ProductCardDrop, ...]:
    """The cards of a page; a page with several lists looks up their words once and gives them."""
    found = goods_words(scene, (card.id for card in cards)) if words is None else words
    return tuple(card_drop(card, scene, found) for card in cards)


def product_drop(
    product: Product,
    scene: Scene,
    frame: Frame,
    *,
    stock: Stock,
    related: Sequence[Card] = (),
    chosen: str = "",
) -> ProductDrop:
    """A product page; `stock` says what is known of each variant, `chosen` is the variant asked for."""
    words = goods_words(scene, (product.id, *(card.id for card in related)))
    said = words.get(product.id, {})
    selected = _selected(product, stock, chosen)
    variants = tuple(
        _variant(variant, scene, stock, selected=variant is selected) for variant in product.variants
    )
    available = any(variant.available for variant in variants)
    price = selected.price if selected else product.from_price
    compare_at = selected.compare_at_price if selected else product.compare_at_price
    return ProductDrop(
        title=said.get("name", product.name),
        url=product_url(product.slug, scene),
        price=price_drop(scene, price, compare_at=compare_at, unit=selected.unit if selected else ""),
        variants=variants,
        pictures=_pictures(product, scene),
        option_names=tuple(option.name for option in product.options),
        badges=badges(product.ocop_stars, price, compare_at, available=available),
        breadcrumbs=_breadcrumbs(scene),
        summary=said.get("summary", "" if "description" in said else product.summary),
        # the shop's own was cleaned when it was saved
        description=Markup(clean_html(said["description"]) if "description" in said else product.description),
        facts=product_facts(product),
        origin=origin_drop(product),
        quantity=quantity_drop(selected) if selected else QuantityDrop(),
        available=available,
        stock_note=_stock_note(stock, selected),
        vat_note=_("Price includes VAT") if frame.profile.tax_method is TaxMethod.DEDUCTION else "",
        sold_display=sold_words(product.sold_count),
        related=card_drops(related, scene, words),
        promises=promises(frame, scene),
    )


def product_url(slug: str, scene: Scene) -> str:
    """The address of a product's page."""
    return str(scene.url(f"/products/{slug}"))


def price_drop(
    scene: Scene, amount: int, *, compare_at: int | None = None, is_range: bool = False, unit: str = ""
) -> PriceDrop:
    """A price in words; nothing to pay means that it is told on request."""
    lower = bool(compare_at and compare_at > amount > 0)
    return PriceDrop(
        amount=amount,
        display=scene.money(amount),
        compare_at=scene.money(compare_at) if lower and compare_at else "",
        percent_off=(compare_at - amount) * 100 // compare_at if lower and compare_at else 0,
        from_price=is_range,
        unit=unit,
        on_request=amount == 0,
    )


def badges(
    ocop_stars: int | None, price: int, compare_at: int | None, *, available: bool
) -> tuple[BadgeDrop, ...]:
    """At most the two that matter: its stars, then sold out or how much less it costs."""
    found = []
    if ocop_stars:
        found.append(BadgeDrop("ocop", _("OCOP %(stars)s stars", stars=ocop_stars)))
    if not available:
        found.append(BadgeDrop("soldout", _("Sold out")))
    elif compare_at and compare_at > price > 0:
        found.append(BadgeDrop("sale", f"-{(compare_at - price) * 100 // compare_at} %"))
    return tuple(found)


def sold_words(count: int) -> str:
    """How many whole units were sold, in words; "" for none."""
    return _("%(count)s sold", count=_short(count)) if count > 0 else ""


def quantity_drop(variant: Variant, value: int | None = None) -> QuantityDrop:
    """What a number input needs for a variant."""
    return QuantityDrop(
        value=decimal(value or variant.minimum),
        minimum=decimal(variant.minimum),
        maximum=decimal(variant.maximum) if variant.maximum else "",
        step=decimal(variant.step),
        unit=variant.unit,
    )


def decimal(quantity: int) -> str:
    """Thousandths as HTML wants them: 1500 is "1.5"."""
    return format_quantity(quantity, "en").replace(",", "")


def product_facts(product: Product) -> tuple[FactDrop, ...]:
    """What the law and buyers want to know, in the order of the table, the owner's own rows last."""
    rows = [(_("Net content"), product.net_content), (_("Made by"), product.maker)]
    rows += [(str(words), product.facts.get(name)) for name, words in FACTS.items()]
    rows += [(name, value) for name, value in product.facts.items() if name not in FACTS]
    return tuple(FactDrop(label, str(value)) for label, value in rows if value)


def origin_drop(product: Product) -> OriginDrop | None:
    """Who made it and where; none when nobody said."""
    if not product.maker and not product.origin:
        return None
    note = _("OCOP decision %(number)s", number=product.ocop_decision) if product.ocop_decision else ""
    return OriginDrop(
        maker=product.maker or "",
        place=product.origin or "",
        code=str(product.facts.get("trace_code", "")),
        note=note,
    )


def promises(frame: Frame, scene: Scene) -> tuple[LinkDrop, ...]:
    """Delivery, return and complaint lines under the buy button, each with its policy."""
    lines = (
        (_("Delivery: fees and days"), PageKind.DELIVERY),
        (_("Ways to pay"), PageKind.PAYMENT),
        (_("Return within %(days)s days if faulty", days=frame.settings.return_days), PageKind.RETURNS),
        (_("Your data stays with this shop"), PageKind.PRIVACY),
    )
    found = [(label, policy_url(frame, scene, kind)) for label, kind in lines]
    return tuple(LinkDrop(label, url) for label, url in found if url)


def _breadcrumbs(scene: Scene) -> tuple[LinkDrop, ...]:
    return (LinkDrop(_("Home"), scene.url("/")), LinkDrop(_("All products"), scene.url("/products")))


def _pictures(product: Product, scene: Scene) -> tuple[PictureDrop, ...]:
    shown = (scene.picture(picture(image.asset, image.alt or product.name)) for image in product.images)
    return tuple(drop for drop in shown if drop)


def _variant(variant: Variant, scene: Scene, stock: Stock, *, selected: bool) -> VariantDrop:
    words = stock.get(variant.id, StockWords.IN_STOCK)
    return VariantDrop(
        id=str(variant.id),
        title=variant.title,
        price=price_drop(scene, variant.price, compare_at=variant.compare_at_price, unit=variant.unit),
        sku=variant.sku or "",
        available=words is not StockWords.SOLD_OUT,
        selected=selected,
        stock_note=_("Only a few left") if words is StockWords.LOW else "",
    )


def _selected(product: Product, stock: Stock, chosen: str) -> Variant | None:
    can_buy = [each for each in product.variants if stock.get(each.id) is not StockWords.SOLD_OUT]
    asked = next((each for each in product.variants if str(each.id) == chosen), None)
    return asked or next(iter(can_buy or product.variants), None)


def _stock_note(stock: Stock, selected: Variant | None) -> str:
    few = selected is not None and stock.get(selected.id) is StockWords.LOW
    return _("Only a few left") if few else ""


def _short(count: int) -> str:
    """1200 is "1,2k"."""
    return str(count) if count < ONE else f"{count / ONE:.1f}".rstrip("0").rstrip(".").replace(".", ",") + "k"

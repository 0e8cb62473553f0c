"""A firm's pictures, goods and stock, as its owner would enter them."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from storefront.demo import files
from storefront.domain.catalogue import products
from storefront.domain.catalogue.data import ImageData, OptionData, ProductData, VariantData, data_of
from storefront.domain.inventory import adjust
from storefront.domain.media.upload import store_master
from storefront.infra import events
from storefront.infra.db import db
from storefront.models.product import Collection, Product, ProductState, Variant
from storefront.models.shop import Translation
from storefront.models.stock import StockLevel

FULL_SHELF = 2
"""How many times its usual stock a shelf holds after a delivery."""

FACT_NAMES = {
    "materials": "material",
    "standard": "quality",
    "care": "Cách giữ gìn",
    "duration": "Thời lượng",
    "included": "Đã gồm",
    "cancellation": "Hủy và hoàn tiền",
    "power": "Công suất",
    "moq": "Đặt ít nhất",
    "carton": "Quy cách đóng gói",
}
"""How a shop names what the files call otherwise; names known to the catalogue stay as they are."""

Firm = Mapping[str, Any]


def store_pictures(firm: Firm) -> dict[str, int]:
    """Keep every picture the firm uses; asset ids by picture name."""
    name_of_firm: str = firm["name"]
    words = dict.fromkeys(firm["images"].values(), name_of_firm)
    words |= {name: product["name"] for product in firm["products"] for name in product["images"]}
    return {name: store_master(files.picture(name), f"{name}.webp", alt).id for name, alt in words.items()}


def add_goods(firm: Firm, pictures: Mapping[str, int], *, by: events.Actor) -> None:
    """Goods at their first price, in their collections, put on sale and counted in."""
    made = {group.slug: group.id for group in db.session.scalars(select(Collection))}
    group_of = {slug: made[group["slug"]] for group in firm["collections"] for slug in group["products"]}
    for position, each in enumerate(firm["products"]):
        data = _data(each, position, pictures, group_of[each["slug"]])
        product = products.create_product(data, by=by)
        _say_in_english(product, each["en"])
        products.set_state(product, ProductState.ACTIVE, by=by)
    receive(firm, by=by, note="Nhập kho lần đầu")


def reduce_prices(firm: Firm, *, by: events.Actor) -> None:
    """Lower what is reduced today: the struck-through price was charged until this moment."""
    for each in firm["products"]:
        if each["compare_at"] is not None:
            product = _product(each)
            data = data_of(product)
            lower = (
                replace(variant, price=each["price"], compare_at_price=each["compare_at"])
                for variant in data.variants
            )
            changed = replace(data, variants=tuple(lower))
            products.edit_product(product, changed, revision=product.revision, by=by)


def receive(firm: Firm, *, by: events.Actor, note: str) -> None:
    """Fill up every shelf that is below its usual stock."""
    for variant, usual in _tracked(firm):
        free = adjust.available([variant.id])[variant.id] or 0
        if free < usual:
            adjust.receive(variant, FULL_SHELF * usual - free, by=by, note=note)


def count_shelves(firm: Firm, *, lost: int, by: events.Actor) -> None:
    """Count the first goods of the shop and find some pieces fewer than the books say."""
    for variant, _usual in list(_tracked(firm))[:2]:
        level = db.session.scalars(select(StockLevel).where(StockLevel.variant_id == variant.id)).one()
        found = max(level.on_hand - lost * variant.step, level.reserved)
        adjust.count(variant, found, by=by, note="Kiểm kho cuối tháng")


def _data(each: Mapping[str, Any], position: int, pictures: Mapping[str, int], group: int) -> ProductData:
    text = each["description"]
    return ProductData(
        name=each["name"],
        slug=each["slug"],
        summary=text.partition(". ")[0].rstrip(".") + ".",
        description=f"<p>{html.escape(text)}</p>",
        kind=each["kind"],
        origin=each["origin"],
        net_content=each["net_content"],
        maker=each["maker"],
        ocop_stars=each["ocop_stars"],
        facts={FACT_NAMES.get(name, name): words for name, words in each["attributes"].items()},
        tags=tuple(each["tags"]),
        position=position,
        options=tuple(OptionData(option["name"], tuple(option["values"])) for option in each["options"]),
        variants=tuple(_variant(each, variant) for variant in each["variants"] or [each]),
        images=tuple(ImageData(pictures[name], each["name"]) for name in each["images"]),
        collection_ids=(group,),
    )


def _variant(each: Mapping[str, Any], variant: Mapping[str, Any]) -> VariantData:
    return VariantData(
        price=each["compare_at"] or variant["price"],
        option_values=tuple(variant.get("values", ())),
        sku=variant["sku"],
        unit=each["unit"],
        step=each["step"],
        minimum=each["minimum"],
        weight_g=each["weight_g"],
        tax_class=each["tax_class"],
        stock_tracked=each["track_stock"],
    )


def _say_in_english(product: Product, words: Mapping[str, str]) -> None:
    for name, text in words.items():
        db.session.add(Translation(entity="product", entity_id=product.id, field=name, lang="en", words=text))


def _tracked(firm: Firm) -> Iterator[tuple[Variant, int]]:
    """Each variant that is counted, and its usual stock in thousandths."""
    for each in firm["products"]:
        usual = {row["sku"]: row["stock"] for row in each["variants"] or [each]}
        for variant in _product(each).variants:
            if variant.stock_tracked:
                yield variant, usual[variant.sku] * 1000


def _product(each: Mapping[str, Any]) -> Product:
    return db.session.scalars(select(Product).where(Product.slug == each["slug"])).one()

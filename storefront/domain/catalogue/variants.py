"""What is sold: the matrix of options, and each variant's price with its history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import product as every_combination

from flask_babel import lazy_gettext
from sqlalchemy import select

from storefront.domain.catalogue import price_history, summary
from storefront.domain.catalogue.checks import LARGEST_PRICE, Errors
from storefront.domain.catalogue.data import OptionData, VariantData
from storefront.infra import clock, events
from storefront.infra.db import db, locked
from storefront.infra.errors import Invalid
from storefront.models.product import Option, Product, Variant

NOT_CHARGED = lazy_gettext("You can only strike through a higher price that this product really had before.")
PLAIN = (
    *("compare_at_price", "unit", "step", "minimum", "maximum", "weight_g", "tax_class", "stock_tracked"),
    "price",
)


def matrix(options: Sequence[OptionData]) -> list[tuple[str, ...]]:
    """Every combination of the options' values, the last option turning fastest; one empty for no options."""
    return list(every_combination(*(option.values for option in options)))


def set_price(variant: Variant, price: int, *, by: events.Actor) -> None:
    """Charge another price from now on; a compare-at price that no longer fits goes. Raises Invalid."""
    if not 0 <= price <= LARGEST_PRICE:
        raise Invalid.field("price", lazy_gettext("Enter a price in whole đồng."))
    product = locked(variant.product)
    variant = next(each for each in product.variants if each.id == variant.id)
    if variant.price == price:
        return
    before, variant.price = variant.price, price
    if variant.compare_at_price is not None and variant.compare_at_price <= price:
        variant.compare_at_price = None
    variant.revision += 1
    product.revision += 1
    price_history.note(variant)
    summary.refresh(product)
    events.record("product.edited", product, by=by, variant=variant.id, price=price, price_before=before)


def write_options(product: Product, options: Sequence[OptionData]) -> None:
    """Give the product these options in this order."""
    known = {option.name: option for option in product.options}
    product.options = [known.get(each.name) or Option(name=each.name) for each in options]
    for position, (option, each) in enumerate(zip(product.options, options, strict=True)):
        option.values, option.position = list(each.values), position


def write_variants(product: Product, wanted: Sequence[VariantData]) -> int:
    """Give the product these variants, retire others; returns how many prices changed. Raises Invalid."""
    pairs = _matched(product, wanted)
    _check(pairs)
    kept = {variant.id for variant, _ in pairs if variant}
    gone = [variant for variant in product.variants if variant.id not in kept]
    for variant in gone:
        variant.retired_at, variant.sku = clock.now(), None
    _free_skus(pairs)
    changed = sum(_write(product, variant, each, place) for place, (variant, each) in enumerate(pairs))
    db.session.flush()
    db.session.expire(product, ["variants"])
    return changed


def _matched(product: Product, wanted: Sequence[VariantData]) -> list[tuple[Variant | None, VariantData]]:
    by_id = {variant.id: variant for variant in product.variants}
    by_values = {tuple(variant.option_values): variant for variant in product.variants}
    named = {each.id for each in wanted if each.id in by_id}
    pairs = []
    for each in wanted:
        variant = by_id.get(each.id or 0)
        if variant is None:
            same = by_values.get(each.option_values)
            variant = same if same is not None and same.id not in named else None
        pairs.append((variant, each))
    return pairs


def _check(pairs: Sequence[tuple[Variant | None, VariantData]]) -> None:
    errors: Errors = defaultdict(list)
    for number, (variant, each) in enumerate(pairs):
        if each.compare_at_price is not None and not _may_compare(variant, each, each.compare_at_price):
            errors[f"variants-{number}-compare_at_price"].append(NOT_CHARGED)
        if each.sku and _sku_taken(each.sku, pairs):
            errors[f"variants-{number}-sku"].append(
                lazy_gettext("Another product has the SKU %(sku)s.", sku=each.sku)
            )
    if errors:
        raise Invalid(errors)


def _may_compare(variant: Variant | None, each: VariantData, compare_at: int) -> bool:
    if variant is None:
        return False
    if (variant.price, variant.compare_at_price) == (each.price, compare_at):
        return True
    return price_history.was_charged(variant, each.price, compare_at)


def _sku_taken(sku: str, pairs: Sequence[tuple[Variant | None, VariantData]]) -> bool:
    ours = [variant.id for variant, _ in pairs if variant]
    taken = select(Variant.id).where(Variant.sku == sku, Variant.id.not_in(ours))
    return db.session.scalar(taken) is not None


def _free_skus(pairs: Sequence[tuple[Variant | None, VariantData]]) -> None:
    """Two variants may swap their SKUs: the old ones go first, as the database knows them to be unique."""
    for variant, each in pairs:
        if variant and variant.sku != each.sku:
            variant.sku = None
    db.session.flush()


def _write(product: Product, variant: Variant | None, each: VariantData, position: int) -> bool:
    priced_anew = variant is None or variant.price != each.price
    if variant is None:
        variant = Variant(product_id=product.id)
        db.session.add(variant)
    else:
        variant.revision += 1
    for name in PLAIN:
        setattr(variant, name, getattr(each, name))
    variant.sku, variant.option_values, variant.position = each.sku, list(each.option_values), position
    if priced_anew:
        price_history.note(variant)
    return priced_anew

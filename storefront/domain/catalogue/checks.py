"""What an owner said about a product, cleaned, or sentences that say what is wrong, field by field."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from flask_babel import lazy_gettext

from storefront.domain.catalogue.data import OptionData, ProductData, VariantData
from storefront.infra.errors import Invalid, Sentence
from storefront.infra.html import clean_html
from storefront.infra.text import clean, clean_multiline, fold

MAX_OPTIONS = 3
MAX_VARIANTS = 100
MAX_TAGS = 20
LARGEST_PRICE = 999_999_999_999
TAX_CLASSES = ("none", "vat0", "vat5", "vat8", "vat10")

Errors = defaultdict[str, list[Sentence]]


def checked(data: ProductData) -> ProductData:
    """The data cleaned and its rules held. Raises Invalid; variant fields are `variants-<n>-<field>`."""
    data = _cleaned(data)
    errors: Errors = defaultdict(list)
    _check_words(data, errors)
    _check_options(data, errors)
    for number, variant in enumerate(data.variants):
        _check_variant(variant, f"variants-{number}-", errors)
    if errors:
        raise Invalid(errors)
    return data


def _cleaned(data: ProductData) -> ProductData:
    return replace(
        data,
        name=clean(data.name),
        slug=clean(data.slug),
        summary=clean_multiline(data.summary),
        description=clean_html(data.description),
        origin=_or_none(data.origin),
        net_content=_or_none(data.net_content),
        maker=_or_none(data.maker),
        ocop_decision=_or_none(data.ocop_decision),
        seo_title=_or_none(data.seo_title),
        seo_description=_or_none(data.seo_description),
        facts={clean(name): clean_multiline(words) for name, words in data.facts.items() if clean(words)},
        tags=_distinct(data.tags),
        options=tuple(OptionData(clean(each.name), _distinct(each.values)) for each in data.options),
        variants=tuple(
            replace(
                each,
                sku=_or_none(each.sku),
                unit=clean(each.unit),
                option_values=tuple(clean(value) for value in each.option_values),
            )
            for each in data.variants
        ),
    )


def _or_none(text: str | None) -> str | None:
    return clean(text) or None if text else None


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    kept: dict[str, str] = {}
    for text in texts:
        if clean(text):
            kept.setdefault(fold(text), clean(text))
    return tuple(kept.values())


def _check_words(data: ProductData, errors: Errors) -> None:
    if not data.name:
        errors["name"].append(lazy_gettext("Enter the product's name."))
    if len(data.name) > 200:
        errors["name"].append(lazy_gettext("This name is too long: at most 200 characters."))
    if data.ocop_stars is not None and data.ocop_stars not in range(1, 6):
        errors["ocop_stars"].append(lazy_gettext("OCOP stars go from 1 to 5."))
    if data.ocop_stars is not None and not data.ocop_decision:
        errors["ocop_decision"].append(lazy_gettext("Enter the number of the decision that gave the stars."))
    if data.on_sale_from and data.on_sale_until and data.on_sale_from >= data.on_sale_until:
        errors["on_sale_until"].append(lazy_gettext("The sale must end after it begins."))
    if len(data.tags) > MAX_TAGS:
        errors["tags"].append(lazy_gettext("Too many tags: at most 20."))


def _check_options(data: ProductData, errors: Errors) -> None:
    if not data.variants:
        errors["variants"].append(lazy_gettext("A product needs at least one price."))
    if len(data.options) > MAX_OPTIONS:
        errors["options"].append(lazy_gettext("At most 3 options, such as colour and size."))
    if len(data.variants) > MAX_VARIANTS:
        errors["variants"].append(lazy_gettext("Too many variants: at most 100."))
    if any(not option.name or not option.values for option in data.options):
        errors["options"].append(lazy_gettext("Each option needs a name and at least one value."))
    if len({variant.option_values for variant in data.variants}) < len(data.variants):
        errors["variants"].append(lazy_gettext("Two variants have the same options."))
    if not all(_belongs(variant, data.options) for variant in data.variants):
        errors["variants"].append(lazy_gettext("Each variant needs one value of each option."))
    skus = [variant.sku for variant in data.variants if variant.sku]
    if len(set(skus)) < len(skus):
        errors["variants"].append(lazy_gettext("Two variants have the same SKU."))


def _belongs(variant: VariantData, options: tuple[OptionData, ...]) -> bool:
    if len(variant.option_values) != len(options):
        return False
    pairs = zip(variant.option_values, options, strict=True)
    return all(value in option.values for value, option in pairs)


def _check_variant(variant: VariantData, at: str, errors: Errors) -> None:
    if not 0 <= variant.price <= LARGEST_PRICE:
        errors[at + "price"].append(lazy_gettext("Enter a price in whole đồng."))
    if not variant.unit or len(variant.unit) > 20:
        errors[at + "unit"].append(lazy_gettext("Enter the unit, for example kg or hộp."))
    if variant.step <= 0 or variant.minimum <= 0:
        errors[at + "minimum"].append(lazy_gettext("The smallest quantity must be more than zero."))
    if variant.maximum is not None and variant.maximum < variant.minimum:
        errors[at + "maximum"].append(lazy_gettext("The largest quantity is below the smallest."))
    if variant.tax_class not in TAX_CLASSES:
        errors[at + "tax_class"].append(lazy_gettext("Choose a VAT rate."))
    if variant.sku and len(variant.sku) > 60:
        errors[at + "sku"].append(lazy_gettext("This SKU is too long: at most 60 characters."))

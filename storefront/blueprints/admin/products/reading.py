"""Between a product and its form: what to show in each field, and what the fields say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from storefront.blueprints.admin.products.forms import ProductForm, VariantRow
from storefront.blueprints.admin.products.matrix import (
    line_of,
    options_of,
    read_values,
    values_of,
    write_values,
)
from storefront.blueprints.common.simple_text import to_html, to_text
from storefront.blueprints.common.typed_rows import Typed
from storefront.domain.catalogue.data import ImageData, ProductData, VariantData, data_of
from storefront.domain.inventory.queries import on_hand
from storefront.domain.onboarding.kits import Kit
from storefront.infra.text import whole_number
from storefront.models.product import Product

SHARED = ("unit", "step", "minimum", "maximum", "tax_class", "stock_tracked")
OWN = ("unit", "tax_class")
"""Shared fields that a variant may say otherwise in its row."""
WINDOW = ("on_sale_from", "on_sale_until")
WORDS = ("name", "summary", "origin", "net_content", "maker", "ocop_decision", "seo_title", "seo_description")
COLUMNS = frozenset({"origin", "net_content", "maker", "ocop_stars", "ocop_decision"})
"""Fields of a kit that the product's row has itself; the others are facts."""
BLANK = ProductData(name="", variants=(VariantData(price=0),))


def new_form(kit: Kit) -> ProductForm:
    """An empty form with the trade's facts."""
    first = BLANK.variants[0]
    values = {name: getattr(first, name) for name in SHARED}
    return ProductForm(
        formdata=None,
        **{**values, "revision": "0", "facts": _facts({}, kit), "variants": [{"options": "[]"}]},
    )


def form_of(product: Product, kit: Kit, collection_ids: list[int]) -> ProductForm:
    """The product in its form."""
    data = data_of(product)
    return ProductForm(
        formdata=None,
        **{name: getattr(data, name) for name in (*WORDS, *WINDOW)},
        **{name: getattr(data.variants[0], name) for name in SHARED},
        revision=str(product.revision),
        slug=product.slug,
        description=to_text(data.description),
        images=[{"asset_id": str(image.asset_id), "alt": image.alt} for image in data.images or ()],
        options=[{"name": each.name, "values": line_of(each.values)} for each in data.options],
        variants=_variant_rows(data),
        ocop_stars=str(data.ocop_stars or ""),
        facts=_facts(data.facts, kit),
        collections=collection_ids,
        tags=", ".join(data.tags),
    )


def data_from(form: ProductForm, typed: Typed, base: ProductData) -> ProductData:
    """What the form says; what it does not ask for stays as in `base`."""
    rows = [entry.form for entry in form.variants.entries]
    facts = ((entry.form.name.data or "", entry.form.words.data or "") for entry in form.facts.entries)
    words: dict[str, Any] = {name: form[name].data or "" for name in WORDS}
    return replace(
        base,
        **words,
        **{name: form[name].data for name in WINDOW},
        description=to_html(form.description.data or ""),
        slug=form.slug.data or "",
        ocop_stars=int(form.ocop_stars.data) if form.ocop_stars.data else None,
        facts={name: said for name, said in facts if name and said},
        tags=values_of(form.tags.data or ""),
        options=options_of(typed),
        variants=tuple(_variant(row, form, base) for row in rows),
        images=_images(form),
        collection_ids=tuple(form.collections.data or ()),
        is_sample=False,
    )


def stock_typed(row: VariantRow) -> int | None:
    """The stock an owner typed anew, in thousandths; None when it stands as it was shown."""
    if row.stock.data is None:
        return None
    return None if row.stock_was.data == str(row.stock.data) else row.stock.data


def _variant_rows(data: ProductData) -> list[dict[str, Any]]:
    held = on_hand([variant.id for variant in data.variants if variant.id])
    rows, first = [], data.variants[0]
    for variant in data.variants:
        amount = held.get(variant.id or 0, 0) if variant.stock_tracked else None
        rows.append(
            {
                "id": str(variant.id),
                "options": write_values(variant.option_values),
                "stock": amount,
                "stock_was": "" if amount is None else str(amount),
                **{name: getattr(variant, name) for name in ("price", "compare_at_price", "sku", "weight_g")},
                **{name: _differing(getattr(variant, name), getattr(first, name)) for name in OWN},
            }
        )
    return rows


def _facts(known: Mapping[str, Any], kit: Kit) -> list[dict[str, str]]:
    names = [field["key"] for field in kit.attribute_set["fields"] if field["key"] not in COLUMNS]
    names += [name for name in known if name not in names]
    return [*({"name": name, "words": known.get(name, "")} for name in names), {"name": "", "words": ""}]


def _images(form: ProductForm) -> tuple[ImageData, ...]:
    rows = [entry.form for entry in form.images.entries if not entry.form.drop.data]
    named = ((whole_number(row.asset_id.data), row.alt.data or "") for row in rows)
    return tuple(ImageData(asset_id, alt) for asset_id, alt in named if asset_id)


def _variant(row: VariantRow, form: ProductForm, base: ProductData) -> VariantData:
    known_id = whole_number(row.id.data)
    known = next((each for each in base.variants if each.id == known_id and known_id), None)
    return VariantData(
        id=known_id,
        price=row.price.data or 0,
        option_values=read_values(row.options.data),
        sku=row.sku.data,
        compare_at_price=row.compare_at_price.data,
        weight_g=row.weight_g.data,
        **{name: _said(name, row, form, known, base) for name in SHARED},
    )


def _differing(own: str, shared: str) -> str:
    return "" if own == shared else own


def _said(name: str, row: VariantRow, form: ProductForm, known: VariantData | None, base: ProductData) -> Any:
    """What the row says for itself, and where it was not asked or says nothing, what all share."""
    if name in OWN and row[name].raw_data:
        return row[name].data or form[name].data
    return _shared(name, form[name].data, known, base)


def _shared(name: str, said: Any, known: VariantData | None, base: ProductData) -> Any:
    """One field speaks for all variants; left as it was, a variant that differs keeps its own."""
    untouched = known is not None and said == getattr(base.variants[0], name)
    return getattr(known, name) if untouched else said

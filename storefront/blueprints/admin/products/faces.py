"""What the product pages show beside the form itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import g
from sqlalchemy import select
from wtforms.fields.choices import SelectChoice

from storefront.blueprints.admin.products.forms import ProductForm
from storefront.blueprints.admin.products.matrix import read_values
from storefront.blueprints.common.links import absolute, preview_url, shop_url
from storefront.domain.catalogue.facts import FACTS
from storefront.domain.catalogue.queries import desk_collections
from storefront.domain.media.pictures import Picture, picture
from storefront.domain.onboarding.goods import UNITS
from storefront.domain.onboarding.kits import Kit, kit, say
from storefront.infra.db import db
from storefront.infra.i18n import current_locale
from storefront.infra.money import Money, format_money
from storefront.infra.text import whole_number
from storefront.models.asset import Asset
from storefront.models.product import Product


@dataclass(frozen=True, slots=True)
class ProductLine:
    """One row of the list."""

    product: Product
    picture: Picture | None
    price: str
    variants: int


def lines_of(products: list[Product]) -> list[ProductLine]:
    """A page of products as rows."""
    return [
        ProductLine(
            product=each,
            picture=picture(each.images[0].asset, each.images[0].alt) if each.images else None,
            price=_span(each),
            variants=len(each.variants),
        )
        for each in products
    ]


def trade() -> Kit:
    """The starter kit of the shop, for its set of facts."""
    return kit(g.shop.trade)


def offer_collections(form: ProductForm) -> None:
    """Let the form choose among the shop's collections."""
    form.collections.choices = [SelectChoice(each.id, each.name) for each, _size in desk_collections()]


def face(form: ProductForm, product: Product | None) -> dict[str, Any]:
    """Everything the form's page shows."""
    fields = {field["key"]: field for field in trade().attribute_set["fields"]}
    locale = current_locale()
    return {
        "nav": "products",
        "form": form,
        "product": product,
        "kinds": {key: field["kind"] for key, field in fields.items()},
        "labels": {**FACTS, **{key: say(field["label"], locale) for key, field in fields.items()}},
        "hints": {key: say(field["hint"], locale) for key, field in fields.items() if field.get("hint")},
        "assets": _assets(form),
        "titles": [" / ".join(read_values(entry.form.options.data)) for entry in form.variants.entries],
        "units": UNITS,
        "address": absolute(shop_url(f"/products/{product.slug if product else ''}")),
        "preview": preview_url(g.shop, f"/products/{product.slug}") if product else "",
        "differences": [],
    }


def _assets(form: ProductForm) -> Mapping[str, Picture]:
    ids = [whole_number(entry.form.asset_id.data) for entry in form.images.entries]
    wanted = select(Asset).where(Asset.id.in_([each for each in ids if each]))
    return {str(asset.id): picture(asset) for asset in db.session.scalars(wanted)}


def _span(product: Product) -> str:
    locale, currency = current_locale(), g.shop.currency
    lowest = format_money(Money(product.from_price, currency), locale)
    if product.to_price == product.from_price:
        return lowest
    return f"{lowest} – {format_money(Money(product.to_price, currency), locale)}"

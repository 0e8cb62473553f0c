"""What an owner says about a product, as plain values; amounts in minor units, quantities in thousandths."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from storefront.models.product import Product


@dataclass(frozen=True, slots=True)
class OptionData:
    """What variants differ in, and its values in order."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VariantData:
    """One thing that can be bought. Matched to a known variant by `id`, else by its option values."""

    price: int
    option_values: tuple[str, ...] = ()
    id: int | None = None
    sku: str | None = None
    compare_at_price: int | None = None
    unit: str = "cái"
    step: int = 1000
    minimum: int = 1000
    maximum: int | None = None
    weight_g: int | None = None
    tax_class: str = "none"
    stock_tracked: bool = False


@dataclass(frozen=True, slots=True)
class ImageData:
    """A picture already taken in, and its own words here."""

    asset_id: int
    alt: str = ""


@dataclass(frozen=True, slots=True)
class ProductData:
    """A whole product form. `slug` empty: made of the name, or kept. None: images or collections stay."""

    name: str
    variants: tuple[VariantData, ...]
    options: tuple[OptionData, ...] = ()
    slug: str = ""
    summary: str = ""
    description: str = ""
    kind: str = "goods"
    origin: str | None = None
    net_content: str | None = None
    maker: str | None = None
    ocop_stars: int | None = None
    ocop_decision: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    seo_title: str | None = None
    seo_description: str | None = None
    on_sale_from: dt.datetime | None = None
    on_sale_until: dt.datetime | None = None
    position: int = 0
    is_sample: bool = False
    images: tuple[ImageData, ...] | None = None
    collection_ids: tuple[int, ...] | None = None


def data_of(product: Product) -> ProductData:
    """The product as a form would send it back unchanged."""
    return ProductData(
        name=product.name,
        variants=tuple(
            VariantData(
                id=variant.id,
                price=variant.price,
                option_values=tuple(variant.option_values),
                sku=variant.sku,
                compare_at_price=variant.compare_at_price,
                unit=variant.unit,
                step=variant.step,
                minimum=variant.minimum,
                maximum=variant.maximum,
                weight_g=variant.weight_g,
                tax_class=variant.tax_class,
                stock_tracked=variant.stock_tracked,
            )
            for variant in product.variants
        ),
        options=tuple(OptionData(option.name, tuple(option.values)) for option in product.options),
        slug=product.slug,
        **{name: getattr(product, name) for name in PLAIN},
        tags=tuple(product.tags),
        images=tuple(ImageData(image.asset_id, image.alt) for image in product.images),
    )


PLAIN = (
    *("summary", "description", "kind", "origin", "net_content", "maker", "ocop_stars", "ocop_decision"),
    *("facts", "seo_title", "seo_description", "on_sale_from", "on_sale_until", "position", "is_sample"),
)
"""Fields that the product's row holds as they are."""

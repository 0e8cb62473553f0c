"""Goods, collections, pictures and questions, made by the product's own verbs in the shop in force."""

from __future__ import annotations

import io
from itertools import count

from PIL import Image

from storefront.domain.catalogue import collections, products
from storefront.domain.catalogue.collections import CollectionData
from storefront.domain.catalogue.data import ProductData, VariantData
from storefront.domain.media.upload import store_picture
from storefront.infra import events
from storefront.models.asset import Asset
from storefront.models.product import Collection, Product, ProductState

_numbers = count(1)


def make_product(
    *, state: ProductState = ProductState.ACTIVE, price: int = 50_000, **fields: object
) -> Product:
    """A product on sale with one variant of 50.000 ₫ whose stock is not counted."""
    values: dict[str, object] = {
        "name": f"Sản phẩm {next(_numbers)}",
        "variants": (VariantData(price=price),),
    }
    product = products.create_product(ProductData(**{**values, **fields}), by=events.SYSTEM)  # type: ignore[arg-type]
    products.set_state(product, state, by=events.SYSTEM)
    return product


def make_collection(*members: Product, **fields: object) -> Collection:
    """A published collection with these products in order."""
    values: dict[str, object] = {"name": f"Nhóm {next(_numbers)}"}
    collection = collections.create_collection(CollectionData(**{**values, **fields}), by=events.SYSTEM)  # type: ignore[arg-type]
    collections.add_products(collection, [product.id for product in members], by=events.SYSTEM)
    return collection


def make_asset(width: int = 300, height: int = 200, **fields: str) -> Asset:
    """A stored picture, different each time."""
    return store_picture(picture_bytes(width, height), **{"file_name": "anh.jpg", **fields})


def picture_bytes(width: int = 300, height: int = 200, *, form: str = "JPEG", mode: str = "RGB") -> bytes:
    """An encoded picture of one colour, a different one each time."""
    number = next(_numbers)
    colour = (number * 37 % 256, number * 59 % 256, number * 83 % 256, 128)[: len(mode)]
    buffer = io.BytesIO()
    Image.new(mode, (width, height), colour).save(buffer, form)
    return buffer.getvalue()

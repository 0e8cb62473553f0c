from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from storefront.domain.catalogue import products
from storefront.domain.catalogue.data import ImageData, OptionData, ProductData, VariantData, data_of
from storefront.domain.catalogue.queries import product_by_id
from storefront.domain.catalogue.variants import matrix
from storefront.domain.shops import redirects
from storefront.infra import clock, events
from storefront.infra.db import db
from storefront.infra.errors import Invalid
from storefront.infra.tenancy import enter_shop
from storefront.infra.versions import ShopVersion
from storefront.models.product import PriceChange, Product, ProductState, SearchRow, Variant
from storefront.models.shop import Shop
from tests.factories import make_asset, make_collection, make_product, make_shop

BY = events.SYSTEM


def topics(product: Product) -> list[str]:
    rows = select(events.Event.topic).where(events.Event.subject_id == product.id).order_by(events.Event.id)
    return list(db.session.scalars(rows))


def sized(*prices: int, **fields: object) -> ProductData:
    sizes = ("S", "M", "L")[: len(prices)]
    made = tuple(
        VariantData(price=price, option_values=(size,)) for price, size in zip(prices, sizes, strict=True)
    )
    return ProductData(name="Áo thun", variants=made, options=(OptionData("Cỡ", sizes),), **fields)  # type: ignore[arg-type]


def test_a_new_product_is_a_draft_at_an_address_made_of_its_name(shop: Shop) -> None:
    product = products.create_product(
        ProductData(name=" Nước  mắm Ba Làng ", variants=(VariantData(price=85_000, unit="chai"),)), by=BY
    )

    assert (product.name, product.slug) == ("Nước mắm Ba Làng", "nuoc-mam-ba-lang")
    assert product.state is ProductState.DRAFT
    assert (product.from_price, product.to_price, product.in_stock) == (85_000, 85_000, True)
    assert topics(product) == ["product.created"]


def test_two_products_of_one_name_get_two_addresses(shop: Shop) -> None:
    first, second = make_product(name="Mật ong"), make_product(name="Mật ong")

    assert (first.slug, second.slug) == ("mat-ong", "mat-ong-2")


def test_the_description_is_cleaned(shop: Shop) -> None:
    product = make_product(description='<p onclick="x()">Ngon</p><script>alert(1)</script>')

    assert product.description == "<p>Ngon</p>"


def test_options_make_a_matrix_of_variants(shop: Shop) -> None:
    options = (OptionData("Màu", ("Đỏ", "Xanh")), OptionData("Cỡ", ("S", "M")))

    product = products.create_product(
        ProductData(
            name="Áo",
            options=options,
            variants=tuple(VariantData(price=1000, option_values=values) for values in matrix(options)),
        ),
        by=BY,
    )

    assert [variant.title for variant in product.variants] == ["Đỏ / S", "Đỏ / M", "Xanh / S", "Xanh / M"]
    assert [option.values for option in product.options] == [["Đỏ", "Xanh"], ["S", "M"]]


def test_prices_of_the_variants_are_repeated_on_the_product(shop: Shop) -> None:
    product = products.create_product(sized(120_000, 90_000, 150_000), by=BY)

    assert (product.from_price, product.to_price) == (90_000, 150_000)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"variants": ()}, "variants"),
        ({"variants": (VariantData(price=-1),)}, "variants-0-price"),
        ({"variants": (VariantData(price=1, unit=""),)}, "variants-0-unit"),
        ({"variants": (VariantData(price=1, minimum=0),)}, "variants-0-minimum"),
        ({"variants": (VariantData(price=1, maximum=500),)}, "variants-0-maximum"),
        ({"variants": (VariantData(price=1, tax_class="20"),)}, "variants-0-tax_class"),
        ({"variants": (VariantData(price=1, compare_at_price=2),)}, "variants-0-compare_at_price"),
        ({"variants": (VariantData(price=1), VariantData(price=2))}, "variants"),
        ({"variants": (VariantData(price=1, option_values=("S",)),)}, "variants"),
        ({"ocop_stars": 6}, "ocop_stars"),
        ({"ocop_stars": 4}, "ocop_decision"),
        ({"images": (ImageData(asset_id=1),)}, "images"),
        ({"collection_ids": (1,)}, "collections"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(shop: Shop, changes: dict[str, object], field: str) -> None:
    data = replace(ProductData(name="Mật ong", variants=(VariantData(price=1),)), **changes)  # type: ignore[arg-type]

    with pytest.raises(Invalid) as refused:
        products.create_product(data, by=BY)

    assert field in refused.value.errors


def test_an_sku_belongs_to_one_variant_of_the_shop(shop: Shop) -> None:
    make_product(variants=(VariantData(price=1, sku="MO-1"),))

    with pytest.raises(Invalid) as refused:
        make_product(variants=(VariantData(price=1, sku="MO-1"),))

    assert "variants-0-sku" in refused.value.errors


def test_another_shop_may_use_the_same_sku_and_slug(shop: Shop) -> None:
    make_product(name="Mật ong", variants=(VariantData(price=1, sku="MO-1"),))
    db.session.flush()
    db.session.expunge_all()
    other = make_shop()

    with enter_shop(other.id):
        product = make_product(name="Mật ong", variants=(VariantData(price=1, sku="MO-1"),))

        assert product.slug == "mat-ong"


def test_two_variants_may_swap_their_skus(shop: Shop) -> None:
    product = products.create_product(sized(1000, 1000), by=BY)
    first, second = data_of(product).variants
    products.edit_product(
        product,
        replace(data_of(product), variants=(replace(first, sku="A"), replace(second, sku="B"))),
        revision=product.revision,
        by=BY,
    )

    products.edit_product(
        product,
        replace(data_of(product), variants=(replace(first, sku="B"), replace(second, sku="A"))),
        revision=product.revision,
        by=BY,
    )

    assert [variant.sku for variant in product.variants] == ["B", "A"]


def test_a_stale_form_overwrites_nothing(shop: Shop) -> None:
    product = make_product(name="Mật ong")
    opened_at = product.revision
    products.edit_product(product, replace(data_of(product), name="Mật ong rừng"), revision=opened_at, by=BY)

    with pytest.raises(products.ProductChanged):
        products.edit_product(product, replace(data_of(product), name="Mật"), revision=opened_at, by=BY)

    assert product.name == "Mật ong rừng"


def test_another_slug_leaves_a_redirect_at_the_former_one(shop: Shop) -> None:
    product = make_product(name="Mật ong")

    products.edit_product(
        product, replace(data_of(product), slug="Mật ong rừng"), revision=product.revision, by=BY
    )

    assert product.slug == "mat-ong-rung"
    assert redirects.moved_to(Product, "mat-ong") == "mat-ong-rung"


def test_a_new_product_at_a_former_slug_answers_for_itself(shop: Shop) -> None:
    first = make_product(name="Mật ong")
    products.edit_product(first, replace(data_of(first), slug="mat-ong-rung"), revision=first.revision, by=BY)

    second = make_product(name="Mật ong")

    assert second.slug == "mat-ong"
    assert redirects.moved_to(Product, "mat-ong") is None


def test_a_variant_left_out_is_retired_and_its_history_stays(shop: Shop) -> None:
    product = products.create_product(sized(1000, 2000), by=BY)
    kept, gone = product.variants

    products.edit_product(
        product,
        replace(data_of(product), variants=data_of(product).variants[:1]),
        revision=product.revision,
        by=BY,
    )

    assert [variant.id for variant in product.variants] == [kept.id]
    assert db.session.scalars(select(Variant).where(Variant.id == gone.id)).one().retired_at is not None
    assert db.session.scalars(select(PriceChange.price).where(PriceChange.variant_id == gone.id)).all() == [
        2000
    ]


def test_publishing_needs_a_price(shop: Shop) -> None:
    product = products.create_product(ProductData(name="Mật ong", variants=(VariantData(price=0),)), by=BY)

    with pytest.raises(products.ProductNotReady):
        products.set_state(product, ProductState.ACTIVE, by=BY)


def test_what_is_made_to_be_on_sale_is_found_and_told_as_what_is_published_later(shop: Shop) -> None:
    product = products.create_product(sized(85_000), by=BY, on_sale=True)

    assert topics(product) == ["product.created", "product.published"]
    assert db.session.scalar(select(SearchRow.id).where(SearchRow.product_id == product.id))
    with pytest.raises(products.ProductNotReady):
        products.create_product(sized(0), by=BY, on_sale=True)


def test_only_what_is_on_sale_has_a_search_row(shop: Shop) -> None:
    product = make_product(name="Mật ong", state=ProductState.DRAFT)
    rows = select(SearchRow.folded_name).where(SearchRow.product_id == product.id)
    before = db.session.scalar(rows)

    products.set_state(product, ProductState.ACTIVE, by=BY)
    on_sale = db.session.scalar(rows)
    products.archive(product, by=BY)

    assert (before, on_sale, db.session.scalar(rows)) == (None, "mat ong", None)


@pytest.mark.parametrize("state", [ProductState.ACTIVE, ProductState.DRAFT])
def test_archiving_is_undone_to_what_it_was(shop: Shop, state: ProductState) -> None:
    product = make_product(state=state)
    products.archive(product, by=BY)

    products.restore(product, by=BY)

    assert (product.state, product.archived_at) == (state, None)
    assert "product.archived" in topics(product)


def test_a_copy_is_a_draft_with_the_same_goods(shop: Shop) -> None:
    asset = make_asset()
    product = make_product(
        name="Mật ong", images=(ImageData(asset.id),), variants=(VariantData(price=7, sku="A", unit="chai"),)
    )
    collection = make_collection(product)

    copy = products.duplicate(product, by=BY)

    assert copy.id != product.id
    assert copy.state is ProductState.DRAFT
    assert [(each.price, each.unit, each.sku) for each in copy.variants] == [(7, "chai", None)]
    assert [image.asset_id for image in copy.images] == [asset.id]
    assert products.collections.ids_of(copy) == [collection.id]


def test_sample_goods_go_in_one_tap(shop: Shop) -> None:
    sample, own = make_product(is_sample=True), make_product()
    sample_id = sample.id

    assert products.delete_samples(by=BY) == 1

    assert db.session.scalars(select(Product.id)).all() == [own.id]
    assert db.session.scalars(select(SearchRow.product_id)).all() == [own.id]
    assert product_by_id(own.id) is own
    assert sample_id != own.id


def test_a_sale_window_tells_when_pages_change_next(shop: Shop) -> None:
    now = clock.now()
    clock.freeze(now)

    make_product(on_sale_from=now + timedelta(days=2), on_sale_until=now + timedelta(days=9))
    make_product(on_sale_from=now - timedelta(days=2), on_sale_until=now + timedelta(days=1))

    assert db.session.get_one(ShopVersion, shop.id).next_change_at == now + timedelta(days=1)

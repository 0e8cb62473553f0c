from dataclasses import replace

import pytest
from sqlalchemy import select

from storefront.domain.catalogue import products
from storefront.domain.catalogue.data import data_of
from storefront.domain.search.query import search, suggest
from storefront.infra import events, versions
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.models.product import Product, ProductState
from storefront.models.shop import Shop
from tests.factories import make_collection, make_product, make_shop
from tests.sqlcount import counted_sql


def found(text: str, **options: object) -> list[str]:
    by_id = {product.id: product.name for product in db.session.scalars(select(Product))}
    return [by_id[product_id] for product_id in search(text, **options).product_ids]  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["nước mắm", "nuoc mam", "NUOC MAM", "mam nuoc", "nuoc m", "mắm  nước"])
def test_goods_are_found_without_marks_in_any_order(shop: Shop, text: str) -> None:
    make_product(name="Nước mắm Ba Làng")
    make_product(name="Mật ong")

    assert found(text) == ["Nước mắm Ba Làng"]


@pytest.mark.parametrize("text", ["điện thoại", "dien thoai", "đien thoai"])
def test_d_with_a_stroke_is_found_by_d(shop: Shop, text: str) -> None:
    make_product(name="Ốp điện thoại")

    assert found(text) == ["Ốp điện thoại"]


def test_exact_tones_rank_first(shop: Shop) -> None:
    make_product(name="Bánh mận")
    make_product(name="Bánh man")
    make_product(name="Bánh mặn")

    assert found("bánh mặn")[0] == "Bánh mặn"
    assert len(found("banh man")) == 3


def test_the_name_counts_more_than_the_rest(shop: Shop) -> None:
    make_product(name="Hộp quà", description="<p>Có mật ong, mật ong và mật ong</p>")
    make_product(name="Mật ong")

    assert found("mat ong") == ["Mật ong", "Hộp quà"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("nuoc mma", "nước mắm"), ("bahn rang bua", "bánh răng bừa"), ("mucc kho", "mực khô")],
)
def test_small_mistakes_are_put_right_and_said(shop: Shop, typed: str, meant: str) -> None:
    make_product(name="Nước mắm")
    make_product(name="Bánh răng bừa")
    make_product(name="Mực khô")

    results = search(typed)

    assert (len(results.product_ids), results.corrected) == (1, meant)
    assert search(typed, correct=False).product_ids == ()


def test_mistakes_made_again_and_again_read_the_names_once(shop: Shop) -> None:
    make_product(name="Nước mắm")
    search("nuoc mma")

    with counted_sql() as asked:
        search("nuocc mam")

    assert not [sql for sql in asked.sql if "folded_name" in sql]


def test_a_name_that_is_new_corrects_from_then_on(shop: Shop) -> None:
    make_product(name="Nước mắm")
    search("muwc kho")
    make_product(name="Mực khô")
    versions.raise_versions(db.session(), [shop.id])

    assert search("mucc kho").corrected == "mực khô"


@pytest.mark.parametrize(
    "text",
    [
        '"',
        "mat' OR '1'='1",
        "name:ong",
        "mat AND",
        "NOT ong",
        "*",
        "(",
        "s1 : x",
        "mat -ong ^",
        "\\",
        "%",
        "",
    ],
)
def test_quotes_and_operators_mean_nothing(shop: Shop, text: str) -> None:
    make_product(name="Mật ong")

    assert found(text) in ([], ["Mật ong"])


def test_another_shop_is_never_found(shop: Shop) -> None:
    other = make_shop()
    with enter_shop(other.id):
        make_product(name="Mật ong")
        db.session.flush()
        db.session.expunge_all()

    with enter_shop(shop.id):
        assert search("mat ong").product_ids == ()
        assert search(f"s{other.id} mat ong").product_ids == ()


def test_what_is_no_longer_on_sale_is_not_found(shop: Shop) -> None:
    product = make_product(name="Mật ong")
    products.set_state(product, ProductState.DRAFT, by=events.SYSTEM)

    assert search("mat ong").product_ids == ()


def test_a_new_name_replaces_the_old_one_at_once(shop: Shop) -> None:
    product = make_product(name="Mật ong")
    data = data_of(product)
    products.edit_product(
        product, replace(data, name="Sữa ong chúa"), revision=product.revision, by=events.SYSTEM
    )

    assert (found("mat ong", correct=False), found("sua ong")) == ([], ["Sữa ong chúa"])


def test_results_come_in_pages(shop: Shop) -> None:
    made = [make_product(name=f"Mật ong {number}") for number in range(5)]

    first = search("mat ong", limit=3)
    second = search("mat ong", limit=3, after=first.next)

    assert (first.total, len(first.product_ids), len(second.product_ids), second.next) == (
        len(made),
        3,
        2,
        None,
    )
    assert not set(first.product_ids) & set(second.product_ids)


def test_suggestions_begin_with_collections(shop: Shop) -> None:
    make_collection(make_product(name="Mật ong rừng"), name="Mật ong các loại")

    suggestions = suggest("mat o")

    assert [(each.kind, each.label) for each in suggestions] == [
        ("collection", "Mật ong các loại"),
        ("product", "Mật ong rừng"),
    ]
    assert suggest("") == []

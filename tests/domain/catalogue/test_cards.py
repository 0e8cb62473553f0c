from datetime import timedelta

import pytest
from sqlalchemy import insert

from storefront.domain.catalogue import facets, queries
from storefront.domain.catalogue.cards import Filters, Sort, cards, cards_by_id, count
from storefront.domain.catalogue.data import ImageData, OptionData, VariantData
from storefront.infra import clock, ids
from storefront.infra.db import db
from storefront.infra.paging import NoSuchPage
from storefront.infra.tenancy import enter_shop
from storefront.models.product import Product, ProductState, Variant
from storefront.models.shop import Shop
from tests.factories import make_asset, make_collection, make_product, make_shop
from tests.sqlcount import counted_sql


def names(filters: Filters | None = None, **options: object) -> list[str]:
    return [card.name for card in cards(filters, **options).items]  # type: ignore[arg-type]


def many(shop: Shop, number: int) -> None:
    products = [
        {
            "shop_id": shop.id,
            "id": ids.new_id(),
            "slug": f"hang-{n}",
            "name": f"Hàng {n}",
            "from_price": n + 1,
        }
        for n in range(number)
    ]
    db.session.execute(insert(Product), [{**row, "state": ProductState.ACTIVE} for row in products])
    db.session.execute(
        insert(Variant), [{"shop_id": shop.id, "product_id": row["id"], "price": 1} for row in products]
    )


def test_a_card_holds_all_that_a_list_shows(shop: Shop) -> None:
    asset = make_asset(600, 400)
    product = make_product(
        name="Mật ong",
        price=90_000,
        images=(ImageData(make_asset().id), ImageData(asset.id))[::-1],
        variants=(VariantData(price=90_000, unit="chai"),),
    )

    card = cards().items[0]

    assert (card.id, card.slug, card.from_price, card.unit) == (product.id, "mat-ong", 90_000, "chai")
    assert card.variant_id == product.variants[0].id
    assert card.picture is not None
    assert (card.picture.url, card.picture.alt) == (f"/media/{asset.key}", "Mật ong")
    assert (card.picture.width, card.picture.height, card.picture.colour) == (600, 400, asset.colour)


def test_a_product_with_choices_is_chosen_on_its_own_page(shop: Shop) -> None:
    make_product(
        options=(OptionData("Cỡ", ("S", "M")),),
        variants=(VariantData(price=1, option_values=("S",)), VariantData(price=2, option_values=("M",))),
    )

    assert cards().items[0].variant_id is None


@pytest.mark.parametrize("number", [30, 300])
def test_a_list_is_one_statement_whatever_the_number_of_goods(shop: Shop, number: int) -> None:
    many(shop, number)

    with counted_sql() as statements:
        page = cards(Filters(price_from=2), sort=Sort.PRICE_UP)

    assert len(statements) == 1
    assert len(page.items) == 24


def test_facets_are_one_statement(shop: Shop) -> None:
    make_product(tags=("đặc sản",))

    with counted_sql() as statements:
        facets.facets()

    assert len(statements) == 1


def test_a_product_page_reads_four_statements(shop: Shop) -> None:
    make_product(name="Mật ong", images=(ImageData(make_asset().id),))
    db.session.flush()
    db.session.expunge_all()

    with counted_sql() as statements:
        product = queries.product_by_slug("mat-ong")
        shown = (product.options, product.variants[0].price, product.images[0].asset.key)

    assert shown
    assert len(statements) == 4


def test_shoppers_see_only_what_is_on_sale_now(shop: Shop) -> None:
    now = clock.now()
    make_product(name="Bán")
    make_product(name="Nháp", state=ProductState.DRAFT)
    make_product(name="Cất", state=ProductState.ARCHIVED)
    make_product(name="Sắp bán", on_sale_from=now + timedelta(hours=1))
    make_product(name="Hết đợt", on_sale_until=now - timedelta(hours=1))

    assert names() == ["Bán"]
    with pytest.raises(queries.ProductNotFound):
        queries.product_by_slug("nhap")


def test_another_shop_s_goods_are_not_listed(shop: Shop) -> None:
    other = make_shop()
    with enter_shop(other.id):
        product = make_product(name="Của người khác", images=(ImageData(make_asset().id),))
        make_collection(product)
        product_id = product.id
        db.session.flush()
        db.session.expunge_all()
    with enter_shop(shop.id):
        make_product(name="Của mình")

        assert names() == ["Của mình"]
        assert cards_by_id([product_id]) == []
        assert queries.collection_cards() == []


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(), {"Cam", "Mật ong", "Nem"}),
        (Filters(price_from=50), {"Mật ong", "Nem"}),
        (Filters(price_to=50), {"Cam", "Mật ong"}),
        (Filters(tags=("đặc sản",)), {"Mật ong", "Nem"}),
        (Filters(tags=("quà", "trái cây")), {"Cam", "Nem"}),
        (Filters(tags=("không có",)), set()),
        (Filters(ocop=True), {"Nem"}),
        (Filters(origins=("Như Xuân",)), {"Mật ong"}),
        (Filters(in_stock=True), {"Mật ong", "Nem"}),
    ],
)
def test_filters_narrow(shop: Shop, filters: Filters, found: set[str]) -> None:
    make_product(name="Cam", tags=("trái cây",), variants=(VariantData(price=20, stock_tracked=True),))
    make_product(name="Mật ong", price=50, tags=("đặc sản",), origin="Như Xuân")
    make_product(name="Nem", price=90, tags=("đặc sản", "quà"), ocop_stars=4, ocop_decision="12/QĐ-UBND")

    assert set(names(filters)) == found
    assert count(filters) == len(found)


def test_a_collection_lists_its_goods_in_its_own_order(shop: Shop) -> None:
    first, second, _other = make_product(name="A"), make_product(name="B"), make_product(name="C")
    collection = make_collection(second, first)

    assert names(Filters(collection_id=collection.id)) == ["B", "A"]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        (Sort.PRICE_UP, ["A", "C", "B"]),
        (Sort.PRICE_DOWN, ["B", "C", "A"]),
        (Sort.NEWEST, ["C", "B", "A"]),
        (Sort.BEST_SOLD, ["B", "C", "A"]),
        (Sort.FEATURED, ["C", "A", "B"]),
    ],
)
def test_goods_are_sorted(shop: Shop, sort: Sort, order: list[str]) -> None:
    make_product(name="A", price=1, position=1).sold_count = 0
    make_product(name="B", price=3, position=2).sold_count = 9
    make_product(name="C", price=2, position=0).sold_count = 5

    assert names(sort=sort) == order


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_follow_each_other_forwards_and_back(shop: Shop, sort: Sort) -> None:
    many(shop, 7)
    first = cards(sort=sort, limit=3)
    second = cards(sort=sort, limit=3, cursor=first.next)
    third = cards(sort=sort, limit=3, cursor=second.next)
    back = cards(sort=sort, limit=3, cursor=third.previous)

    seen = [card.id for page in (first, second, third) for card in page.items]
    assert len(set(seen)) == 7
    assert [card.id for card in back.items] == [card.id for card in second.items]
    assert (first.previous, third.next) == (None, None)


def test_a_cursor_of_another_list_is_refused(shop: Shop) -> None:
    many(shop, 3)
    cursor = cards(sort=Sort.NEWEST, limit=1).next

    with pytest.raises(NoSuchPage):
        cards(sort=Sort.PRICE_UP, cursor=cursor)


def test_chosen_goods_come_in_the_chosen_order(shop: Shop) -> None:
    first, second, gone = make_product(), make_product(), make_product(state=ProductState.DRAFT)

    assert [card.id for card in cards_by_id([second.id, gone.id, first.id])] == [second.id, first.id]


def test_facets_count_what_a_list_can_be_narrowed_by(shop: Shop) -> None:
    first = make_product(price=10, tags=("a", "b"), origin="Như Xuân")
    make_product(price=30, tags=("b",), origin="Nga Sơn", ocop_stars=3, ocop_decision="1")
    collection = make_collection(first)

    whole, part = facets.facets(), facets.facets(collection.id)

    assert (whole.count, whole.price_from, whole.price_to, whole.ocop, whole.in_stock) == (2, 10, 30, 1, 2)
    assert [(tag.value, tag.count) for tag in whole.tags] == [("b", 2), ("a", 1)]
    assert (part.count, [origin.value for origin in part.origins]) == (1, ["Như Xuân"])


def test_facets_of_nothing_are_empty(shop: Shop) -> None:
    assert facets.facets() == facets.Facets()


def test_related_goods_leave_the_product_itself_out(shop: Shop) -> None:
    product, other = make_product(), make_product()
    make_collection(product, other)

    assert [card.id for card in queries.related(product)] == [other.id]

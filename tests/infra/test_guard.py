"""The last look at a statement: it catches what criteria and flush checks never see."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import Executable, bindparam, delete, exists, insert, select, text, tuple_, update

from storefront.infra import guard, versions
from storefront.infra.db import db
from storefront.infra.tenancy import NoShopInForce, WrongShop, all_shops, enter_shop
from storefront.models.product import Product, Variant
from storefront.models.stock import StockLocation
from tests.factories import make_shop

TABLE = Product.__table__


@pytest.fixture
def shops(context: Flask) -> tuple[int, int]:
    """Two shops with a product each."""
    made = make_shop().id, make_shop().id
    for shop_id in made:
        with enter_shop(shop_id):
            db.session.add(Product(slug="mat-ong", name="Mật ong"))
            db.session.flush()
            db.session.expunge_all()
    db.session.commit()
    return made


def product_of(shop_id: int) -> int:
    with enter_shop(shop_id):
        return db.session.scalars(select(Product.id)).one()


REACHES_OVER: dict[str, Callable[[int, int], object]] = {
    "bulk insert": lambda shop, _: db.session.execute(
        insert(Product), [{"shop_id": shop, "slug": "a", "name": "a"}]
    ),
    "bulk update by key": lambda shop, row: db.session.execute(
        update(Product), [{"shop_id": shop, "id": row, "name": "x"}]
    ),
    "Core insert": lambda shop, row: db.session.execute(
        insert(TABLE).values(shop_id=shop, id=row + 1, slug="a", name="a")
    ),
    "Core update": lambda shop, _: db.session.execute(
        update(TABLE).where(TABLE.c.shop_id == shop).values(name="x")
    ),
    "Core delete": lambda shop, _: db.session.execute(delete(TABLE).where(TABLE.c.shop_id == shop)),
    "Core select": lambda shop, _: db.session.execute(select(TABLE.c.name).where(TABLE.c.shop_id == shop)),
    "text": lambda shop, _: db.session.execute(
        text("UPDATE product SET name = 'x' WHERE shop_id = :shop_id"), {"shop_id": shop}
    ),
    "two shops in one bulk insert": lambda shop, _: db.session.execute(
        insert(Product),
        [{"shop_id": shop, "slug": "a", "name": "a"}, {"shop_id": shop + 1, "slug": "b", "name": "b"}],
    ),
}

BINDS_NO_SHOP: dict[str, Callable[[int], object]] = {
    "Core update": lambda row: db.session.execute(update(TABLE).where(TABLE.c.id == row).values(name="x")),
    "Core delete": lambda row: db.session.execute(delete(TABLE).where(TABLE.c.id == row)),
    "Core select": lambda row: db.session.execute(select(TABLE.c.name).where(TABLE.c.id == row)),
    "text": lambda row: db.session.execute(text("SELECT name FROM product WHERE id = :row"), {"row": row}),
    "text with the shop written into it": lambda row: db.session.execute(
        text(f"SELECT name FROM product WHERE shop_id = {row}")
    ),
    "another bind with a shop's name": lambda row: db.session.execute(
        select(TABLE.c.name).where(TABLE.c.id == bindparam("workshop", row))
    ),
}


VARIANT, OTHER = Variant.__table__, Product.__table__.alias("other")
MINE = TABLE.c.shop_id == bindparam("shop_id")
SLIPS_THROUGH_A_JOIN: dict[str, Executable] = {
    "two tables side by side": select(TABLE.c.name, VARIANT.c.sku).where(MINE),
    "a join by id alone": select(VARIANT.c.sku)
    .join_from(TABLE, VARIANT, VARIANT.c.product_id == TABLE.c.id)
    .where(MINE),
    "a table joined to itself": select(OTHER.c.name).join_from(TABLE, OTHER, OTHER.c.id > 0).where(MINE),
    "a subquery": select(TABLE.c.name).where(MINE, TABLE.c.id.in_(select(VARIANT.c.product_id))),
    "the same table in a subquery": select(TABLE.c.name).where(MINE, TABLE.c.slug.in_(select(OTHER.c.slug))),
    "the second half of a union": select(TABLE.c.name).where(MINE).union_all(select(TABLE.c.name)),
    "text": text("SELECT v.sku FROM product p, variant v WHERE p.shop_id = :shop_id"),
}

HELD: dict[str, Executable] = {
    "a join by the whole key": select(VARIANT.c.sku)
    .join_from(TABLE, VARIANT, (VARIANT.c.shop_id == TABLE.c.shop_id) & (VARIANT.c.product_id == TABLE.c.id))
    .where(MINE),
    "a subquery of its own": select(TABLE.c.name).where(
        MINE,
        TABLE.c.id.in_(select(VARIANT.c.product_id).where(VARIANT.c.shop_id == bindparam("shop_id"))),
    ),
    "a subquery that looks outwards": select(TABLE.c.name).where(
        MINE, exists().where(OTHER.c.shop_id == TABLE.c.shop_id, OTHER.c.id == TABLE.c.id)
    ),
    "pairs of keys": select(VARIANT.c.sku).where(
        tuple_(VARIANT.c.shop_id, VARIANT.c.product_id).in_(select(TABLE.c.shop_id, TABLE.c.id).where(MINE))
    ),
    "text": text(
        "SELECT v.sku FROM product p JOIN variant AS v ON v.shop_id = p.shop_id WHERE p.shop_id = :shop_id"
    ),
}


@pytest.mark.parametrize("statement", SLIPS_THROUGH_A_JOIN.values(), ids=SLIPS_THROUGH_A_JOIN)
def test_a_table_that_a_join_does_not_hold_to_the_shop_is_refused(
    shops: tuple[int, int], statement: Executable
) -> None:
    with enter_shop(shops[0]), pytest.raises(NoShopInForce, match="does not hold"):
        db.session.execute(statement, {"shop_id": shops[0]})


@pytest.mark.parametrize("statement", HELD.values(), ids=HELD)
def test_a_table_that_is_held_through_another_passes(shops: tuple[int, int], statement: Executable) -> None:
    with enter_shop(shops[0]):
        assert db.session.execute(statement, {"shop_id": shops[0]}).all() is not None


@pytest.mark.parametrize("reach", REACHES_OVER.values(), ids=REACHES_OVER)
def test_a_statement_that_names_another_shop_is_refused(
    shops: tuple[int, int], reach: Callable[[int, int], object]
) -> None:
    theirs = product_of(shops[1])

    with enter_shop(shops[0]), pytest.raises(WrongShop):
        reach(shops[1], theirs)


@pytest.mark.parametrize("ask", BINDS_NO_SHOP.values(), ids=BINDS_NO_SHOP)
def test_a_statement_that_binds_no_shop_is_refused(
    shops: tuple[int, int], ask: Callable[[int], object]
) -> None:
    ours = product_of(shops[0])

    with enter_shop(shops[0]), pytest.raises(NoShopInForce):
        ask(ours)


@pytest.mark.parametrize("ask", BINDS_NO_SHOP.values(), ids=BINDS_NO_SHOP)
def test_without_a_shop_nothing_of_shops_is_answered(
    shops: tuple[int, int], ask: Callable[[int], object]
) -> None:
    with pytest.raises(NoShopInForce):
        ask(1)


def test_a_row_of_another_shop_is_not_found_by_its_key(shops: tuple[int, int]) -> None:
    theirs = product_of(shops[1])

    with enter_shop(shops[0]), pytest.raises(WrongShop):
        db.session.get(Product, (shops[1], theirs))


def test_another_shops_id_is_not_found_under_ours(shops: tuple[int, int]) -> None:
    theirs = product_of(shops[1])

    with enter_shop(shops[0]):
        assert db.session.get(Product, (shops[0], theirs)) is None


def test_a_change_of_many_rows_touches_only_the_shop_in_force(shops: tuple[int, int]) -> None:
    with enter_shop(shops[0]):
        db.session.execute(update(Product).values(name="Mật ong rừng"))
    db.session.expunge_all()

    with all_shops():
        names = dict(db.session.execute(select(Product.shop_id, Product.name)).tuples().all())

    assert (names[shops[0]], names[shops[1]]) == ("Mật ong rừng", "Mật ong")


def test_a_removal_of_many_rows_touches_only_the_shop_in_force(shops: tuple[int, int]) -> None:
    with enter_shop(shops[0]):
        db.session.execute(delete(Product))
    db.session.expunge_all()

    with all_shops():
        assert db.session.scalars(select(Product.shop_id)).all() == [shops[1]]


def test_across_shops_a_change_that_shoppers_see_must_still_say_whose(shops: tuple[int, int]) -> None:
    with all_shops(), pytest.raises(NoShopInForce, match="must bind shop_id"):
        db.session.execute(update(Product).values(name="x"))


def test_across_shops_a_change_raises_the_version_of_the_shop_it_names(shops: tuple[int, int]) -> None:
    before = versions.version_of(shops[0]), versions.version_of(shops[1])

    with all_shops():
        db.session.execute(update(Product).where(Product.shop_id == shops[1]).values(name="x"))
        db.session.commit()

    assert (versions.version_of(shops[0]), versions.version_of(shops[1])) == (before[0], before[1] + 1)


@pytest.mark.parametrize(
    ("sql", "writes", "visible"),
    [
        ("SELECT * FROM product WHERE shop_id = ?", False, False),
        ("SELECT name FROM product FOR UPDATE", False, False),
        ("INSERT INTO product (shop_id) VALUES (?)", True, True),
        ("INSERT OR IGNORE INTO product (shop_id) VALUES (?)", True, True),
        ('UPDATE "product" SET name = ?', True, True),
        ("  delete from product", True, True),
        (
            "WITH old AS (SELECT id FROM product) DELETE FROM product WHERE id IN (SELECT id FROM old)",
            True,
            True,
        ),
        ("WITH old AS (SELECT id FROM product) SELECT * FROM old", False, False),
        ("WITH old AS (SELECT 1) SELECT * FROM product WHERE id IN (1) FOR UPDATE", False, False),
        ("UPDATE stock_location SET name = (SELECT name FROM product)", True, False),
        ("INSERT INTO shop (id) VALUES (?)", True, False),
    ],
)
def test_what_a_text_is_about(context: Flask, sql: str, writes: bool, visible: bool) -> None:
    judged = guard.verdict(sql)

    assert (judged.writes, judged.visible) == (writes, visible)


def test_every_shop_table_a_text_names_is_known(context: Flask) -> None:
    judged = guard.verdict("SELECT 1 FROM product JOIN variant ON true JOIN shop ON true")

    assert judged.shop_tables == {"product", "variant"}


def test_a_transaction_that_is_rolled_back_raises_no_version(shops: tuple[int, int]) -> None:
    before = versions.version_of(shops[0])

    with enter_shop(shops[0]):
        db.session.execute(update(Product).values(name="x"))
        db.session.rollback()
        db.session.add(StockLocation(name="Kho"))
        db.session.commit()

    assert versions.version_of(shops[0]) == before


def test_texts_without_end_are_not_all_remembered() -> None:
    assert guard.verdict.cache_info().maxsize is not None

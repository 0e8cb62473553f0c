import pytest
from flask import Flask
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from storefront.infra import versions
from storefront.infra.db import db
from storefront.infra.tenancy import NoShopInForce, WrongShop, all_shops, enter_shop, walled
from storefront.models.product import Option, Product
from tests.factories import make_shop


@pytest.fixture
def two_shops(committed_app: Flask) -> tuple[int, int]:
    with committed_app.app_context():
        first, second = make_shop().id, make_shop().id
        for shop_id in (first, second):
            with enter_shop(shop_id):
                db.session.add(Product(slug="mat-ong", name="Mật ong"))
                db.session.commit()
            db.session.expunge_all()
    return first, second


def test_a_query_without_a_shop_raises(committed_app: Flask) -> None:
    with committed_app.app_context(), pytest.raises(NoShopInForce):
        db.session.scalars(select(Product)).all()


def test_a_core_query_without_a_shop_raises(committed_app: Flask) -> None:
    with committed_app.app_context(), pytest.raises(NoShopInForce):
        db.session.execute(select(func.count()).select_from(Product.__table__))


def test_a_shop_sees_only_its_own_rows(committed_app: Flask, two_shops: tuple[int, int]) -> None:
    with committed_app.app_context(), enter_shop(two_shops[0]):
        found = db.session.scalars(select(Product)).all()

        assert [product.shop_id for product in found] == [two_shops[0]]


def test_a_core_statement_must_bind_the_shop(committed_app: Flask, two_shops: tuple[int, int]) -> None:
    with committed_app.app_context(), enter_shop(two_shops[0]), pytest.raises(NoShopInForce):
        db.session.execute(update(Product.__table__).values(name="x"))


def test_a_statement_of_another_shop_is_refused(committed_app: Flask, two_shops: tuple[int, int]) -> None:
    table = Product.__table__

    with committed_app.app_context(), enter_shop(two_shops[0]), pytest.raises(WrongShop):
        db.session.execute(delete(table).where(table.c.shop_id == two_shops[1]))


def test_a_bulk_insert_for_another_shop_is_refused(committed_app: Flask, two_shops: tuple[int, int]) -> None:
    with committed_app.app_context(), enter_shop(two_shops[0]), pytest.raises(WrongShop):
        db.session.execute(insert(Product), [{"shop_id": two_shops[1], "slug": "a", "name": "a"}])


def test_a_row_of_another_shop_is_refused_at_flush(committed_app: Flask, two_shops: tuple[int, int]) -> None:
    with committed_app.app_context(), enter_shop(two_shops[0]):
        db.session.add(Product(shop_id=two_shops[1], slug="b", name="b"))

        with pytest.raises(WrongShop):
            db.session.flush()


def test_the_database_refuses_a_row_that_mixes_shops(
    committed_app: Flask, two_shops: tuple[int, int]
) -> None:
    with committed_app.app_context():
        with enter_shop(two_shops[1]):
            other = db.session.scalars(select(Product.id)).one()
        with enter_shop(two_shops[0]):
            db.session.add(Option(product_id=other, name="Màu"))

            with pytest.raises(IntegrityError):
                db.session.flush()


def test_entering_a_second_shop_with_objects_of_the_first_is_refused(
    committed_app: Flask, two_shops: tuple[int, int]
) -> None:
    with committed_app.app_context():
        with enter_shop(two_shops[0]):
            held = db.session.scalars(select(Product)).one()

        with pytest.raises(WrongShop), enter_shop(two_shops[1]):
            assert held


def test_all_shops_sees_every_shop(committed_app: Flask, two_shops: tuple[int, int]) -> None:
    with committed_app.app_context(), all_shops():
        found = db.session.scalars(select(Product.shop_id)).all()

        assert set(found) >= set(two_shops)


def test_a_kept_statement_sees_the_shop_in_force_when_it_runs(
    committed_app: Flask, two_shops: tuple[int, int]
) -> None:
    kept = walled(select(Product.shop_id))

    with committed_app.app_context(), enter_shop(two_shops[0]):
        first = db.session.scalars(kept).all()
    with committed_app.app_context(), enter_shop(two_shops[1]):
        second = db.session.scalars(kept).all()

    assert (first, second) == ([two_shops[0]], [two_shops[1]])


def test_a_kept_statement_never_sees_all_shops(committed_app: Flask, two_shops: tuple[int, int]) -> None:
    with committed_app.app_context(), all_shops(), pytest.raises(NoShopInForce):
        db.session.scalars(walled(select(Product.shop_id))).all()


def test_the_scope_is_gone_after_an_error(committed_app: Flask, two_shops: tuple[int, int]) -> None:
    with committed_app.app_context():
        with pytest.raises(ZeroDivisionError), enter_shop(two_shops[0]):
            raise ZeroDivisionError
        with pytest.raises(NoShopInForce):
            db.session.scalars(select(Product)).all()


def test_a_visible_change_raises_the_version_by_orm_and_by_core(
    committed_app: Flask, two_shops: tuple[int, int]
) -> None:
    shop_id = two_shops[0]
    with committed_app.app_context(), enter_shop(shop_id):
        before = versions.version_of(shop_id)
        db.session.scalars(select(Product)).one().name = "Mật ong rừng"
        db.session.commit()
        between = versions.version_of(shop_id)
        db.session.execute(update(Product).values(summary="Mới"))
        db.session.commit()

        assert (between, versions.version_of(shop_id)) == (before + 1, before + 2)


def test_one_pooled_connection_forgets_the_shop(committed_app: Flask, two_shops: tuple[int, int]) -> None:
    with committed_app.app_context():
        with enter_shop(two_shops[0]):
            assert len(db.session.scalars(select(Product)).all()) == 1
            db.session.commit()
        db.session.execute(text("SELECT 1"))
        db.session.commit()
        db.session.expunge_all()
        with all_shops():
            assert len(db.session.scalars(select(Product)).all()) == 2


@pytest.mark.parametrize("committed_app", ["postgres"], indirect=True)
def test_raw_sql_under_one_shop_sees_no_other_shop(committed_app: Flask, two_shops: tuple[int, int]) -> None:
    with committed_app.app_context(), enter_shop(two_shops[0]):
        connection = db.session.connection().execution_options(unguarded=True)

        seen = connection.execute(text("SELECT shop_id FROM product")).scalars().all()

        assert seen == [two_shops[0]]


@pytest.mark.parametrize("committed_app", ["postgres"], indirect=True)
def test_the_server_role_owns_nothing_and_cannot_bypass_row_security(committed_app: Flask) -> None:
    with committed_app.app_context():
        role = db.session.execute(
            text("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        ).one()
        owned = db.session.scalar(text("SELECT count(*) FROM pg_tables WHERE tableowner = current_user"))

        assert (tuple(role), owned) == ((False, False), 0)

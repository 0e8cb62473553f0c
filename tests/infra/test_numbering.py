import threading
from concurrent.futures import ThreadPoolExecutor

from flask import Flask

from storefront.infra.db import db
from storefront.infra.numbering import next_number
from storefront.infra.tenancy import enter_shop
from tests.factories import make_shop


def test_numbers_run_per_shop_and_kind(context: Flask) -> None:
    first, second = make_shop().id, make_shop().id
    db.session.flush()
    db.session.expunge_all()

    with enter_shop(first):
        orders = [next_number("order", first=1001), next_number("order", first=1001), next_number("refund")]
        db.session.flush()
        db.session.expunge_all()
    with enter_shop(second):
        other = next_number("order", first=1001)

    assert orders == [1001, 1002, 1]
    assert other == 1001


def test_a_number_of_a_failed_transaction_is_given_again(committed_app: Flask) -> None:
    shop_id = new_shop(committed_app)

    with committed_app.app_context(), enter_shop(shop_id):
        next_number("order")
        db.session.commit()
        next_number("order")
        db.session.rollback()

        assert next_number("order") == 2


def test_the_first_numbers_asked_for_at_once_are_all_different(committed_app: Flask) -> None:
    shop_id = new_shop(committed_app)
    start = threading.Barrier(4)

    def take(_: int) -> int:
        with committed_app.app_context(), enter_shop(shop_id):
            start.wait(timeout=30)
            number = next_number("order", first=1001)
            db.session.commit()
            return number

    with ThreadPoolExecutor(4) as pool:
        numbers = sorted(pool.map(take, range(4)))

    assert numbers == [1001, 1002, 1003, 1004]


def new_shop(app: Flask) -> int:
    with app.app_context():
        shop_id = make_shop().id
        db.session.commit()
        return shop_id

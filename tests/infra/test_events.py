"""One log: written with its cause, in any scope for the platform, and read by nobody else."""

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError

from storefront.infra import events, ids, queue
from storefront.infra.db import db, savepoint
from storefront.infra.events import Event
from storefront.infra.queue import Job
from storefront.infra.tenancy import PLATFORM, NoShopInForce, WrongShop, all_shops, enter_shop, platform_scope
from storefront.models.user import Role
from tests.factories import make_member, make_product, make_shop, make_user

on_postgres = pytest.mark.parametrize("committed_app", ["postgres"], indirect=True)


def topics() -> list[str]:
    return list(db.session.scalars(select(Event.topic).order_by(Event.id)))


def jobs() -> list[tuple[int, int | None]]:
    rows = select(Job.shop_id, Job.event_id).where(Job.kind == queue.DISPATCH)
    return [(row.shop_id, row.event_id) for row in db.session.execute(rows)]


def test_an_event_stands_in_its_shop_with_its_facts_and_one_job(committed_app: Flask) -> None:
    with committed_app.app_context():
        shop = make_shop()
        with enter_shop(shop.id):
            event_id = events.record("shop.opened", shop, by=events.SYSTEM, slug=shop.slug)
            db.session.commit()

            found = db.session.scalars(select(Event)).one()

        assert (found.id, found.shop_id, found.topic) == (event_id, shop.id, "shop.opened")
        assert (found.subject_kind, found.subject_id, found.facts) == ("shop", shop.id, {"slug": shop.slug})
        assert jobs() == [(shop.id, event_id)]


def test_what_is_not_committed_is_announced_to_nobody(committed_app: Flask) -> None:
    with committed_app.app_context():
        shop = make_shop()
        db.session.commit()
        with enter_shop(shop.id):
            events.record("shop.opened", shop, by=events.SYSTEM)
            db.session.rollback()

            assert (topics(), jobs()) == ([], [])


def test_an_event_of_a_part_that_fails_goes_with_it(committed_app: Flask) -> None:
    with committed_app.app_context():
        shop = make_shop()
        with enter_shop(shop.id):
            with pytest.raises(ZeroDivisionError), savepoint():
                events.record("shop.paused", shop, by=events.SYSTEM)
                raise ZeroDivisionError
            events.record("shop.opened", shop, by=events.SYSTEM)
            db.session.commit()

            assert topics() == ["shop.opened"]


def test_sign_up_membership_and_first_shop_are_told_in_one_transaction(committed_app: Flask) -> None:
    with committed_app.app_context():
        user = make_user()
        events.record_platform("user.signed_up", user, by=events.Actor(events.ActorKind.USER, user.id))
        shop = make_shop()
        make_member(shop, Role.OWNER, user)
        with enter_shop(shop.id):
            events.record("shop.created", shop, by=events.SYSTEM)
            events.record_platform("user.owns", user, by=events.SYSTEM)
            product = make_product()
            db.session.commit()

            assert "shop.created" in topics() and "user.signed_up" not in topics()
            assert product.shop_id == shop.id
        with platform_scope():
            assert topics() == ["user.signed_up", "user.owns"]


def test_the_platforms_events_do_not_count_as_another_shops(committed_app: Flask) -> None:
    with committed_app.app_context():
        shop = make_shop()
        with platform_scope():
            events.record_platform("user.signed_up", shop, by=events.SYSTEM)
            held = db.session.scalars(select(Event)).one()

        with enter_shop(shop.id):
            assert held.shop_id == PLATFORM
            assert topics() == []


def test_an_event_without_any_scope_is_the_platforms(committed_app: Flask) -> None:
    with committed_app.app_context():
        shop = make_shop()
        events.record("shop.suspended", shop, by=events.SYSTEM)
        db.session.commit()

        with all_shops():
            assert list(db.session.scalars(select(Event.shop_id))) == [PLATFORM]


def test_an_event_about_another_shops_row_is_refused(committed_app: Flask) -> None:
    with committed_app.app_context():
        first, second = make_shop(), make_shop()
        with enter_shop(first.id):
            product = make_product()
            db.session.expunge_all()

        with enter_shop(second.id), pytest.raises(WrongShop):
            events.record("product.edited", product, by=events.SYSTEM)


def test_the_log_cannot_be_read_without_a_scope(committed_app: Flask) -> None:
    with committed_app.app_context(), pytest.raises(NoShopInForce):
        topics()


def test_outside_a_request_the_system_acts(committed_app: Flask) -> None:
    with committed_app.app_context():
        assert events.acting_user() == events.SYSTEM


@on_postgres
def test_row_security_lets_the_platforms_events_in_from_any_scope(committed_app: Flask) -> None:
    with committed_app.app_context():
        shop = make_shop()
        with enter_shop(shop.id):
            raw = db.session.connection().execution_options(unguarded=True)
            raw.execute(text(EVENT), {"shop": PLATFORM, "id": ids.new_id()})

            seen = raw.execute(text("SELECT count(*) FROM event WHERE shop_id = 0")).scalar()

        assert seen == 0


@on_postgres
@pytest.mark.parametrize(
    ("table", "whose"),
    [("event", "another's"), ("stock_location", "another's"), ("stock_location", "platform's")],
)
def test_row_security_keeps_every_other_row_out(committed_app: Flask, table: str, whose: str) -> None:
    statement = {"event": EVENT, "stock_location": LOCATION}[table]
    with committed_app.app_context():
        shop, other = make_shop(), make_shop()
        owner = {"another's": other.id, "platform's": PLATFORM}[whose]
        with enter_shop(shop.id):
            raw = db.session.connection().execution_options(unguarded=True)

            with pytest.raises(ProgrammingError, match="row-level security"):
                raw.execute(text(statement), {"shop": owner, "id": ids.new_id()})
            db.session.rollback()


EVENT = (
    "INSERT INTO event (shop_id, id, topic, subject_kind, subject_id, actor_kind, at, facts)"
    " VALUES (:shop, :id, 'x', 'shop', 1, 'system', now(), '{}')"
)
LOCATION = "INSERT INTO stock_location (shop_id, id, name) VALUES (:shop, :id, 'Kho')"

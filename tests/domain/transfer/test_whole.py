"""A whole shop carried over by its JSON: every column as the classification says, and twice is once."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.domain.catalogue.data import VariantData
from storefront.domain.onboarding import steps
from storefront.domain.orders.tokens import order_by_token, order_token
from storefront.domain.shops.create import create_shop
from storefront.domain.transfer.parcel import Parcel, from_plain
from storefront.domain.transfer.read import read_shop
from storefront.domain.transfer.rules import Kind
from storefront.domain.transfer.write import bring_files, let_go, write_shop
from storefront.infra import clock, events, storage
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.models.order import Order
from storefront.models.payment import Review
from storefront.models.shop import ShopMode
from tests.domain.transfer.fates import Copied
from tests.domain.transfer.full_shop import dump, fill, of_shop
from tests.factories import make_order, make_product, make_shop, make_user

BY = events.SYSTEM


@pytest.fixture
def full(context: Flask) -> int:
    """The id of a practice shop with a row in every table."""
    shop = make_shop(mode=ShopMode.PRACTICE)
    fill(shop.id)
    return shop.id


def sent(shop_id: int) -> Parcel:
    """The shop as it arrives on another machine: through a file's text."""
    text = json.dumps(read_shop(shop_id, Kind.WHOLE).to_plain())
    return from_plain(json.loads(text))


def home() -> int:
    """A shop that waits for what is carried home."""
    shop = create_shop("Nhà", "nha-moi", mode=ShopMode.PRACTICE, trade="general", owner=make_user())
    let_go()
    return shop.id


def test_every_column_arrives_as_the_classification_says(full: int) -> None:
    # every row that names a person holds the shop's own number for one
    began, people = clock.now(), {full: 4242}
    before, new_id, parcel = of_shop(dump(), full), home(), sent(full)

    bring_files(parcel, new_id)
    write_shop(parcel, new_id, by=BY, users=people)

    after = of_shop(dump(), new_id)
    after["event"] = [row for row in after["event"] if row["topic"] == before["event"][0]["topic"]]
    assert Copied(Kind.WHOLE, began, before, after, full, new_id, people).faults() == []
    assert {name for name, rows in after.items() if not rows} == {"cart", "cart_line"}


def test_written_twice_nothing_changes(full: int) -> None:
    new_id, parcel = home(), sent(full)
    bring_files(parcel, new_id)
    first = write_shop(parcel, new_id, by=BY)
    before = of_shop(dump(), new_id)

    second = write_shop(parcel, new_id, by=BY)

    assert sum(first.values()) == sum(len(rows) for rows in parcel.rows.values())
    assert (second, of_shop(dump(), new_id)) == ({}, before)


def test_the_shop_it_came_from_stays_as_it_was(full: int) -> None:
    before, new_id = of_shop(dump(), full), home()

    write_shop(sent(full), new_id, by=BY)

    assert of_shop(dump(), full) == before


def test_pictures_come_from_wherever_they_were_carried(full: int) -> None:
    parcel, new_id = sent(full), home()
    carried = {key: storage.get(key) for key in parcel.files}

    bring_files(parcel, new_id, read=carried.__getitem__)

    [key] = parcel.files
    assert storage.get(key.replace(str(full), str(new_id))) == carried[key]


def test_what_was_typed_in_the_wizard_stays_and_what_it_wrote_is_remembered(context: Flask) -> None:
    shop, new_id = make_shop(), home()
    with enter_shop(shop.id):
        steps.remember("who", {"legal_name": ["Lê Thị Mơ"], "tax_id": ["0123456789"]})
        steps.kept("texts").answers = {"gioi-thieu": "0f"}
        let_go()

    write_shop(sent(shop.id), new_id, by=BY)

    with enter_shop(new_id):
        assert (steps.typed("who"), steps.notes("texts")) == (None, {"gioi-thieu": "0f"})


def test_an_order_has_a_link_of_its_own_and_ids_inside_facts_follow(context: Flask) -> None:
    shop = make_shop()
    with enter_shop(shop.id):
        variant = make_product(variants=(VariantData(price=20_000),)).variants[0]
        order = make_order((variant, 1000))
        facts = {"order": str(order.id), "sums": [order.id]}
        db.session.add(Review(cause="x", order_id=order.id, facts=facts))
        let_go()
    new_id = home()

    write_shop(sent(shop.id), new_id, by=BY)

    with enter_shop(new_id):
        arrived = db.session.scalars(select(Order)).one()
        assert order_by_token(order_token(arrived)).id == arrived.id != order.id
        review = db.session.scalars(select(Review)).one()
        assert review.facts == {"order": str(arrived.id), "sums": [arrived.id]}

from datetime import timedelta

import pytest
from sqlalchemy import select

from storefront.domain.orders.accept import OrderAlreadyAnswered, accept
from storefront.domain.orders.links import (
    VALID,
    LinkNotValid,
    LinkPurpose,
    make_link,
    read_link,
    revoke_links,
    use_link,
)
from storefront.infra import clock
from storefront.infra.db import db
from storefront.infra.events import SYSTEM
from storefront.infra.tenancy import enter_shop
from storefront.models.order import Acceptance
from storefront.models.shop import LinkToken, Shop
from tests.factories import make_order, make_shop


def test_looking_at_a_link_changes_nothing(shop: Shop) -> None:
    order = make_order()
    token = make_link(order, LinkPurpose.ACCEPT)

    purpose, found = read_link(token)

    assert (purpose, found.id) == (LinkPurpose.ACCEPT, order.id)
    assert order.acceptance is Acceptance.WAITING


@pytest.mark.parametrize(
    ("purpose", "answer"),
    [(LinkPurpose.ACCEPT, Acceptance.ACCEPTED), (LinkPurpose.DECLINE, Acceptance.DECLINED)],
)
def test_a_link_does_what_it_is_for(shop: Shop, purpose: LinkPurpose, answer: Acceptance) -> None:
    order = make_order()

    use_link(make_link(order, purpose))

    assert order.acceptance is answer


def test_a_link_works_once(shop: Shop) -> None:
    token = make_link(make_order(), LinkPurpose.ACCEPT)
    use_link(token)

    with pytest.raises(LinkNotValid):
        use_link(token)


def test_a_link_cannot_undo_an_answer(shop: Shop) -> None:
    order = make_order()
    token = make_link(order, LinkPurpose.DECLINE)
    accept(order, by=SYSTEM)

    with pytest.raises(OrderAlreadyAnswered):
        use_link(token)


def test_a_link_expires(shop: Shop) -> None:
    token = make_link(make_order(), LinkPurpose.ACCEPT)

    with clock.moved_to(clock.now() + VALID + timedelta(seconds=1)), pytest.raises(LinkNotValid):
        read_link(token)


def test_a_link_can_be_withdrawn(shop: Shop) -> None:
    order = make_order()
    token = make_link(order, LinkPurpose.ACCEPT)

    revoke_links(order)

    with pytest.raises(LinkNotValid):
        use_link(token)


def test_only_the_hash_of_a_link_is_kept(shop: Shop) -> None:
    token = make_link(make_order(), LinkPurpose.ACCEPT)

    assert token not in db.session.scalars(select(LinkToken.token_hash)).all()


def test_a_link_of_one_shop_opens_nothing_in_another(shop: Shop) -> None:
    token = make_link(make_order(), LinkPurpose.ACCEPT)
    db.session.expunge_all()
    other = make_shop().id
    db.session.expunge_all()

    with enter_shop(other), pytest.raises(LinkNotValid):
        read_link(token)

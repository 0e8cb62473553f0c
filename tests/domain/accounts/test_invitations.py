import datetime as dt
import re

import pytest
from flask import Flask

from storefront.domain.accounts import invitations, memberships
from storefront.domain.accounts.names import Name
from storefront.domain.accounts.permissions import EVERYTHING, PERMISSIONS, may, permissions_of
from storefront.domain.notifications.messages import practice_messages, sent_messages
from storefront.infra import clock, events
from storefront.infra.errors import Invalid
from storefront.infra.tenancy import enter_shop
from storefront.models.shop import Shop, ShopMode
from storefront.models.user import IdentityKind, Invitation, Role
from tests.factories import make_member, make_shop, make_user

NAM = Name(IdentityKind.EMAIL, "nam@example.com")


def invite(shop: Shop, role: Role = Role.ORDER_CLERK, **fields: object) -> Invitation:
    owner = make_member(shop).user
    with enter_shop(shop.id):
        return invitations.invite(shop, NAM, role=role, by=owner, **fields)  # type: ignore[arg-type]


def token_of(text: str) -> str:
    return re.findall(r"/invitations/(\S+)", text)[0]


def test_the_link_in_the_message_makes_a_member(context: Flask) -> None:
    shop, nam = make_shop(), make_user()
    invite(shop)

    with enter_shop(shop.id):
        membership = invitations.accept(token_of(sent_messages()[0].body), nam)

    assert (membership.role, membership.shop_id) == (Role.ORDER_CLERK, shop.id)


def test_an_invitation_is_used_once(context: Flask) -> None:
    shop = make_shop()
    invite(shop)
    token = token_of(sent_messages()[0].body)
    with enter_shop(shop.id):
        invitations.accept(token, make_user())

        with pytest.raises(invitations.InvitationEnded):
            invitations.accept(token, make_user())


def test_a_withdrawn_invitation_is_no_longer_valid(context: Flask) -> None:
    shop = make_shop()
    invitation = invite(shop)
    with enter_shop(shop.id):
        invitations.revoke(invitation, by=events.SYSTEM)

    with pytest.raises(invitations.InvitationEnded):
        invitations.read_invitation(token_of(sent_messages()[0].body))


def test_an_invitation_lasts_a_week(context: Flask) -> None:
    invite(make_shop())
    token = token_of(sent_messages()[0].body)
    clock.travel(clock.now() + dt.timedelta(days=8))

    with pytest.raises(invitations.InvitationEnded):
        invitations.read_invitation(token)


def test_an_invitation_never_lowers_who_is_in_already(context: Flask) -> None:
    shop = make_shop()
    invite(shop)
    owner = memberships.members(shop.id)[0].user

    with enter_shop(shop.id), pytest.raises(invitations.AlreadyMember):
        invitations.accept(token_of(sent_messages()[0].body), owner)


def test_a_practice_shops_invitation_stays_on_its_practice_phone(context: Flask) -> None:
    shop = make_shop(mode=ShopMode.PRACTICE)

    invite(shop)

    assert list(sent_messages()) == []
    assert [message.template for message in practice_messages(shop.id)] == ["invitation"]


@pytest.mark.parametrize("fields", [{}, {"parts": ["orders"]}, {"parts": ["payments"]}])
def test_a_helper_needs_parts_and_an_end(context: Flask, fields: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        invite(make_shop(), Role.HELPER, **fields)


def test_a_helper_sees_the_chosen_parts_until_the_end(context: Flask) -> None:
    ends_at = clock.now() + dt.timedelta(days=14)
    helper = make_member(make_shop(), Role.HELPER, parts=["orders"], ends_at=ends_at)
    now = (may(helper, "orders.accept"), may(helper, "products.edit"), may(helper, "payments.edit"))
    clock.travel(ends_at + dt.timedelta(seconds=1))

    assert now == (True, False, False)
    assert permissions_of(helper) == frozenset()


def test_only_the_owner_decides_where_money_goes(context: Flask) -> None:
    allowed = {role for role, permissions in PERMISSIONS.items() if "payments.edit" in permissions}

    assert allowed == {Role.OWNER}
    assert PERMISSIONS[Role.OWNER] == EVERYTHING


def test_a_shop_keeps_its_last_owner(context: Flask) -> None:
    shop = make_shop()
    owner = make_member(shop)

    with enter_shop(shop.id), pytest.raises(memberships.LastOwner):
        memberships.end(owner, by=events.SYSTEM)


def test_a_helper_who_is_given_a_role_has_it_for_good(context: Flask) -> None:
    ends_at = clock.now() + dt.timedelta(days=14)
    shop = make_shop()
    helper = make_member(shop, Role.HELPER, parts=["orders"], ends_at=ends_at)

    with enter_shop(shop.id):
        memberships.change_role(helper, Role.MANAGER, by=events.SYSTEM)

    clock.travel(ends_at + dt.timedelta(seconds=1))
    assert (permissions_of(helper), helper.parts) == (PERMISSIONS[Role.MANAGER], [])

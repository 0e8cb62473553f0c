"""The owner's test order: only the shop's own signed link opens a cart for it."""

from __future__ import annotations

import datetime as dt

from flask_babel import lazy_gettext
from sqlalchemy import select

from storefront.domain.cart.ownership import new_test_cart
from storefront.infra import clock
from storefront.infra.db import db, locked
from storefront.infra.errors import NotFound
from storefront.infra.tenancy import current_shop_id
from storefront.infra.tokens import new_token, token_hash
from storefront.models.cart import Cart
from storefront.models.shop import LinkToken

PURPOSE = "cart.test"
VALID = dt.timedelta(hours=2)


class TestLinkNotValid(NotFound):
    """It has expired, was used, or never existed."""

    __test__ = False
    code = "test_link_not_valid"
    message = lazy_gettext("This link is no longer valid. Ask for a new test order on your desk.")


def make_test_link() -> str:
    """A token that opens one test cart in the shop in force."""
    token = new_token()
    db.session.add(
        LinkToken(
            token_hash=token_hash(token),
            purpose=PURPOSE,
            shop_id=current_shop_id(),
            subject_id=current_shop_id(),
            expires_at=clock.now() + VALID,
        )
    )
    db.session.flush()
    return token


def open_test_cart(token: str) -> tuple[Cart, str]:
    """A test cart and its cookie's token, once for each link. Raises TestLinkNotValid."""
    link = db.session.scalars(
        select(LinkToken).where(
            LinkToken.token_hash == token_hash(token),
            LinkToken.purpose == PURPOSE,
            LinkToken.shop_id == current_shop_id(),
            LinkToken.expires_at > clock.now(),
            LinkToken.revoked_at.is_(None),
        )
    ).one_or_none()
    if link is None or locked(link).used_at is not None:
        raise TestLinkNotValid
    link.used_at = clock.now()
    return new_test_cart()

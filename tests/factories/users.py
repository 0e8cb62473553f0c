"""People with an account and their places in shops."""

from __future__ import annotations

from itertools import count

from storefront.domain.accounts.memberships import join
from storefront.domain.accounts.passwords import hash_password
from storefront.infra import clock
from storefront.infra.db import db
from storefront.models.shop import Shop
from storefront.models.user import Identity, IdentityKind, Membership, Role, User

PASSWORD = "mat-ong-rung-1"
_numbers = count(1)


def make_user(*, phone: str = "", email: str = "", password: str = PASSWORD, **fields: object) -> User:
    """A user with one proved phone (or the e-mail given), who can sign in with PASSWORD."""
    number = next(_numbers)
    values: dict[str, object] = {"name": f"Lê Thị {number}", "password_hash": hash_password(password)}
    user = User(**{**values, **fields})
    db.session.add(user)
    kind, value = (
        (IdentityKind.EMAIL, email) if email else (IdentityKind.PHONE, phone or f"+849120{number:05}")
    )
    db.session.add(Identity(user=user, kind=kind, value=value, verified_at=clock.now()))
    db.session.flush()
    return user


def make_member(
    shop: Shop, role: Role = Role.OWNER, user: User | None = None, **fields: object
) -> Membership:
    """A member of the shop; a new user unless one is given."""
    return join(user or make_user(), shop_id=shop.id, role=role, **fields)  # type: ignore[arg-type]

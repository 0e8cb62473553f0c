"""Where providers call us: an unguessable token in the address names the shop and what the call is about."""

from __future__ import annotations

from sqlalchemy import select

from storefront.infra import crypto, tokens
from storefront.infra.db import db
from storefront.infra.tenancy import current_shop_id
from storefront.models.bank import BankFeed
from storefront.models.payment import EndpointToken, PaymentMethod

GATEWAYS = "gateways"
BANK_FEEDS = "bank_feeds"


def issue_endpoint(subject: PaymentMethod | BankFeed, *, token: str = "") -> None:
    """Give a flushed method or feed its address, unless it has one; `token` is one that was told already."""
    account = str(subject.options.get("account", "")) if isinstance(subject, PaymentMethod) else ""
    standing = _standing(subject)
    if standing is not None:
        standing.account = account
        return
    token = token or tokens.new_token()
    family, provider = _place(subject)
    db.session.add(
        EndpointToken(
            token_hash=tokens.token_hash(token),
            token_sealed=crypto.seal(token, current_shop_id()),
            family=family,
            provider=provider,
            mode=subject.mode,
            shop_id=current_shop_id(),
            account=account,
            payment_method_id=subject.id if isinstance(subject, PaymentMethod) else None,
            bank_feed_id=subject.id if isinstance(subject, BankFeed) else None,
        )
    )
    db.session.flush()


def callback_path(subject: PaymentMethod | BankFeed) -> str:
    """The path a provider calls for this method or feed."""
    row = _standing(subject)
    if row is None:
        raise LookupError(subject.id)
    family, provider = _place(subject)
    return path_of(family, provider, crypto.unseal(row.token_sealed, current_shop_id()))


def path_of(family: str, provider: str, token: str) -> str:
    """The path that carries this token."""
    return f"/hooks/{family}/{provider}/{token}"


def token_of(subject: PaymentMethod | BankFeed) -> str:
    """The token in its address; empty while it has none."""
    row = _standing(subject)
    return crypto.unseal(row.token_sealed, current_shop_id()) if row is not None else ""


def _standing(subject: PaymentMethod | BankFeed) -> EndpointToken | None:
    owner = (
        EndpointToken.payment_method_id if isinstance(subject, PaymentMethod) else EndpointToken.bank_feed_id
    )
    return db.session.scalar(
        select(EndpointToken).where(
            EndpointToken.shop_id == current_shop_id(),
            owner == subject.id,
            EndpointToken.revoked_at.is_(None),
        )
    )


def _place(subject: PaymentMethod | BankFeed) -> tuple[str, str]:
    if isinstance(subject, PaymentMethod):
        return GATEWAYS, subject.gateway
    return BANK_FEEDS, subject.provider

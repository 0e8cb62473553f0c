"""A shop's place in addresses: proposed from its Vietnamese name, never a word of ours, never lost."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain, count

from flask_babel import lazy_gettext
from sqlalchemy import select

from storefront.infra import clock, events
from storefront.infra.db import add_once, db, locked
from storefront.infra.errors import Invalid
from storefront.infra.text import slugify
from storefront.models.shop import Shop, ShopHost

SHORTEST = 3
LONGEST = 40
FALLBACK = "cua-hang"
KIND = "slug"
ASIDE = "tap"
"""What a practice shop's address ends in once a real shop has taken its own."""
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_OURS = """
    account accounts admin api app apps assets auth autoconfig autodiscover billing blog board cdn checkout
    chinh-phu classroom console dang-ky dang-nhap dashboard demo dev directory dns docs email en ftp gio-hang
    help ho-tro hoc healthz hooks host huong-dan imap img invite kiem-tra lien-he localhost login logout mail
    media member members mx news ns ns1 ns2 official orders owner pages payment payments pop pop3 portal
    preview private programme proxy public quan-ly quan-tri register robots root sandbox search security
    server shop shops sign-in sign-up signin signup smtp ssl staff staging static status storefront store
    support system test thanh-toan theme themes tro-giup user users vi webhook webhooks webmail workshop
    workshops www xmpp
"""
RESERVED = frozenset(_OURS.split())
"""Words that stand, or may one day stand, for the platform itself in an address or a host name."""


class SlugRefused(Invalid):
    """The address cannot be had; the sentence says why."""

    code = "slug_refused"


def propose(name: str) -> str:
    """A free address made of the shop's name: `Nước mắm Ba Làng` gives `nuoc-mam-ba-lang`, or `…-2`."""
    base = slugify(name, max=LONGEST - 4) or FALLBACK
    if len(base) < SHORTEST or base in RESERVED:
        base = f"{FALLBACK}-{base}"
    number, slug = 1, base
    while not is_free(slug):
        number += 1
        slug = f"{base}-{number}"
    return slug


def is_free(slug: str, *, shop_id: int | None = None) -> bool:
    """Whether no shop has this address or had it; a shop may return to a former one of its own."""
    holder = select(Shop.id).where(Shop.slug == slug)
    former = select(ShopHost.shop_id).where(ShopHost.kind == KIND, ShopHost.value == slug)
    holders = {*db.session.scalars(holder), *db.session.scalars(former)}
    return holders <= {shop_id}


def checked(text: str, *, shop_id: int | None = None) -> str:
    """What was typed as an address a shop can have. Raises SlugRefused on the field `slug`."""
    slug = slugify(text, max=LONGEST + 1)
    if len(slug) < SHORTEST or len(slug) > LONGEST or not _SLUG.fullmatch(slug):
        raise SlugRefused.field(
            "slug", lazy_gettext("An address has 3 to 40 letters, digits and hyphens, such as mam-ba-lang.")
        )
    if slug in RESERVED:
        raise SlugRefused.field(
            "slug", lazy_gettext("The platform keeps %(slug)s for itself. Choose another address.", slug=slug)
        )
    if not is_free(slug, shop_id=shop_id):
        raise _taken(slug)
    return slug


def _taken(slug: str) -> Invalid:
    free = propose(slug.rstrip("-0123456789"))
    return SlugRefused.field(
        "slug", lazy_gettext("Another shop has this address. %(free)s is free.", free=free)
    )


def step_aside(shop: Shop, *, by: events.Actor) -> list[str]:
    """Free every address of a practice shop for the real one that follows it; returns them, the present one
    first. The practice shop stands at `…-tap` from then on, and nothing leads there by itself.
    """
    shop = locked(shop)
    mine = select(ShopHost).where(ShopHost.kind == KIND, ShopHost.shop_id == shop.id)
    freed = [shop.slug, *(host.value for host in db.session.scalars(mine) if host.value != shop.slug)]
    base = f"{freed[0][: LONGEST - len(ASIDE) - 4].rstrip('-')}-{ASIDE}"
    slug = next(each for each in chain([base], (f"{base}-{n}" for n in count(2))) if is_free(each))
    for host in db.session.scalars(mine):
        db.session.delete(host)
    shop.slug = slug
    db.session.flush()
    db.session.add(_host(shop, slug, is_canonical=True))
    events.record("shop.renamed", shop, by=by, slug=slug, before=freed[0])
    return freed


def take_over(shop: Shop, former: Sequence[str]) -> None:
    """Let addresses that are free lead to the shop, beside its own."""
    db.session.add_all(_host(shop, slug, is_canonical=False) for slug in former)
    db.session.flush()


def rename(shop: Shop, slug: str, *, by: events.Actor) -> None:
    """Give the shop another address; the former one leads to it for ever. Raises SlugRefused."""
    shop = locked(shop)
    slug = checked(slug, shop_id=shop.id)
    if slug == shop.slug:
        return
    held = {
        host.value: host
        for host in db.session.scalars(
            select(ShopHost).where(ShopHost.kind == KIND, ShopHost.shop_id == shop.id)
        )
    }
    before = shop.slug
    for value in (before, slug):
        host = held.get(value) or _host(shop, value)
        host.is_canonical = value == slug
        if not add_once(host):  # another shop took it in the same moment
            raise _taken(slug)
    shop.slug = slug
    events.record("shop.renamed", shop, by=by, slug=slug, before=before)


def _host(shop: Shop, slug: str, *, is_canonical: bool = False) -> ShopHost:
    return ShopHost(
        shop_id=shop.id, kind=KIND, value=slug, verified_at=clock.now(), is_canonical=is_canonical
    )

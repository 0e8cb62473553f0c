"""Links to a shop's pages, by one function that knows the address the request came by.

Messages and canonical links use `public_shop_url` or infra/links.py, which know the operator's setting.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlencode

from flask import current_app, g, request

from storefront.blueprints.common.addresses import MOUNT, ROOT, preview_signer
from storefront.infra.i18n import DEFAULT, current_locale
from storefront.infra.links import shop_public_url
from storefront.models.shop import Shop

Query = Mapping[str, str] | Sequence[tuple[str, str]]


def shop_url(path: str, query: Query = (), *, locale: str | None = None) -> str:
    """The address of a shop's path (`/products/mat-ong`) on this host, in this or another language.

    With `/en/` in front for English, `/s/<slug>` where the shop has no host of its own.
    """
    return shop_links()(path, query, locale=locale)


def shop_links() -> Callable[..., str]:
    """`shop_url` for a page with many links: what the request says of them is read once."""
    root, mount, here = request.environ.get(ROOT, ""), request.environ.get(MOUNT), current_locale()
    if mount is None:
        # the desk speaks of its shop at the address that always works
        mount = f"/s/{g.shop.slug}"

    def url(path: str, query: Query = (), *, locale: str | None = None) -> str:
        spoken = locale or here
        language = "" if spoken == DEFAULT else f"/{spoken}"
        return f"{root}{language}{mount}{path}" + (f"?{urlencode(query)}" if query else "")

    return url


def absolute(url: str) -> str:
    """A path on this host as a whole address."""
    return request.host_url.rstrip("/") + url


def public_shop_url(shop: Shop, path: str, *, locale: str = DEFAULT) -> str:
    """A shop's page for messages and posters, from the operator's setting."""
    return shop_public_url(shop.slug, path, locale)


def shared_url(shop: Shop, campaign: str) -> str:
    """The shop's address for people to pass on; the tag tells later by which way visitors came."""
    return f"{public_shop_url(shop, '/')}?{urlencode({'c': campaign})}"


def preview_url(shop: Shop, path: str = "/") -> str:
    """An address that shows the shop before it opens, for half an hour; only for pages of its members."""
    token = preview_signer(current_app).dumps(shop.slug)
    return f"{request.environ.get(ROOT, '')}/_preview/{token}{path}"

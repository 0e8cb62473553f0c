"""Heads of pages: title, description, the one true address, and what search engines read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from storefront.domain.theming.builders.frame import Frame, address_lines
from storefront.domain.theming.builders.scene import Scene
from storefront.domain.theming.drops import MetaDrop, ProductDrop
from storefront.infra.i18n import LOCALES
from storefront.infra.links import shop_public_url
from storefront.models.shop import ShopState

TITLE = 60
DESCRIPTION = 160
JsonLd = Mapping[str, object]


def meta_drop(
    frame: Frame,
    scene: Scene,
    *,
    title: str,
    path: str = "",
    description: str = "",
    noindex: bool = False,
    image: str = "",
    json_ld: Sequence[JsonLd] = (),
    refresh_seconds: int = 0,
    visit_url: str = "",
) -> MetaDrop:
    """The head of a page at `path`; a page without one is not for search engines."""
    hidden = noindex or not path or frame.shop.is_practice or frame.shop.state is not ShopState.OPEN
    return MetaDrop(
        title=page_title(title, frame.shop.name),
        description=shortened(description, DESCRIPTION),
        canonical_url=whole(frame, path, scene.locale) if path else "",
        noindex=hidden,
        image_url=whole_file(frame, image) if image else "",
        alternates=() if hidden else tuple((code, whole(frame, path, code)) for code in LOCALES),
        json_ld=() if hidden else tuple(json_ld),
        refresh_seconds=refresh_seconds,
        visit_url=visit_url,
    )


def page_title(title: str, shop_name: str) -> str:
    """The page and the shop, as far as sixty characters reach."""
    if not title or title == shop_name:
        return shortened(shop_name, TITLE)
    both = f"{title} - {shop_name}"
    return both if len(both) <= TITLE else shortened(title, TITLE)


def shortened(text: str, length: int) -> str:
    """The text, cut between words when it is too long."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    return text[: length - 1].rpartition(" ")[0].rstrip(",;:-") + "…"


def whole(frame: Frame, path: str, locale: str) -> str:
    """The page's one address for everybody."""
    return shop_public_url(frame.shop.slug, path, locale, domain=frame.domain)


def whole_file(frame: Frame, url: str) -> str:
    """A file's whole address; files lie at the root of every host."""
    base = shop_public_url(frame.shop.slug, "", domain=frame.domain)
    return base.removesuffix(f"/s/{frame.shop.slug}") + url


def shop_json_ld(frame: Frame) -> JsonLd:
    """The shop as a local business."""
    profile = frame.profile
    lines = address_lines(profile)
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "LocalBusiness",
        "name": frame.shop.name,
        "url": whole(frame, "/", "vi"),
    }
    if lines:
        data["address"] = {
            "@type": "PostalAddress",
            "streetAddress": profile.street or "",
            "addressLocality": lines[-2] if len(lines) > 1 else "",
            "addressRegion": lines[-1],
            "addressCountry": "VN",
        }
    if profile.phone:
        data["telephone"] = profile.phone
    return data


def product_json_ld(frame: Frame, product: ProductDrop, path: str, locale: str, currency: str) -> JsonLd:
    """The product with one offer a variant."""
    address = whole(frame, path, locale)
    return {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": product.title,
        "description": shortened(product.summary or product.title, 300),
        "image": [whole_file(frame, picture.url) for picture in product.pictures[:3]],
        "url": address,
        "brand": {"@type": "Brand", "name": frame.shop.name},
        "offers": [
            {
                "@type": "Offer",
                "price": variant.price.amount,
                "priceCurrency": currency,
                "availability": f"https://schema.org/{'InStock' if variant.available else 'OutOfStock'}",
                "url": address,
                **({"sku": variant.sku} if variant.sku else {}),
            }
            for variant in product.variants
            if not variant.price.on_request
        ],
    }


def breadcrumbs_json_ld(frame: Frame, steps: Sequence[tuple[str, str]], locale: str) -> JsonLd:
    """The way to a page, as (words, path)."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": whole(frame, path, locale)}
            for place, (name, path) in enumerate(steps, start=1)
        ],
    }

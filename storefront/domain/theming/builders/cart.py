"""The cart and its lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from storefront.domain.cart.view import CartView, CartViewLine
from storefront.domain.media.pictures import picture
from storefront.domain.theming.builders.goods import decimal, price_drop, product_url
from storefront.domain.theming.builders.scene import Scene
from storefront.domain.theming.drops import (
    CartDrop,
    CartLineDrop,
    NoticeDrop,
    PictureDrop,
    QuantityDrop,
    TotalDrop,
)
from storefront.infra.db import db
from storefront.infra.quantity import format_quantity
from storefront.models.asset import Asset


def cart_drop(
    view: CartView | None,
    scene: Scene,
    *,
    added: str = "",
    notices: Sequence[NoticeDrop] = (),
    problems: Mapping[int, str] | None = None,
) -> CartDrop:
    """The cart as its page and drawer show it; `problems` are sentences by line that stand beside it."""
    lines = line_drops(view, scene, problems) if view else ()
    return CartDrop(
        action=scene.url("/cart"),
        lines=lines,
        count=len(lines),
        totals=(TotalDrop(_("Goods"), scene.money(view.subtotal), strong=True),) if view and lines else (),
        notices=(*notices, *change_notices(view)),
        checkout_url=scene.url("/checkout"),
        continue_url=scene.url("/products"),
        delivery_note=_("The delivery fee is shown once you choose your commune."),
        added=added,
    )


def line_drops(
    view: CartView, scene: Scene, problems: Mapping[int, str] | None = None
) -> tuple[CartLineDrop, ...]:
    """The lines of a cart, of checkout and of the review."""
    pictures = line_pictures([line.offer.image_key for line in view.lines if line.offer], scene)
    return tuple(_line(line, scene, pictures, (problems or {}).get(line.id, "")) for line in view.lines)


def change_notices(view: CartView | None) -> tuple[NoticeDrop, ...]:
    """What changed since the shopper saw it, in words."""
    return tuple(NoticeDrop(change.sentence, "warning") for change in (view.changes if view else ()))


def line_pictures(keys: Iterable[str | None], scene: Scene) -> dict[str, PictureDrop]:
    """The pictures of lines by their masters' keys, in one statement."""
    wanted = {key for key in keys if key}
    found = db.session.scalars(select(Asset).where(Asset.key.in_(wanted))) if wanted else ()
    return {asset.key: drop for asset in found if (drop := scene.picture(picture(asset)))}


def _line(
    line: CartViewLine, scene: Scene, pictures: Mapping[str, PictureDrop], problem: str
) -> CartLineDrop:
    offer = line.offer
    unit = offer.unit if offer else ""
    title = offer.product_name if offer else _("Goods no longer sold")
    return CartLineDrop(
        id=str(line.id),
        title=title,
        url=product_url(offer.slug, scene) if offer and offer.sold else "",
        price=price_drop(scene, line.price, unit=unit),
        total=scene.money(line.amount),
        quantity=QuantityDrop(
            value=decimal(line.quantity),
            minimum=decimal(offer.minimum) if offer else "0",
            maximum=decimal(offer.maximum) if offer and offer.maximum else "",
            step=decimal(offer.step) if offer else "1",
            unit=unit,
        ),
        quantity_display=f"{format_quantity(line.quantity, scene.locale)} {unit}".strip(),
        variant_title=offer.title if offer else "",
        picture=pictures.get(offer.image_key or "") if offer else None,
        note=problem or line.problem or "",
    )

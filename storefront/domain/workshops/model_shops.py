"""Model shops: real shops whose owners let classes begin with a copy of their goods, look and pages.

The owner agrees and withdraws, staff approve and hide; a class may choose a shop while both stand.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence

from flask_babel import lazy_gettext
from sqlalchemy import Select, select

from storefront.domain.onboarding.kits import Kit, read_kit
from storefront.domain.workshops.finding import ids_holding
from storefront.domain.workshops.model_kit import ModelKit, make_kit
from storefront.infra import clock, events
from storefront.infra.db import begin_write, db, lock
from storefront.infra.errors import Conflict, NotFound
from storefront.infra.text import clean
from storefront.infra.tokens import token_hash
from storefront.models.programme import ModelShop
from storefront.models.shop import Shop, ShopState

PREFIX = "model-"
"""What the keys of model shops begin with, and no trade's does."""


class NoSuchModelShop(NotFound):
    """There is no model shop of this key or id."""

    code = "no_such_model_shop"
    message = lazy_gettext("This model shop is gone.")


class NotAModel(Conflict):
    """Only a real shop that is open can be a model."""

    code = "not_a_model"
    message = lazy_gettext("Only a real shop that is open can be a model for classes.")


class ModelChanged(Conflict):
    """The owner shared the shop anew after the page was opened."""

    code = "model_changed"
    message = lazy_gettext("The owner has shared this shop anew in the meantime. Look at it again first.")


def agree(shop: Shop, *, by: events.Actor) -> ModelShop:
    """Share the shop as it is now; agreed again, the copy is made anew and waits for approval again.

    The shop must be in force. Raises NotAModel.
    """
    if shop.is_practice or shop.state is not ShopState.OPEN or shop.suspended_at:
        raise NotAModel
    made = make_kit(shop, key=f"{PREFIX}{shop.id}")
    begin_write()
    row = of_shop(shop.id) or ModelShop(shop_id=shop.id, key=made.data["key"])
    row.title, row.kit, row.agreed_by = shop.name, made.data, by.id or 0
    row.approved_at = row.withdrawn_at = None
    db.session.add(row)
    events.record_platform("model_shop.agreed", row, by=by)
    return row


def withdraw(shop: Shop, *, by: events.Actor) -> None:
    """Let no further class begin with it; shops that were made of it stay. The copy is forgotten."""
    row = of_shop(shop.id)
    if row is None or row.withdrawn_at:
        return
    row = lock(ModelShop, row.id)
    row.withdrawn_at, row.kit = clock.now(), {}
    events.record_platform("model_shop.withdrawn", row, by=by)


def seal(row: ModelShop) -> str:
    """What tells one copy of the shop from the next, for the form that approves it."""
    return token_hash(json.dumps(row.kit, sort_keys=True))


def approve(model_id: int, *, seen: str, by: events.Actor) -> ModelShop:
    """Let classes choose the copy with this seal. Raises NoSuchModelShop, ModelChanged."""
    row = _standing(model_id)
    if seal(row) != seen:
        raise ModelChanged
    row.approved_at = row.approved_at or clock.now()
    events.record_platform("model_shop.approved", row, by=by)
    return row


def hide(model_id: int, *, by: events.Actor) -> ModelShop:
    """Take it out of what classes may choose. Raises NoSuchModelShop."""
    row = _standing(model_id)
    row.approved_at = None
    events.record_platform("model_shop.hidden", row, by=by)
    return row


def gallery(text: str = "") -> Select[ModelShop]:
    """The model shops whose owners agree, and whose title holds the text."""
    agreed = select(ModelShop).where(ModelShop.withdrawn_at.is_(None))
    if not clean(text):
        return agreed
    return agreed.where(ModelShop.id.in_(ids_holding(select(ModelShop.id, ModelShop.title), text)))


def slugs_of(models: Sequence[ModelShop]) -> dict[int, str]:
    """Where the shops behind model shops stand now, by the shop's id."""
    wanted = select(Shop.id, Shop.slug).where(Shop.id.in_([each.shop_id for each in models]))
    return dict(db.session.execute(wanted).all())


def of_shop(shop_id: int) -> ModelShop | None:
    """What the shop's owner agreed to, also when it was withdrawn."""
    return db.session.scalar(select(ModelShop).where(ModelShop.shop_id == shop_id))


def chosen_from(keys: Collection[str] | None = None) -> list[Kit]:
    """The kits of the model shops that classes may choose, in order of their names; all, or those named."""
    wanted = select(ModelShop.kit).where(ModelShop.approved_at.is_not(None), ModelShop.withdrawn_at.is_(None))
    if keys is not None:
        if not keys:
            return []  # most classes name none, and everybody who joins asks
        wanted = wanted.where(ModelShop.key.in_(keys))
    return [read_kit(data) for data in db.session.scalars(wanted.order_by(ModelShop.title, ModelShop.id))]


def preview(shop: Shop) -> ModelKit:
    """What would be shared now, for the owner to see. The shop must be in force."""
    return make_kit(shop, key=f"{PREFIX}{shop.id}")


def _standing(model_id: int) -> ModelShop:
    row = db.session.get(ModelShop, model_id)
    if row is None or row.withdrawn_at:
        raise NoSuchModelShop(id=str(model_id))
    return lock(ModelShop, model_id)

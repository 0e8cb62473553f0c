"""A learner's practice shop: made at once, with the goods and the look of the kit."""

from __future__ import annotations

from flask_babel import gettext as _

from storefront.domain.onboarding.apply_kit import apply_kit, read_pictures
from storefront.domain.onboarding.kits import GENERAL, Kit
from storefront.domain.shops import slugs
from storefront.domain.shops.create import create_shop
from storefront.domain.workshops import money
from storefront.domain.workshops.kits import kit_for
from storefront.infra import events
from storefront.infra.db import db, locked
from storefront.infra.i18n import speaking
from storefront.infra.tenancy import enter_shop
from storefront.models.shop import Shop, ShopMode
from storefront.models.workshop import Learner


def prepare(kit: Kit) -> None:
    """Read what takes time, so that nobody waits for it while the shop is written."""
    read_pictures(kit)


def give_shop(learner: Learner) -> Shop:
    """The learner's practice shop; it is made unless it stands. Under a second: a class joins in a minute."""
    learner = locked(learner)
    if learner.shop:
        return learner.shop
    by = events.Actor(events.ActorKind.USER, learner.user_id)
    shop = _create(learner)
    learner.shop = shop
    db.session.flush()
    with enter_shop(shop.id):
        apply_kit(shop, kit_for(learner.workshop, learner.kit), by=by)
        money.begin(shop, by=by)
    return shop


def _create(learner: Learner) -> Shop:
    languages = learner.workshop.languages or ["vi"]
    locale = learner.user.locale if learner.user.locale in languages else languages[0]
    with speaking(locale):
        name = _("Shop of %(name)s", name=learner.nickname)
        slug = slugs.propose(learner.nickname)
        shop = create_shop(name, slug, mode=ShopMode.PRACTICE, trade=GENERAL, owner=learner.user)
    shop.locale = locale
    return shop

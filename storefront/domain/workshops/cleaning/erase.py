"""Take every row of a practice shop away; which tables there are is read off the models."""

from __future__ import annotations

from flask_babel import lazy_gettext
from sqlalchemy import Table, delete, select, update

from storefront.infra import fulltext
from storefront.infra.db import Base, db, lock
from storefront.infra.errors import Conflict
from storefront.infra.tenancy import ShopScoped, current_shop_id, enter_shop, scoped_models
from storefront.models.product import SearchRow
from storefront.models.shop import Shop, ShopMode
from storefront.models.workshop import Learner

WITH_ROWS = frozenset(
    {"callback_inbox", "endpoint_token", "invitation", "job", "link_token", "message", "practice_visit"}
)
"""Tables of the platform whose rows of a shop go with the shop's own."""
WITH_SHOP = frozenset({"directory_entry", "membership", "shop_address", "shop_version"})
"""Those that make it a shop, and go only when it goes."""
STAYS = frozenset({"learner", "model_shop"})
"""Who names a shop and outlives it: learners let go of theirs, a model shop is never a practice shop."""


class RealShop(Conflict):
    """It is not a practice shop, so nothing of it is ever deleted by a class."""

    code = "real_shop"
    message = lazy_gettext("This is a real shop. Only practice shops can be emptied or deleted.")


def erase_rows(shop: Shop) -> None:
    """Delete everything a practice shop holds; shop, addresses and members stay. Raises RealShop.

    Its waiting jobs go as well, so the job that calls this is one of the platform.
    """
    shop = lock(Shop, shop.id)
    _refuse_real(shop)
    with enter_shop(shop.id):
        _forget_search_words()
        for table in tables_of_shops():
            db.session.execute(delete(table).where(table.c.shop_id == shop.id))
        _forget_objects()
    for name in sorted(WITH_ROWS):
        _delete_of_platform(name, shop.id)


def delete_shop(shop: Shop) -> None:
    """Delete a practice shop, and let its learners go of it. Raises RealShop."""
    erase_rows(shop)
    db.session.execute(update(Learner).where(Learner.shop_id == shop.id).values(shop_id=None))
    for name in sorted(WITH_SHOP):
        _delete_of_platform(name, shop.id)
    db.session.info.pop("changed_shops", None)
    gone = db.session.get_one(Shop, shop.id)
    db.session.delete(gone)
    db.session.flush()


def tables_of_shops() -> list[Table]:
    """Every table of a shop, those that point to others first."""
    scoped = {model.__tablename__ for model in scoped_models()}
    return [table for table in reversed(Base.metadata.sorted_tables) if table.name in scoped]


def _refuse_real(shop: Shop) -> None:
    if shop.mode is not ShopMode.PRACTICE:
        raise RealShop(slug=shop.slug)


def _forget_search_words() -> None:
    for product_id in db.session.scalars(select(SearchRow.product_id)).all():
        fulltext.remove(product_id)


def _forget_objects() -> None:
    """What the session holds of the shop is gone from the database."""
    gone = [held for held in db.session if isinstance(held, ShopScoped) and held.shop_id == current_shop_id()]
    for held in gone:
        if held in db.session:  # some go together with what they belong to
            db.session.expunge(held)


def _delete_of_platform(name: str, shop_id: int) -> None:
    table = Base.metadata.tables[name]
    db.session.execute(delete(table).where(table.c.shop_id == shop_id))

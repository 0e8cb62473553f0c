"""Builders of one valid thing each; a test names only what matters to it."""

from tests.factories.carts import good_answers, make_cart, make_delivery, make_payment_method
from tests.factories.catalogue import make_asset, make_collection, make_product, picture_bytes
from tests.factories.orders import make_order, place_cart, stock_of
from tests.factories.products import make_location, make_variant, put_in_stock
from tests.factories.shops import make_shop
from tests.factories.users import PASSWORD, make_member, make_user
from tests.factories.workshops import (
    make_class_account,
    make_learner,
    make_mission,
    make_trainer,
    make_workshop,
)

__all__ = [
    "PASSWORD",
    "good_answers",
    "make_asset",
    "make_cart",
    "make_class_account",
    "make_collection",
    "make_delivery",
    "make_learner",
    "make_location",
    "make_member",
    "make_mission",
    "make_order",
    "make_payment_method",
    "make_product",
    "make_shop",
    "make_trainer",
    "make_user",
    "make_variant",
    "make_workshop",
    "picture_bytes",
    "place_cart",
    "put_in_stock",
    "stock_of",
]

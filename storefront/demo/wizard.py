"""A shop whose owner stopped in the middle of the wizard: to try leaving and coming back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from storefront.demo import shops
from storefront.demo.calendar import Place, Story
from storefront.domain.onboarding import steps
from storefront.domain.onboarding.apply_kit import apply_kit
from storefront.domain.onboarding.kits import kit
from storefront.models.shop import ShopMode


def half_way(firm: Mapping[str, Any], place: Place) -> Story:
    """Who, what and under which name are said; the sample goods stand, the look is being tried."""
    by = shops.begin(firm, place, ShopMode.REAL)
    yield dt.timedelta(minutes=6)
    shop = shops.the_shop()
    apply_kit(shop, kit(firm["trade"]), by=by)
    shops.finish(shop, ("trade", "address"), by=by)
    steps.remember("look", {})

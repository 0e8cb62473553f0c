import pytest
from sqlalchemy import select

from storefront.domain.payments import arrange
from storefront.domain.payments.arrange import Conditions
from storefront.domain.payments.keys import save_keys
from storefront.domain.payments.methods import offered
from storefront.infra import events
from storefront.infra.db import db
from storefront.infra.errors import Invalid
from storefront.models.order import Mode
from storefront.models.shipping import DeliveryZone
from storefront.models.shop import Shop, ShopMode, ShopSettings
from tests.factories import make_delivery, make_payment_method, make_shop
from tests.shop_in_force import shop

__all__ = ["shop"]

KEYS = {"environment": "production", "tmn_code": "THANHHOA", "hash_secret": "S" * 32}


def codes() -> list[str]:
    return [method.gateway for method in arrange.in_order()]


def test_a_method_moves_one_place_and_stays_at_the_end(shop: Shop) -> None:
    first = make_payment_method("cod")
    make_payment_method("bank_transfer")

    arrange.move(first, up=False, by=events.SYSTEM)
    arrange.move(first, up=False, by=events.SYSTEM)

    assert codes() == ["bank_transfer", "cod"]
    assert [method.gateway for method in offered(Mode.LIVE, 50_000)] == ["bank_transfer", "cod"]


def test_conditions_decide_for_whom_it_is_offered(shop: Shop) -> None:
    method = make_payment_method("cod")
    make_delivery()
    near, far = make_delivery().zones[0], db.session.scalars(select(DeliveryZone)).first()
    assert far is not None

    arrange.set_conditions(
        method, Conditions(minimum=50_000, maximum=500_000, zones=(str(near.id),)), by=events.SYSTEM
    )

    assert method.conditions == {"minimum": 50_000, "maximum": 500_000, "zones": [str(near.id)]}
    assert [bool(offered(Mode.LIVE, total)) for total in (49_999, 50_000, 500_001)] == [False, True, False]
    assert offered(Mode.LIVE, 60_000, zone_id=far.id) == []


def test_all_zones_are_no_condition(shop: Shop) -> None:
    method = make_payment_method("cod")
    zone = make_delivery().zones[0]

    arrange.set_conditions(method, Conditions(zones=(str(zone.id),)), by=events.SYSTEM)

    assert method.conditions == {}


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (Conditions(minimum=2, maximum=1), "maximum"),
        (Conditions(capture_later=True), "capture_later"),
    ],
)
def test_conditions_that_cannot_be_are_told(shop: Shop, wanted: Conditions, field: str) -> None:
    method = make_payment_method("cod")

    with pytest.raises(Invalid) as wrong:
        arrange.set_conditions(method, wanted, by=events.SYSTEM)

    assert list(wrong.value.errors) == [field]


def test_the_deposit_has_bounds(shop: Shop) -> None:
    arrange.set_deposit(30, by=events.SYSTEM)

    with pytest.raises(Invalid):
        arrange.set_deposit(91, by=events.SYSTEM)

    assert db.session.scalars(select(ShopSettings.deposit_percent)).one() == 30


def test_what_fits_a_shop_is_told_by_capabilities_alone(shop: Shop) -> None:
    practice = make_shop(mode=ShopMode.PRACTICE)

    real = [kind.capabilities for kind in arrange.fitting(shop)]
    practised = [kind.capabilities for kind in arrange.fitting(practice)]

    assert not any(able.practice_only for able in real)
    assert all(able.sandboxed for able in practised)
    assert any(arrange.issued_by_sandbox(able, practice) for able in practised)
    assert not any(arrange.issued_by_sandbox(able, shop) for able in real)


def test_keys_of_a_test_environment_serve_test_orders_only(shop: Shop) -> None:
    method = save_keys(shop, "vnpay", {**KEYS, "environment": "test"}, by=events.SYSTEM)

    assert method.mode is Mode.TEST
    assert offered(Mode.LIVE, 50_000) == []


def test_a_secret_left_empty_stays_as_it_was(shop: Shop) -> None:
    addresses = {"pay_url": "https://pay.example/vpcpay", "api_url": "https://api.example/query"}
    save_keys(shop, "vnpay", {**KEYS, **addresses}, by=events.SYSTEM)

    method = save_keys(
        shop, "vnpay", {**KEYS, **addresses, "hash_secret": "", "tmn_code": "NGHESON1"}, by=events.SYSTEM
    )

    assert method.options["tmn_code"] == "NGHESON1"
    assert KEYS["hash_secret"] in (method.secrets or "")

import pytest

from storefront.domain.places.units import UnknownPlace
from storefront.domain.shipping.rates import choices
from storefront.infra.db import db
from storefront.models.shipping import DeliveryKind, DeliveryZone
from storefront.models.shop import Shop
from tests.factories import make_delivery
from tests.factories.carts import HAC_THANH


def fees(unit_code: str | None, subtotal: int = 100_000) -> list[int]:
    return [choice.fee for choice in choices(unit_code, subtotal)]


def test_the_nearest_zone_counts(shop: Shop) -> None:
    method = make_delivery(fee=50_000)
    method.zones += [DeliveryZone(codes=["38"], fee=30_000), DeliveryZone(codes=[HAC_THANH], fee=15_000)]
    db.session.flush()

    assert fees(HAC_THANH) == [15_000]
    assert fees("16012") == [30_000]
    assert fees("00070") == [50_000]


def test_delivery_is_free_from_an_amount_on(shop: Shop) -> None:
    make_delivery(fee=25_000, free_above=300_000)

    assert fees(HAC_THANH, 299_999) == [25_000]
    assert fees(HAC_THANH, 300_000) == [0]


def test_a_place_no_zone_names_is_not_served(shop: Shop) -> None:
    make_delivery(codes=["01"])

    assert fees(HAC_THANH) == []


def test_without_a_place_only_pickup_is_known(shop: Shop) -> None:
    make_delivery()
    make_delivery(kind=DeliveryKind.PICKUP, fee=0)

    assert [choice.kind for choice in choices(None, 0)] == [DeliveryKind.PICKUP]


def test_switched_off_ways_are_not_offered(shop: Shop) -> None:
    make_delivery().enabled = False

    assert fees(HAC_THANH) == []


def test_a_made_up_place_is_refused(shop: Shop) -> None:
    with pytest.raises(UnknownPlace):
        choices("99999", 0)

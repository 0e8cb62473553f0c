import pytest

from storefront.domain.shops.counting import counted_mode
from storefront.models.order import Mode
from storefront.models.shop import Shop, ShopMode


@pytest.mark.parametrize(("mode", "counted"), [(ShopMode.REAL, Mode.LIVE), (ShopMode.PRACTICE, Mode.TEST)])
def test_a_shop_counts_its_own_kind(mode: ShopMode, counted: Mode) -> None:
    assert counted_mode(Shop(mode=mode)) is counted

from datetime import timedelta

from storefront.domain.media import leftovers
from storefront.infra import clock, storage
from storefront.infra.tenancy import all_shops
from storefront.models.shop import Shop
from tests.factories import make_asset


def test_files_without_a_row_go_after_a_day(shop: Shop) -> None:
    asset = make_asset()
    orphan = f"shop/{shop.id}/{'0' * 64}/master.jpg"
    storage.put(orphan, b"x")
    with all_shops():
        at_once = (leftovers.remove_leftovers(), storage.exists(orphan))
        clock.freeze(clock.now() + timedelta(days=2))
        leftovers.remove_leftovers()

    assert at_once == (0, True)
    assert (storage.exists(orphan), storage.exists(asset.key)) == (False, True)


def test_pictures_whose_sizes_never_came_are_named_after_an_hour(shop: Shop) -> None:
    asset = make_asset()
    with all_shops():
        at_once = leftovers.unrendered()
        clock.freeze(clock.now() + timedelta(hours=2))

        assert (at_once, leftovers.unrendered()) == ([], [(shop.id, asset.id)])

from dataclasses import replace

from storefront.domain.cart.offers import offers
from storefront.domain.catalogue import products
from storefront.domain.catalogue.data import OptionData, VariantData, data_of
from storefront.infra import events
from storefront.models.shop import Shop
from tests.factories import make_product


def test_a_variant_the_owner_took_away_is_no_longer_sold(shop: Shop) -> None:
    sizes = (VariantData(price=1, option_values=("S",)), VariantData(price=1, option_values=("M",)))
    product = make_product(options=(OptionData("Cỡ", ("S", "M")),), variants=sizes)
    kept, gone = product.variants

    products.edit_product(
        product,
        replace(data_of(product), variants=data_of(product).variants[:1]),
        revision=product.revision,
        by=events.SYSTEM,
    )

    found = offers([kept.id, gone.id])
    assert (found[kept.id].sold, found[gone.id].sold) == (True, False)

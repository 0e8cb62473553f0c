from storefront.domain.catalogue import summary
from storefront.domain.catalogue.data import VariantData
from storefront.models.shop import Shop
from tests.factories import make_product, put_in_stock


def test_counted_goods_are_in_stock_while_some_are_free(shop: Shop) -> None:
    product = make_product(variants=(VariantData(price=1, stock_tracked=True),))
    empty = product.in_stock
    level = put_in_stock(product.variants[0], 2000)
    summary.refresh(product)
    filled = product.in_stock
    level.reserved = 2000
    summary.refresh(product)

    assert (empty, filled, product.in_stock) == (False, True, False)


def test_less_than_the_smallest_quantity_is_sold_out(shop: Shop) -> None:
    product = make_product(variants=(VariantData(price=1, minimum=3000, stock_tracked=True),))
    put_in_stock(product.variants[0], 2000)

    summary.refresh(product)

    assert product.in_stock is False

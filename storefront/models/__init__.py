"""Our tables, one file an aggregate. Importing this package registers every model."""

from storefront.models import (
    asset,
    cart,
    conversation,
    customer,
    notification,
    order,
    page,
    payment,
    portal,
    product,
    shipping,
    shop,
    stock,
    theme,
    transfer,
    user,
)

__all__ = [
    "asset",
    "cart",
    "conversation",
    "customer",
    "notification",
    "order",
    "page",
    "payment",
    "portal",
    "product",
    "shipping",
    "shop",
    "stock",
    "theme",
    "transfer",
    "user",
]

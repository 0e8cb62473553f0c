"""All that the core relies on."""

from storefront.adapters.gateways.testing.declared import Declared
from storefront.adapters.gateways.testing.held import Held
from storefront.adapters.gateways.testing.paying import Paying
from storefront.adapters.gateways.testing.refunding import Refunding


class GatewayContract(Declared, Paying, Refunding, Held):
    """Inherit it in a class whose name begins with `Test`, and name your gateways in `codes`.

    Which tests there are follows from what each gateway declares. Where no sandbox wire plays the company,
    `settings` and `press` say who does.
    """

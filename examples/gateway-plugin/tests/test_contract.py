"""All that Storefront relies on, over real sockets: the sandbox plays the wallet by this package's wire."""

from storefront.adapters.gateways.testing import GatewayContract


class TestSongMa(GatewayContract):
    codes = ("song_ma",)

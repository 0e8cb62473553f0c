"""Which gateways each part of the contract is tried with, and who stands on the other side."""

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

import pytest

from storefront.adapters.gateways import gateway
from storefront.adapters.gateways.base import Gateway, Outcome
from storefront.adapters.gateways.testing.sandbox import merchant_settings, press
from storefront.adapters.gateways.testing.shop import Shop

Fits = Callable[[type[Gateway]], bool]
Test = TypeVar("Test", bound=Callable[..., None])

_NEEDS: dict[str, Fits] = {}


def needs(fits: Fits) -> Callable[[Test], Test]:
    """The test is for gateways that fit; where none does, the class is without it."""

    def keep(test: Test) -> Test:
        _NEEDS[test.__name__] = fits
        return test

    return keep


def notifying(kind: type[Gateway]) -> bool:
    """Its company calls back."""
    return kind.capabilities.notify


def called_to_start(kind: type[Gateway]) -> bool:
    """Its company hears of a payment from us, not from the shopper's browser."""
    return notifying(kind) and not kind.capabilities.signed_link


class Frame:
    """A test takes `made`, the gateway with settings that work, or `code` alone."""

    codes: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        idle = [name for name in _NEEDS if cls.codes and hasattr(cls, name) and not cls.fitting(name)]
        for name in idle:
            setattr(cls, name, None)

    @classmethod
    def fitting(cls, test: str) -> list[str]:
        """Codes of the gateways that a test is for."""
        fits = _NEEDS.get(test)
        return [code for code in cls.codes if fits is None or fits(gateway(code))]

    def settings(self, code: str, shop: Shop) -> dict[str, str]:
        """Settings that work, new at each call: here those of a new merchant of the sandbox's company."""
        return merchant_settings(code, f"{shop.base}/hooks/gateways/{code}/token")

    def press(self, inner: str, page: str, outcome: str, **choices: str | int) -> str:
        """A person at the company's page lets an outcome happen; where the browser is sent next."""
        return press(inner, page, outcome, **choices)

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Give each test the gateways it is for."""
        if not self.codes:
            raise pytest.UsageError(f"{type(self).__name__}.codes names no gateway")
        wanted = [name for name in ("made", "code") if name in metafunc.fixturenames]
        codes = self.fitting(metafunc.function.__name__)
        for name in wanted:
            metafunc.parametrize(name, codes, indirect=name == "made")

    @pytest.fixture
    def made(self, request: pytest.FixtureRequest, inner: str, shop: Shop) -> Gateway:
        """The gateway a test names, with settings of its own; the shop answers its calls as it likes."""
        made = gateway(request.param)(self.settings(request.param, shop))
        shop.usual = made.acknowledge([Outcome.ACCEPTED])
        return made

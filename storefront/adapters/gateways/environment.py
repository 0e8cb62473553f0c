"""Which of a company's machines a gateway talks to: real ones, its test ones, or the sandbox beside us."""

from urllib.parse import urljoin

from flask_babel import lazy_gettext

from storefront.adapters.gateways.base import (
    FieldType,
    GatewayUnavailable,
    Mode,
    Problem,
    SettingField,
)
from storefront.infra import http

PRODUCTION = "production"
TEST = "test"
PRACTICE = "practice"
"""Issued by the sandbox with its settings; nobody chooses it."""

ENVIRONMENT = SettingField(
    "environment",
    FieldType.CHOICE,
    lazy_gettext("Environment"),
    lazy_gettext("The provider's test environment moves no real money."),
    choices=(
        (PRODUCTION, lazy_gettext("Real payments")),
        (TEST, lazy_gettext("The provider's test environment")),
    ),
)


def mode_of(environment: str) -> Mode:
    """Only production moves real money."""
    return Mode.LIVE if environment == PRODUCTION else Mode.TEST


def check_environment(environment: str) -> list[Problem]:
    """A problem when it is none of the three."""
    if environment in (PRODUCTION, TEST, PRACTICE):
        return []
    return [Problem("environment", lazy_gettext("Choose real payments or the test environment."))]


def practice_api(code: str) -> str:
    """Where the sandbox plays this company's servers. Raises GatewayUnavailable while it is switched off."""
    if not http.inner_base():
        raise GatewayUnavailable("the sandbox is switched off")
    return f"{http.inner_base()}/{code}"


def practice_page(code: str, return_url: str) -> str:
    """Where the sandbox plays this company's hosted pages, on the host the shopper is at."""
    return urljoin(return_url, f"/sandbox/{code}")

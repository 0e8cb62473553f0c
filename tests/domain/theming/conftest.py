"""The themes under test: the built-in one and a tiny child of it."""

from pathlib import Path

import pytest

from storefront.domain.theming.packages import Theme, get_theme, load_theme

TINY = Path(__file__).resolve().parents[2] / "themes/tiny"


@pytest.fixture(scope="session")
def que() -> Theme:
    """The built-in theme."""
    return get_theme("que")


@pytest.fixture(scope="session")
def tiny() -> Theme:
    """A theme of tokens and one section, whose parent is que."""
    return load_theme(TINY)

"""The matcher and the generator of its faults know nothing of each other: only tests see both."""

from __future__ import annotations

import ast

from tests.architecture.source import sources

MATCHER = "storefront.domain.reconciliation"
MAKER = "month_maker"


def imported(place: str) -> set[str]:
    """Every module that the files of a folder import, by its full name."""
    names: set[str] = set()
    for source in sources(place):
        names |= {alias.name for node in source.nodes(ast.Import) for alias in node.names}
        for node in source.nodes(ast.ImportFrom):
            names |= {node.module or "", *(f"{node.module or ''}.{alias.name}" for alias in node.names)}
    return names


def test_the_generator_imports_nothing_of_the_matcher():
    names = imported("tests/domain/reconciliation/month_maker") | imported("tests/bank_files.py")

    assert {name for name in names if name.startswith("storefront")} == {
        "storefront.infra.tokens",
        "storefront.infra.tokens.payment_code",
    }


def test_the_product_imports_nothing_of_the_generator():
    names = imported("storefront/domain/reconciliation")

    assert [name for name in names if MAKER in name or name.startswith("tests")] == []
    assert any(name.startswith(MATCHER) for name in names)

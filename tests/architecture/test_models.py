"""Every table is a shop's or is named as the platform's, and holds what the walls rely on."""

from typing import Any

import pytest

from storefront import models
from storefront.infra import events, installation, numbering, queue, versions
from storefront.infra.db import Base
from storefront.infra.tenancy import ShopScoped, scoped_models
from storefront.models.platform import PLATFORM_TABLES
from tests.architecture.source import sources

REGISTERED = (models, events, installation, numbering, queue, versions)
OF_SHOPS = sorted(scoped_models(), key=lambda model: model.__tablename__)
PARENTS_ON_THE_PLATFORM = {"shop", "user", "membership"}
COUNTS_THE_SHOPS_OWN_KIND = {
    "storefront/blueprints/admin/bank/lines.py",
    "storefront/blueprints/admin/bank/statements.py",
    "storefront/blueprints/admin/customers.py",
    "storefront/blueprints/admin/dashboard.py",
    "storefront/blueprints/admin/onboarding/review.py",
    "storefront/blueprints/admin/orders/listing.py",
    "storefront/blueprints/admin/reconciliation/months.py",
    "storefront/domain/checkout/place_order.py",
    "storefront/domain/onboarding/requirements.py",
    "storefront/domain/onboarding/texts.py",
    "storefront/domain/orders/figures.py",
    "storefront/domain/shipping/sold.py",
    "storefront/domain/workshops/follow_up.py",
}


def tables(*, of_shops: bool) -> set[str]:
    return {
        str(mapper.local_table.name)  # type: ignore[attr-defined]
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, ShopScoped) is of_shops
    }


def test_every_table_is_a_shops_or_is_listed_as_the_platforms() -> None:
    assert tables(of_shops=False) == PLATFORM_TABLES


def test_no_table_is_both() -> None:
    assert tables(of_shops=True) & PLATFORM_TABLES == set()


@pytest.mark.parametrize("model", OF_SHOPS, ids=lambda model: model.__tablename__)
def test_a_shops_table_is_keyed_by_shop_first(model: Any) -> None:
    assert [column.name for column in model.__table__.primary_key] == ["shop_id", "id"]


@pytest.mark.parametrize("model", OF_SHOPS, ids=lambda model: model.__tablename__)
def test_a_child_points_to_its_parent_together_with_the_shop(model: Any) -> None:
    keys = model.__table__.foreign_key_constraints

    loose = [key.name for key in keys if "shop_id" not in key.column_keys and not points_to_platform(key)]

    assert loose == []


@pytest.mark.parametrize("model", OF_SHOPS, ids=lambda model: model.__tablename__)
def test_a_parents_end_never_blanks_a_key(model: Any) -> None:
    assert [k.name for k in model.__table__.foreign_key_constraints if k.ondelete == "SET NULL"] == []


def test_no_table_is_without_row_numbers() -> None:
    """The full-text index points to rows by number, and none of our tables is narrow enough to gain."""
    narrow = [t.name for t in Base.metadata.tables.values() if not t.dialect_options["sqlite"]["with_rowid"]]

    assert narrow == []


def test_every_constraint_has_a_name() -> None:
    nameless = [
        table.name
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if constraint.name is None
    ]

    assert nameless == []


def test_who_counts_is_known() -> None:
    """Each figure inside a shop counts the shop's own kind of order by one helper; a new caller is read."""
    callers = {source.place for source in sources("storefront") if source.mentions("counted_mode")}

    assert callers == COUNTS_THE_SHOPS_OWN_KIND


def points_to_platform(key: Any) -> bool:
    return {element.column.table.name for element in key.elements} <= PARENTS_ON_THE_PLATFORM

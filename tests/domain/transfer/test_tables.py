import pytest

from storefront.domain.transfer import rules
from storefront.domain.transfer.rules import Fate, Kind, Table
from storefront.domain.transfer.tables import PLATFORM_ROWS, SHOP, TABLES
from storefront.infra.db import Base
from storefront.models.platform import PLATFORM_TABLES
from storefront.models.shop import Shop

NEVER_GRADUATE = {
    *("bank_feed", "bank_line", "card_entry", "cart", "cart_line", "complaint", "consent", "conversation"),
    *("conversation_entry", "customer", "delivery_method", "delivery_zone", "document_exemption", "event"),
    *("fleet_account", "fulfillment", "imported", "line_item", "month_close", "number_counter", "orders"),
    *("payment", "payment_method", "pending_count", "price_change", "refund", "reservation", "review"),
    *("search_row", "statement", "statement_line", "statement_mapping", "stock_level"),
    *("stock_location", "stock_movement", "stored_card", "theme_revision", "transaction", "wizard_step"),
}


def test_every_table_and_column_of_a_shop_is_copied_reset_or_dropped() -> None:
    rules.check(TABLES)


def test_a_table_nobody_spoke_of_is_refused() -> None:
    rest = {name: table for name, table in TABLES.items() if name != "menu"}

    with pytest.raises(rules.Unclassified, match="table menu"):
        rules.check(rest)


@pytest.mark.parametrize(
    ("kept", "fault"),
    [
        ("place", "column menu.items"),
        ("place items sound", "column menu.sound"),
        ("place items items", "twice"),
    ],
)
def test_a_column_is_spoken_of_exactly_once(kept: str, fault: str) -> None:
    menu = Table(kept, rules.Part.BASE, anew={"revision": 1})

    with pytest.raises(rules.Unclassified, match=fault):
        rules.check({**TABLES, "menu": menu})


def test_the_shops_own_row_and_the_platforms_rows_about_it_are_spoken_of() -> None:
    tables = (Base.metadata.tables[name] for name in PLATFORM_TABLES)
    about_shops = {
        table.name
        for table in tables
        if "shop_id" in table.columns or any(key.column.table.name == "shop" for key in table.foreign_keys)
    }

    assert about_shops == PLATFORM_ROWS.keys()
    assert set(rules.columns_of(Shop)) - {"id"} == SHOP.columns


def test_what_never_graduates_is_dropped_column_by_column() -> None:
    dropped = {
        name
        for name, table in TABLES.items()
        if {table.fate(column, Kind.GRADUATION) for column in table.columns} == {Fate.DROPPED}
    }

    assert dropped == NEVER_GRADUATE


def test_parents_stand_before_what_points_to_them() -> None:
    order = {name: place for place, name in enumerate(TABLES)}
    late = [
        (name, target)
        for name, table in TABLES.items()
        for target in table.refs.values()
        if target in order and order[target] >= order[name]
    ]

    assert late == []

"""Ceiling (c): each repeated order is a whole one under keys of its own."""

from __future__ import annotations

from itertools import count

from bench.ceilings.bare_sql import BY_ORDER, renewed

EXAMPLE = {
    table: {"id": 1, "order_id": 1, "word": "kept"}
    for table in ("orders", *BY_ORDER, "consent", "event", "job")
}


def test_rows_of_a_repeated_order_belong_together():
    rows = renewed(EXAMPLE, 1002, count(50))

    order = rows["orders"]["id"]
    assert {rows[table]["order_id"] for table in BY_ORDER} == {order}
    assert rows["reservation"]["line_item_id"] == rows["line_item"]["id"]
    assert rows["job"]["event_id"] == rows["event"]["id"]
    assert rows["event"]["subject_id"] == order


def test_no_key_is_used_twice_and_everything_else_stays():
    ids = count(50)
    first, second = renewed(EXAMPLE, 1002, ids), renewed(EXAMPLE, 1003, ids)

    used = [row["id"] for rows in (first, second) for row in rows.values()]
    assert len(set(used)) == len(used)
    assert first["payment"]["memo_code"] != second["payment"]["memo_code"]
    assert (first["orders"]["number"], second["orders"]["number"]) == ("1002", "1003")
    assert EXAMPLE["orders"]["id"] == 1
    assert {row["word"] for row in first.values()} == {"kept"}

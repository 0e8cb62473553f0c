"""Reads one SQL text for tables of shops that nothing in it holds to a shop.

A table is held where its `shop_id` is compared with a value, or with the `shop_id` of a table that is held.
SQLite has no row security, so a join that forgets this would show the rows of every shop.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

_NAME = r'"?(\w+)"?'
_NEXT = (
    "(?:on|where|join|left|right|full|inner|outer|cross|set|group|order|limit|union|except|intersect|for"
    "|returning)"
)
"""Words that may follow a table's name and are no name given to it."""
_PLACE = re.compile(
    rf"(?:\b(?:from|join|update)|,)\s+\(*{_NAME}(?!\w|\"?\s*\.)(?:\s+(?:as\s+)?(?!{_NEXT}\b){_NAME})?"
)
"""Where a table is brought in, and what the text calls it from there on."""
_SHOP = r'"?(\w+)"?\."?\w*shop_id"?'
_SAME = re.compile(rf"(?<![\w.\"]){_SHOP}\s*=\s*{_SHOP}")
_VALUE = r"(?:\?|%\(\w+\)s|:\w+|\(\s*(?:\?|%\(|:|null))"
_HELD = re.compile(rf"(?<![\w.\"]){_SHOP}\s*(?:=|\bin\b)\s*{_VALUE}|{_VALUE}(?:::\w+)?\s*=\s*{_SHOP}")
_TUPLE = re.compile(r"\(([^()]*\.\"?shop_id\b[^()]*)\)\s+in\b")
_BARE = re.compile(r'(?<![\w."])"?shop_id"?\s*(?:=|\bin\b)')


def unbound_tables(sql: str, scoped: Collection[str]) -> frozenset[str]:
    """Names under which the text brings in tables of `scoped` without holding them to a shop."""
    text = sql.lower()
    called = Counter(alias or table for table, alias in _PLACE.findall(text) if table in scoped)
    if len(called) == 1 and _BARE.search(text):
        return frozenset()
    same = _SAME.findall(text)
    held = [name for pair in _HELD.findall(text) for name in pair if name]
    held += [name for inside in _TUPLE.findall(text) for name in re.findall(_SHOP, inside)]
    mentions = Counter([*held, *(name for pair in same for name in pair)])
    reached = _reached(set(held), same)
    return frozenset(name for name, times in called.items() if name not in reached or mentions[name] < times)


def _reached(held: set[str], same: list[tuple[str, str]]) -> set[str]:
    """Everything that is compared with what is held, however far."""
    while True:
        further = {name for pair in same if held & set(pair) for name in pair} - held
        if not further:
            return held
        held |= further

"""Makes a shop's month as raw rows and files, plants faults by seed, and alone keeps the answer key.

It imports nothing of the matcher, and the matcher nothing of it; a test holds both.
"""

from __future__ import annotations

from collections.abc import Collection

from . import faults_bank, faults_book, faults_rows
from .clean import clean_month
from .month import Answer, NoRoom
from .writing import RawMonth, write

KINDS = {**faults_bank.PAYOUTS, **faults_bank.FAULTS, **faults_book.FAULTS, **faults_rows.FAULTS}
"""Payouts first: what pays a batch otherwise than its file says must be known when rows are spoiled."""
ONCE = {
    "transfer_line_lost",
    "bank_balance_jump",
    "bank_opening_gap",
    "statement_repeated",
    *faults_bank.PAYOUTS,
}

__all__ = ["KINDS", "Answer", "RawMonth", "make_month"]


def make_month(seed: int, kinds: Collection[str] = (), extra: int = 0) -> RawMonth:
    """The month of a seed with one fault of each of these kinds, and `extra` more of any of them."""
    month = clean_month(seed)
    more = sorted(set(kinds) - ONCE)
    chosen = [kind for kind in KINDS if kind in kinds] + month.chance.choices(more, k=extra if more else 0)
    for kind in chosen:
        try:
            KINDS[kind](month)
        except NoRoom:
            continue
    return write(month)

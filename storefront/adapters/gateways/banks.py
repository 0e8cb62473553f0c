"""The banks and wallets of Vietnam that receive transfers, by BIN, from storefront/data/banks.json."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from storefront.infra.text import fold

PRACTICE_BIN = "999999"


@dataclass(frozen=True, slots=True)
class Bank:
    """One receiver of transfers. `scans` says whether its own app pays by VietQR; None when not known."""

    bin: str
    code: str
    short_name: str
    name: str
    aliases: tuple[str, ...] = ()
    kind: str = "bank"
    scans: bool | None = None
    swift: str | None = None


PRACTICE_BANK = Bank(PRACTICE_BIN, "THUCHANH", "Ngân hàng Thực hành", "Ngân hàng Thực hành (không có thật)")


@cache
def banks() -> tuple[Bank, ...]:
    """All real banks, the widely used ones first."""
    text = files("storefront").joinpath("data", "banks.json").read_text(encoding="utf-8")
    return tuple(Bank(**row | {"aliases": tuple(row["aliases"])}) for row in json.loads(text)["banks"])


def find_bank(bin: str) -> Bank | None:
    """The real bank with this BIN; the practice bank is not among them."""
    return next((bank for bank in banks() if bank.bin == bin), None)


def search_banks(text: str) -> list[Bank]:
    """Banks whose names hold every typed word, marks and case ignored; all of them for an empty text."""
    wanted = fold(text).split()
    return [bank for bank in banks() if all(word in _names(bank) for word in wanted)]


@cache
def _names(bank: Bank) -> str:
    return fold(" ".join((bank.bin, bank.code, bank.short_name, bank.name, *bank.aliases)))

import pytest

from storefront.adapters.gateways.banks import PRACTICE_BANK, PRACTICE_BIN, banks, find_bank, search_banks


def test_every_bank_has_a_six_digit_bin_of_its_own() -> None:
    bins = [bank.bin for bank in banks()]

    assert len(bins) == len(set(bins)) == 66
    assert all(len(bin) == 6 and bin.isdigit() for bin in bins)


def test_the_practice_bank_is_no_real_bank() -> None:
    assert PRACTICE_BANK.bin == PRACTICE_BIN == "999999"
    assert find_bank(PRACTICE_BIN) is None


def test_a_bank_is_found_by_its_bin() -> None:
    assert find_bank("970436").short_name == "Vietcombank"


@pytest.mark.parametrize(
    ("typed", "bin"),
    [
        ("vietcom", "970436"),
        ("NGOAI THUONG", "970436"),
        ("đầu tư phát triển", "970418"),
        ("dau tu phat trien", "970418"),
        ("970418", "970418"),
    ],
)
def test_banks_are_found_without_tone_marks(typed: str, bin: str) -> None:
    assert bin in [bank.bin for bank in search_banks(typed)]


def test_words_that_no_bank_has_find_nothing() -> None:
    assert search_banks("ngân hàng sao hỏa") == []


def test_an_empty_search_lists_all() -> None:
    assert search_banks(" ") == list(banks())

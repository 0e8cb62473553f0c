import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storefront.infra.tokens import (
    check_payment_code,
    find_payment_codes,
    new_digits,
    new_token,
    payment_code,
    token_hash,
)

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def test_tokens_differ_and_fit_an_address():
    one, other = new_token(), new_token()

    assert one != other
    assert re.fullmatch(r"[A-Za-z0-9_-]{32}", one)


def test_a_token_is_stored_as_its_sha256():
    assert token_hash("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_one_time_code_has_as_many_digits_as_asked():
    assert re.fullmatch(r"\d{6}", new_digits())
    assert re.fullmatch(r"\d{4}", new_digits(4))


def test_a_new_payment_code_is_short_and_checks():
    code = payment_code()

    assert re.fullmatch(rf"DH[{ALPHABET}]{{6}}", code)
    assert check_payment_code(code)


@pytest.mark.parametrize(
    "memo",
    [
        "DH7K3M9Q",
        "dh7k3m9q thanh toan",
        "MBVCB.123456.DH7K3M9Q.CT tu 0011 NGUYEN VAN A toi 0022",
        "DH 7K3M 9Q",
        "Thanh toan DH-7K3M9Q-CHUYEN TIEN",
        "CK DH7K3M9Q DH7K3M9Q",
        "Đặng Hà chuyển DH7K3M9Q",
    ],
)
def test_banks_may_decorate_the_memo(memo):
    assert find_payment_codes(memo) == ["DH7K3M9Q"]


@pytest.mark.parametrize("memo", ["DH7K3M9", "XDH7K3M9RZ123", "DH7K3M9P", "", "chuyen tien", "DH0K3M9Q"])
def test_a_shortened_or_mistyped_code_is_not_found(memo):
    assert find_payment_codes(memo) == []


def test_two_codes_in_one_memo_are_both_found():
    one, other = "DH7K3M9Q", payment_code()

    assert find_payment_codes(f"{one} va {other}") == list(dict.fromkeys([one, other]))


def test_a_code_is_checked_as_it_is_written():
    assert not check_payment_code("dh7k3m9q")
    assert not check_payment_code("DH7K3M9Q DH7K3M9Q")


@given(st.integers(2, 7), st.sampled_from(ALPHABET))
def test_any_single_wrong_character_is_noticed(position, character):
    code = payment_code()
    wrong = code[:position] + character + code[position + 1 :]

    assert check_payment_code(wrong) == (wrong == code)


@given(st.lists(st.integers(2, 7), min_size=2, max_size=2, unique=True))
def test_any_swapped_pair_is_noticed(positions):
    code = payment_code()
    swapped = list(code)
    swapped[positions[0]], swapped[positions[1]] = code[positions[1]], code[positions[0]]

    assert check_payment_code("".join(swapped)) == ("".join(swapped) == code)

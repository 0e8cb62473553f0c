import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storefront.infra.text import (
    ascii_upper,
    clean,
    clean_multiline,
    fold,
    initials,
    slugify,
    tone_key,
    unmarked,
    words,
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Nem   chua\tThanh\u00a0Hóa \n", "Nem chua Thanh Hóa"),
        (unicodedata.normalize("NFD", "Hậu Lộc"), "Hậu Lộc"),
        ("a\x00b\u200bc\u202ed\ufeff", "abcd"),
        ("một\nhai", "một hai"),
        ("👨\u200d🌾", "👨\u200d🌾"),
        ("\ud800", ""),
    ],
)
def test_a_line_is_cleaned(typed, kept):
    assert clean(typed) == kept


def test_paragraphs_keep_their_lines():
    assert clean_multiline(" một  \r\nhai\n\n\n\nba\n") == "một\nhai\n\nba"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Hoá", "hoa"),
        ("Hóa", "hoa"),
        ("ĐƯỜNG Đỏ", "duong do"),
        (unicodedata.normalize("NFD", "Thuỷ"), "thuy"),
        ("Nghĩa  Lộ", "nghia lo"),
    ],
)
def test_folding_drops_case_and_marks(text, key):
    assert fold(text) == key


def test_both_places_of_a_tone_mark_have_one_key():
    assert tone_key("Hoá Thuỷ") == tone_key("hóa thủy")


@pytest.mark.parametrize(("one", "other"), [("Hóa", "Hòa"), ("Đông", "Dông"), ("Lạc", "Lặc"), ("Hoa", "Hóa")])
def test_different_tones_and_letters_keep_different_keys(one, other):
    assert tone_key(one) != tone_key(other)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Nước mắm Ba Làng (500 ml)", "nuoc-mam-ba-lang-500-ml"),
        ("  Đá & đồng  ", "da-dong"),
        ("★", ""),
    ],
)
def test_a_slug_is_vietnamese_without_marks(name, slug):
    assert slugify(name) == slug


def test_a_long_slug_ends_with_a_whole_word():
    assert slugify("chiếu cói Nga Sơn dệt tay", max=14) == "chieu-coi-nga"
    assert slugify("chiếu cói Nga Sơn", max=13) == "chieu-coi-nga"
    assert slugify("khôngcókhoảngtrắng", max=5) == "khong"


def test_words_are_folded_and_in_order():
    assert words("Mắm tôm, Hậu-Lộc 1kg") == ["mam", "tom", "hau", "loc", "1kg"]


def test_a_bank_memo_has_only_capitals_digits_and_spaces():
    assert ascii_upper("Thanh toán đơn #1042: Đặng Thị Hoà") == "THANH TOAN DON 1042 DANG THI HOA"


def test_unmarked_words_keep_their_case():
    assert unmarked("Đặng Thị Hoà, đơn #1042") == "Dang Thi Hoa, don #1042"


@pytest.mark.parametrize(
    ("name", "letters"), [("Nguyễn Thị Đào", "NĐ"), ("lan", "L"), ("", ""), ("  (Cơ sở) mây tre", "CT")]
)
def test_initials_are_first_and_last(name, letters):
    assert initials(name) == letters


@given(st.text())
def test_cleaning_twice_changes_nothing(text):
    once = clean(text)

    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(st.text())
def test_cleaning_lines_twice_changes_nothing(text):
    once = clean_multiline(text)

    assert clean_multiline(once) == once


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_composed_and_decomposed_text_fold_alike(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text(), st.integers(min_value=1, max_value=80))
def test_a_slug_fits_an_address(text, longest):
    slug = slugify(text, max=longest)

    assert len(slug) <= longest
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slug == slug.strip("-")

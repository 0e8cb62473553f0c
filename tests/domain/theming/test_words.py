"""A theme's own words: complete in both languages, and Vietnamese really Vietnamese."""

from storefront.domain.theming.check import used_keys
from storefront.domain.theming.locales import translate, words
from storefront.domain.theming.packages import Theme

SAME = {"line.quantity_price"}


def test_both_languages_have_the_same_keys(que: Theme) -> None:
    assert que.json("locales/vi.json").keys() == que.json("locales/en.json").keys()


def test_every_key_the_theme_uses_has_words(que: Theme) -> None:
    assert used_keys(que) <= que.json("locales/vi.json").keys()


def test_the_languages_differ(que: Theme) -> None:
    vi, en = que.json("locales/vi.json"), que.json("locales/en.json")

    assert {key for key in vi if vi[key] == en[key]} == SAME


def test_long_vietnamese_texts_carry_their_marks(que: Theme) -> None:
    texts = [text for text in que.json("locales/vi.json").values() if len(text.split()) >= 3]

    assert [text for text in texts if text.isascii() and "%(" not in text] == []


def test_one_and_many_are_told_apart_in_english(que: Theme) -> None:
    english = words(que, "en")

    assert translate(english, "collection.count", count=1) == "1 product"
    assert translate(english, "collection.count", count=2) == "2 products"


def test_an_unknown_key_shows_itself() -> None:
    assert translate({}, "no.such") == "no.such"

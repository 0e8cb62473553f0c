"""Text as people type it made fit to keep, to compare, to put in an address and in a bank's memo."""

import re
import unicodedata

# Joins the parts of many emoji; every other invisible format character is dropped.
_ZERO_WIDTH_JOINER = "\u200d"
_UNPRINTABLE = {"Cc", "Cf", "Cs"}
# Huyền, sắc, ngã, hỏi, nặng. The marks of â ê ô ă ơ ư belong to the letter and stay with it.
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_LINE_BREAKS = re.compile(r"\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_WORD = re.compile(r"[^\W_]+")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_NOT_MEMO = re.compile(r"[^A-Z0-9]+")


def clean(text: str) -> str:
    """One line in NFC: trimmed, any run of white space as one space, no control or invisible characters."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return " ".join(unicodedata.normalize("NFC", _printable(text)).split())


def clean_multiline(text: str) -> str:
    """Several clean lines, at most one empty line between two paragraphs."""
    lines = "\n".join(clean(line) for line in _LINE_BREAKS.split(text))
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n")


def fold(text: str) -> str:
    """The key for comparing: lower case without marks, đ as d, so that Hoá, Hóa and HOA are equal."""
    if text.isascii():  # what banks write: thousands of lines in a month
        return " ".join(text.lower().split())
    lowered = unicodedata.normalize("NFD", unicodedata.normalize("NFD", text).lower())
    bare = "".join(character for character in lowered if unicodedata.category(character) != "Mn")
    return " ".join(bare.replace("đ", "d").split())


def tone_key(text: str) -> str:
    """The key for comparing with tones, which come last in each word, so that Hoá and Hóa are equal."""
    decomposed = unicodedata.normalize("NFD", clean(text).lower())
    return " ".join(_tone_last(word) for word in decomposed.split())


def slugify(text: str, max: int = 60) -> str:
    """A Vietnamese name as part of an address; cut between words, "" when nothing readable is left."""
    slug = _NOT_SLUG.sub("-", fold(text)).strip("-")
    if len(slug) <= max:
        return slug
    whole_words, hyphen, _ = slug[: max + 1].rpartition("-")
    return whole_words if hyphen else slug[:max]


def words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return _WORD.findall(fold(text))


def ascii_upper(text: str) -> str:
    """Capital letters, digits and single spaces only: what every bank lets through in a memo."""
    return _NOT_MEMO.sub(" ", fold(text).upper()).strip()


def unmarked(text: str) -> str:
    """The same words in plain Latin letters: marks fall away, đ becomes d, case stays."""
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(character for character in decomposed if unicodedata.category(character) != "Mn")


def whole_number(text: str | None) -> int | None:
    """An id, a revision or a sum as a form or an address sends it; None for what no column could hold."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def initials(text: str) -> str:
    """First letters of the first and last word, marks kept: "Nguyễn Thị Đào" gives "NĐ"."""
    found = _WORD.findall(clean(text).upper())
    return "".join(word[0] for word in (found[:1] + found[1:][-1:]))


def _tone_last(word: str) -> str:
    letters = "".join(character for character in word if character not in _TONES)
    return letters + "".join(character for character in word if character in _TONES)


def _printable(text: str) -> str:
    return "".join(_spaced(character) for character in text)


def _spaced(character: str) -> str:
    if character.isspace() or character == _ZERO_WIDTH_JOINER:
        return character
    return "" if unicodedata.category(character) in _UNPRINTABLE else character

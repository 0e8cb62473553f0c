"""Secrets for links and codes, and the payment code a shopper copies into a transfer's memo."""

import hashlib
import hmac
import random
import re
import secrets

from storefront.infra.text import ascii_upper

# Without 0 O 1 I L, which people and screens confuse. Its length, 31, is prime: so the check character finds
# every single wrong character and every swapped pair.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_PREFIX = "DH"
_RANDOM_LENGTH = 5
_CHECK_START = 10
_CHANCE = secrets.SystemRandom()
_CARD_LENGTH = 15
_BESIDE_CODE = re.compile(r"[\s.\-–]")
_CODE = re.compile(rf"(?=({_PREFIX}[{_ALPHABET}]{{{_RANDOM_LENGTH + 1}}}))")


def new_token(nbytes: int = 24) -> str:
    """An unguessable text for a link."""
    return secrets.token_urlsafe(nbytes)


def token_hash(token: str) -> str:
    """SHA-256 in hex: what is stored in place of the token itself."""
    return hashlib.sha256(token.encode()).hexdigest()


def same(one: str, other: str) -> bool:
    """Whether two secrets are equal, in a time that tells nothing of them; any letters may be typed."""
    return hmac.compare_digest(one.encode(), other.encode())


def new_digits(n: int = 6) -> str:
    """A one-time code of n digits; zeros may lead."""
    return "".join(secrets.choice("0123456789") for _ in range(n))


def payment_code(chance: random.Random = _CHANCE) -> str:
    """A new memo code of 8 characters such as DH7K3M9Q; the caller keeps it unique in its shop for ever."""
    body = "".join(chance.choice(_ALPHABET) for _ in range(_RANDOM_LENGTH))
    return _PREFIX + body + _check_character(body)


def check_payment_code(code: str) -> bool:
    """Whether the code has our form and its check character fits."""
    return find_payment_codes(code) == [code]


def find_payment_codes(memo: str) -> list[str]:
    """Each different valid code in a bank memo, in order; banks drop spaces, hyphens, marks and case."""
    squeezed = ascii_upper(memo).replace(" ", "")
    candidates = dict.fromkeys(_CODE.findall(squeezed))
    return [code for code in candidates if code[-1] == _check_character(code[len(_PREFIX) : -1])]


def card_code(chance: random.Random = _CHANCE) -> str:
    """A new code of a card that holds money: 16 characters (74 bits by chance), the last one a check."""
    body = "".join(chance.choice(_ALPHABET) for _ in range(_CARD_LENGTH))
    return body + _check_character(body)


def read_card_code(typed: str) -> str | None:
    """The code as it was issued, from what was typed with gaps and in any case; None for a mistake."""
    code = _BESIDE_CODE.sub("", typed).upper()
    fits = len(code) == _CARD_LENGTH + 1 and set(code) <= set(_ALPHABET)
    return code if fits and code[-1] == _check_character(code[:-1]) else None


def spaced_card_code(code: str) -> str:
    """The code as people read it: 7K3M-9QXA-2B4C-D5EF."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def _check_character(body: str) -> str:
    weighted = sum(weight * _ALPHABET.index(character) for weight, character in enumerate(body, start=2))
    return _ALPHABET[(_CHECK_START + weighted) % len(_ALPHABET)]

"""Secrets for links and codes, and the payment code a shopper copies into a transfer's memo."""

import hashlib
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
_CODE = re.compile(rf"(?=({_PREFIX}[{_ALPHABET}]{{{_RANDOM_LENGTH + 1}}}))")


def new_token(nbytes: int = 24) -> str:
    """An unguessable text for a link."""
    return secrets.token_urlsafe(nbytes)


def token_hash(token: str) -> str:
    """SHA-256 in hex: what is stored in place of the token itself."""
    return hashlib.sha256(token.encode()).hexdigest()


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


def _check_character(body: str) -> str:
    weighted = sum(weight * _ALPHABET.index(character) for weight, character in enumerate(body, start=2))
    return _ALPHABET[(_CHECK_START + weighted) % len(_ALPHABET)]

"""Reading what a merchant asked for, each with the word under which it is refused."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from storefront.sandbox.errors import Refused


def text(asked: dict[str, Any], name: str) -> str:
    value = asked.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= 255:
        raise Refused(422, name)
    return value


def whole(asked: dict[str, Any], name: str) -> int:
    value = asked.get(name)
    if type(value) is not int or not 0 < value < 2**63:
        raise Refused(422, name)
    return value


def address(asked: dict[str, Any], name: str) -> str:
    value = asked.get(name)
    if not isinstance(value, str) or len(value) > 2000:
        raise Refused(422, name)
    if urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).hostname:
        raise Refused(422, name)
    return value


def moment(asked: dict[str, Any], name: str) -> float:
    try:
        found = datetime.fromisoformat(str(asked.get(name)))
    except ValueError as error:
        raise Refused(422, name) from error
    if found.utcoffset() is None:
        raise Refused(422, name)
    return found.timestamp()

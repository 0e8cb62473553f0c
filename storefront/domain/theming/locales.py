"""A theme's own words: flat keys, `%(name)s` places, plural forms where a language has them."""

from collections.abc import Mapping
from functools import cache

from .packages import Theme

MAIN = "vi"
Words = Mapping[str, str | Mapping[str, str]]


@cache
def words(theme: Theme, locale: str) -> Words:
    """Every word of the theme in a language, Vietnamese where that language lacks one."""
    return theme.merged_json(f"locales/{MAIN}.json") | theme.merged_json(f"locales/{locale}.json")


def translate(known: Words, key: str, **places: object) -> str:
    """The words for a key; the key itself when there are none: the page stands, the check tells."""
    form = known.get(key, key)
    if isinstance(form, Mapping):
        form = form["one"] if places.get("count") == 1 and "one" in form else form["other"]
    return form % places if places else form

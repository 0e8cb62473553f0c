"""What a carried file may say: whoever brings it may have changed it, so nothing in it is believed unseen."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from storefront.domain.onboarding.kits import kits
from storefront.domain.places.units import is_unit
from storefront.domain.transfer.parcel import Parcel, checked_value
from storefront.domain.transfer.rules import Kind, columns_of, scoped_by_table
from storefront.domain.transfer.tables import SHOP
from storefront.domain.transfer.tables import TABLES as SHOP_TABLES
from storefront.domain.workshops import certificates, feedback, schedule
from storefront.domain.workshops.carry import rows
from storefront.domain.workshops.carry.rows import Row
from storefront.domain.workshops.missions import rules
from storefront.domain.workshops.words import SEX_NAMES
from storefront.infra import crypto, storage
from storefront.infra.html import clean_html
from storefront.infra.i18n import LOCALES
from storefront.infra.text import fold
from storefront.models.shop import Shop, ShopMode

MOST_LEARNERS = 5 * schedule.MOST
"""Who left and who waits stands in a file beside who has a place."""
HTML = {"product": ("description",), "collection": ("description",), "page": ("body",)}
"""Columns of a shop that are shown as they stand, so they are cleaned again."""


def check_class(tables: Mapping[str, Sequence[Row]], installation: str) -> None:
    """Every row as our forms would have let it in. Raises KeyError, TypeError, ValueError, Invalid."""
    held: dict[str, set[Any]] = {name: {row["id"] for row in found} for name, found in tables.items()}
    if len(tables["workshop"]) != 1 or len(tables["learner"]) > MOST_LEARNERS:
        raise ValueError("not one class")
    for name, found in tables.items():
        if len(held[name]) != len(found):
            raise ValueError("two rows of one id")
        for row in found:
            _check_row(name, row, held, installation)


def checked_shop(parcel: Parcel) -> Parcel:
    """Only a whole practice shop, with the columns this release sends and pictures under its own keys.

    Its words are clean afterwards. Raises KeyError, TypeError, ValueError.
    """
    if parcel.kind is not Kind.WHOLE or parcel.shop.keys() != set(SHOP.copied(Kind.WHOLE)):
        raise ValueError("not a shop of this release")
    _check_shop_row(parcel.shop)
    for name, found in parcel.rows.items():
        table, columns = SHOP_TABLES[name], columns_of(scoped_by_table()[name])
        wanted = {"id", *table.copied(Kind.WHOLE)}
        for row in found:
            if not table.whole or row.keys() != wanted:
                raise KeyError(name)
            for column, value in row.items():
                checked_value(value, columns[column])
    for asset in parcel.rows.get("asset", ()):
        if not asset["key"].startswith(f"shop/{parcel.shop_id}/{asset['content_hash']}/"):
            raise ValueError("a picture of somewhere else")
        storage.media_type(asset["key"])
    _clean_words(parcel)
    return parcel


def _check_shop_row(told: Row) -> None:
    columns = columns_of(Shop)
    for column, value in told.items():
        checked_value(value, columns[column])
    if told["mode"] != ShopMode.PRACTICE.value:
        raise ValueError("not a practice shop")
    if told["locale"] not in LOCALES or told["currency"] != "VND":
        raise ValueError("no language or currency of ours")
    if told["trade"] not in {kit.key for kit in kits()}:
        raise ValueError("no trade of ours")


def _clean_words(parcel: Parcel) -> None:
    for name, columns in HTML.items():
        for row in parcel.rows.get(name, ()):
            row.update({column: clean_html(row[column] or "") for column in columns})
    for row in parcel.rows.get("translation", ()):
        if row["field"] in HTML.get(row["entity"], ()):
            row["words"] = clean_html(row["words"])


def _check_row(name: str, row: Row, held: Mapping[str, set[Any]], installation: str) -> None:
    values = rows.to_values(name, row)
    if not isinstance(row["id"], int) or any(
        row[column] not in held[parent] for column, parent in rows.TABLES[name].refs.items()
    ):
        raise ValueError(name)
    match name:
        case "workshop":
            _check_workshop(values)
        case "lesson":
            _check_words(values["title"], values["body"])
            row["body"] = {locale: clean_html(words) for locale, words in values["body"].items()}
        case "mission":
            _check_words(values["title"], values["hint"])
            rules.read(values["rule"])
        case "learner":
            _check_learner(values)
        case "feedback":
            if values["marks"].keys() != feedback.QUESTIONS.keys():
                raise ValueError("marks of other questions")
            if not all(mark in range(1, 6) for mark in values["marks"].values()):
                raise ValueError("no marks")
        case "certificate":
            _check_certificate(values, installation)


def _check_workshop(values: Row) -> None:
    if values["online_url"] and not values["online_url"].startswith(("https://", "http://")):
        raise ValueError("no address of a call")
    if values["ends_on"] < values["starts_on"] or not 1 <= values["capacity"] <= schedule.MOST:
        raise ValueError("no class of ours")
    if not all(isinstance(each, str) for each in (*values["kits"], *values["languages"])):
        raise TypeError("kits and languages are words")


def _check_words(*told: Mapping[str, Any]) -> None:
    if not all(isinstance(words, str) for each in told for words in each.values()):
        raise TypeError("not words")


def _check_learner(values: Row) -> None:
    if values["nickname_folded"] != fold(values["nickname"]) or values["sex"] not in SEX_NAMES:
        raise ValueError("no learner of ours")
    if values["unit_code"] and not is_unit(values["unit_code"]):
        raise ValueError("no commune")


def _check_certificate(values: Row, installation: str) -> None:
    """A class's paper, made where the file was made, its file signed by the key that goes with it."""
    facts, digest = values["facts"], hashlib.sha256(values["pdf"])
    if values["kind"] != certificates.Kind.CLASS.value or facts["programme"] is not False:
        raise ValueError("only a class's certificates are carried")
    if values["origin"] != installation or digest.hexdigest() != values["sha256"]:
        raise ValueError("a certificate of somewhere else")
    if not crypto.is_signed(digest.digest(), values["signature"], values["public_key"]):
        raise ValueError("a certificate is not signed")
    days = [facts["starts_on"], facts["ends_on"], *(each["on"] for each in facts["missions"])]
    for day in days:
        dt.date.fromisoformat(day)
    for each in (*facts["missions"], *facts["skipped"]):
        _check_words({"code": each["code"]}, each["title"])
    _check_words({name: facts[name] for name in ("name", "workshop", "place")})

"""Which rows of a class travel, which of their columns, and what those point to: in this one place.

What is not named stays: passwords, return codes, proved phones, second steps, the trail, messages. A test
holds that every column is either named or known to stay.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, LargeBinary

from storefront.domain.transfer.parcel import checked_value, to_plain_value
from storefront.domain.transfer.rules import columns_of
from storefront.models.workshop import (
    Attendance,
    Certificate,
    ClassSession,
    Feedback,
    Learner,
    LearnerProgress,
    Lesson,
    Mission,
    Workshop,
)

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a class: the columns that travel, those that point to other rows, those that stay.

    `natural` are the columns by which a row that stands at home already is the same row.
    """

    model: type[Any]
    columns: tuple[str, ...]
    refs: Mapping[str, str] = field(default_factory=dict)
    stays: tuple[str, ...] = ()
    natural: tuple[str, ...] = ()


TABLES: Mapping[str, Table] = {
    "workshop": Table(
        Workshop,
        ("title", "track", "starts_on", "ends_on", "place", "online_url", "kits", "languages", "capacity"),
        stays=(
            *("id", "created_at", "revision", "state", "joining", "join_code", "venue_id", "cohort_id"),
            *("donor_id", "joined", "paused_at", "board_version", "made_by", "practice_deleted_at"),
        ),
    ),
    "class_session": Table(
        ClassSession,
        ("number", "title", "starts_at", "ends_at"),
        {"workshop_id": "workshop"},
        ("id", "created_at"),
        natural=("workshop_id", "number"),
    ),
    "lesson": Table(
        Lesson, ("position", "title", "body"), {"workshop_id": "workshop"}, ("id", "created_at", "revision")
    ),
    "mission": Table(
        Mission,
        (
            *("position", "code", "title", "hint", "rule", "minutes", "required", "in_class"),
            "certified",
        ),
        {"workshop_id": "workshop", "lesson_id": "lesson"},
        ("id", "created_at", "revision"),
    ),
    "learner": Table(
        Learner,
        (
            *("nickname", "nickname_folded", "kit", "state", "sex", "unit_code", "joined_at", "note"),
            "paper_name",
        ),
        {"workshop_id": "workshop"},
        (
            *("id", "created_at", "user_id", "shop_id", "return_code", "practice_phone", "hand_at"),
            *("hand_words", "graduated_shop_id"),
        ),
    ),
    "learner_progress": Table(
        LearnerProgress,
        ("count", "began_at", "reached_at", "late", "extra_minutes", "skipped_at"),
        {"learner_id": "learner", "mission_id": "mission"},
        ("id", "seen", "event_id", "skipped_by"),
        natural=("learner_id", "mission_id"),
    ),
    "attendance": Table(
        Attendance,
        ("present",),
        {"class_session_id": "class_session", "learner_id": "learner"},
        ("id", "created_at", "noted_by"),
        natural=("class_session_id", "learner_id"),
    ),
    "feedback": Table(
        Feedback,
        ("marks", "words", "created_at"),
        {"learner_id": "learner"},
        ("id",),
        natural=("learner_id",),
    ),
    "certificate": Table(
        Certificate,
        (
            *("kind", "origin", "number", "code", "facts", "pdf", "sha256", "signature", "public_key"),
            *("issued_at", "revoked_at", "revoked_reason"),
        ),
        {"learner_id": "learner"},
        ("id", "issued_by"),
        natural=("code",),
    ),
}
"""Parents before their children: rows are written in this order."""


def to_plain(name: str, row: Any) -> Row:
    """A row as it travels; `id` is the one it had."""
    table = TABLES[name]
    return {column: _plain(getattr(row, column)) for column in ("id", *table.columns, *table.refs)}


def to_values(name: str, row: Row) -> Row:
    """The travelled columns as the model wants them. Raises KeyError, ValueError, TypeError."""
    table, columns = TABLES[name], columns_of(TABLES[name].model)
    if row.keys() != {"id", *table.columns, *table.refs}:
        raise KeyError(name)
    return {column: _value(row[column], columns[column]) for column in table.columns}


def _value(raw: Any, column: Column[Any]) -> Any:
    if type(column.type) is LargeBinary and isinstance(raw, str):
        raw = base64.b64decode(raw, validate=True)
    return checked_value(raw, column)


def _plain(value: object) -> Any:
    return base64.b64encode(value).decode() if isinstance(value, bytes) else to_plain_value(value)

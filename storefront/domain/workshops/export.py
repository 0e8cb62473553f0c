"""Results to take away: a class by nickname for its trainer, sums of five or more for everybody else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from storefront.domain.places.units import is_unit, unit
from storefront.domain.workshops import feedback, follow_up
from storefront.domain.workshops.certificates import Kind, valid_certificates
from storefront.domain.workshops.disclosure import SMALLEST, Shown, guarded
from storefront.domain.workshops.figures import FIGURES, JOINED, Outcome, grouped, outcomes
from storefront.domain.workshops.missions.queries import missions_of
from storefront.domain.workshops.sessions import sessions_of
from storefront.domain.workshops.standing import progress_of, standings
from storefront.domain.workshops.words import SEX_NAMES, TRACK_NAMES
from storefront.infra import clock
from storefront.infra.dates import format_date
from storefront.infra.db import db
from storefront.infra.i18n import current_locale
from storefront.infra.sheets import Cell, csv_file, workbook
from storefront.models.workshop import Attendance, FollowUp, Learner, LearnerProgress, Mission, Workshop

Rows = list[list[Cell]]


def class_csv(workshop: Workshop) -> bytes:
    """The class, a learner a row."""
    return csv_file(class_rows(workshop))


def class_workbook(workshop: Workshop) -> bytes:
    """The class, its missions and the meaning of the columns."""
    return workbook(
        {
            _("Learners"): class_rows(workshop),
            _("Missions"): _mission_rows(workshop),
            _("Feedback"): _feedback_rows(workshop),
            _("Definitions"): _class_definitions(),
        }
    )


def programme_csv(workshops: Sequence[Workshop]) -> bytes:
    """The guarded sums in one table: kind of group, group, figures."""
    rows: Rows = [[_("Grouped by"), _("Group"), *_figure_names()]]
    for name, table in _tables(workshops).items():
        rows += [[name, *row] for row in table[1:]]
    return csv_file(rows)


def programme_workbook(workshops: Sequence[Workshop]) -> bytes:
    """The guarded sums, a sheet for each kind of group, and the definitions."""
    return workbook({**_tables(workshops), _("Definitions"): _programme_definitions()})


def class_rows(workshop: Workshop) -> Rows:
    """Heading and learners: times of the missions, attendance, certificates, what came later; no phones."""
    missions, progress = missions_of(workshop.id), progress_of(workshop.id)
    found = standings(workshop.id)
    held = {
        (one.learner_id, one.kind): one.number
        for one in valid_certificates([one.learner.id for one in found])
    }
    attended, meetings = _attended(workshop.id), len(sessions_of(workshop.id))
    seen = follow_up.of_workshop(workshop.id)
    heading: list[Cell] = [
        _("Nickname"),
        *(mission.code for mission in missions),
        _("Done"),
        _("Late"),
        _("Meetings attended"),
        _("Meetings in all"),
        _("Class certificate no."),
        _("Programme certificate no."),
        *(_follow_heading()),
    ]
    return [
        heading,
        *(
            [
                one.learner.nickname,
                *_times(one.learner, missions, progress),
                attended.get(one.learner.id, 0),
                meetings,
                *(held.get((one.learner.id, kind.value), "") for kind in Kind),
                *(cell for days in follow_up.DAYS for cell in _followed(seen.get((one.learner.id, days)))),
            ]
            for one in found
        ),
    ]


@dataclass(frozen=True, slots=True)
class Results:
    """Figures of several classes for a page, small counts hidden: by class, and in all."""

    names: Mapping[str, Any]
    by_class: Mapping[str, Shown]
    total: Shown


def results(workshops: Sequence[Workshop]) -> Results:
    """The figures of these classes."""
    found = [one for workshop in workshops for one in outcomes(workshop)]
    groups, total = guarded_groups(found)[_("Class")]
    return Results(FIGURES, groups, total)


def guarded_groups(
    found: Sequence[Outcome],
) -> dict[str, tuple[dict[str, Shown], Shown]]:
    """By workshop, commune, sex and track: the groups and the total, small counts hidden."""
    keys = {
        _("Class"): lambda one: _titled(one.workshop),
        _("Commune"): lambda one: _commune(one.learner),
        _("Sex"): lambda one: str(SEX_NAMES[one.learner.sex]),
        _("Track"): lambda one: str(TRACK_NAMES[one.workshop.track]),
    }
    return {name: guarded(grouped(found, key), JOINED) for name, key in keys.items()}


def _titled(workshop: Workshop) -> str:
    """With day and place, as a programme holds the same class in several communes at once."""
    day = format_date(workshop.starts_on, current_locale())
    return f"{workshop.title} ({', '.join(filter(None, (day, workshop.room)))})"


def _tables(workshops: Sequence[Workshop]) -> Mapping[str, Rows]:
    found = [one for workshop in workshops for one in outcomes(workshop)]
    return {
        name: [
            [name, *_figure_names()],
            *([group, *_cells(shown)] for group, shown in groups.items()),
            [_("All"), *_cells(total)],
        ]
        for name, (groups, total) in guarded_groups(found).items()
    }


def _cells(shown: Shown) -> list[Cell]:
    values = [shown.get(key, 0) for key in FIGURES]
    return [f"<{SMALLEST}" if value is None else value for value in values]


def _figure_names() -> list[str]:
    return [str(words) for words in FIGURES.values()]


def _commune(learner: Learner) -> str:
    code = learner.unit_code
    return unit(code).label(current_locale()) if code and is_unit(code) else _("Not told")


def _times(
    learner: Learner,
    missions: Sequence[Mission],
    progress: Mapping[tuple[int, int], LearnerProgress],
) -> list[Cell]:
    rows = [progress.get((learner.id, mission.id)) for mission in missions]
    done = sum(bool(row and row.reached_at) for row in rows)
    late = sum(bool(row and row.late) for row in rows)
    return [*(_time(row) for row in rows), done, late]


def _time(row: LearnerProgress | None) -> Cell:
    if row is None:
        return ""
    return row.reached_at or (_("skipped") if row.skipped_at else "")


def _attended(workshop_id: int) -> dict[int, int]:
    rows = db.session.execute(
        select(Attendance.learner_id, func.count(Attendance.id))
        .join(Learner, Learner.id == Attendance.learner_id)
        .where(Learner.workshop_id == workshop_id, Attendance.present)
        .group_by(Attendance.learner_id)
    )
    return dict(rows.all())


def _follow_heading() -> list[str]:
    return [
        words
        for days in follow_up.DAYS
        for words in (
            _("Shop open after %(days)s days", days=days),
            _("Orders within %(days)s days", days=days),
            _("Paid orders within %(days)s days", days=days),
        )
    ]


def _followed(row: FollowUp | None) -> list[Cell]:
    if row is None:
        return ["", "", ""]
    return [_("yes") if row.shop_open else _("no"), row.placed_orders, row.paid_orders]


def _mission_rows(workshop: Workshop) -> Rows:
    locale = current_locale()
    return [
        [_("Mission code"), _("Mission"), _("Counts for certificate"), _("In class")],
        *(
            [
                mission.code,
                str(mission.title.get(locale) or mission.title.get("vi", "")),
                _("yes") if mission.certified else _("no"),
                _("yes") if mission.in_class else _("no"),
            ]
            for mission in missions_of(workshop.id)
        ),
    ]


def _feedback_rows(workshop: Workshop) -> Rows:
    said = feedback.summary(workshop.id)
    few = _("fewer than %(number)s answers", number=feedback.FEWEST)
    return [
        [_("Question"), _("Average, from 1 to 5")],
        *(
            [str(words), Decimal(said.averages[name]) / 10 if said.averages else few]
            for name, words in feedback.QUESTIONS.items()
        ),
        [_("Answers"), said.count],
        *([_("In their words"), words] for words in said.words),
    ]


def _class_definitions() -> Rows:
    return [
        [_("Column"), _("Meaning")],
        [_("Time under a mission"), _("When the software saw it done, on a Vietnamese clock.")],
        [_("Late"), _("Missions done after their time was over.")],
        [_("Meetings attended"), _("Seen by what the learner did in the hours of the meeting, or ticked.")],
        *_follow_definitions(),
        _made_on(),
    ]


def _programme_definitions() -> Rows:
    return [
        [_("Figure"), _("Meaning")],
        [
            f"<{SMALLEST}",
            _("Counts of 1 to 4 are hidden, and so many others that they cannot be worked out."),
        ],
        [str(FIGURES[JOINED]), _("People with a place in the class; who left is not counted.")],
        [str(FIGURES["finished"]), _("Every certified mission of the class; up to two may be skipped.")],
        [
            str(FIGURES["first_sale"]),
            _("Paid for real by somebody who is not the owner, a trainer or a classmate."),
        ],
        *_follow_definitions(),
        _made_on(),
    ]


def _follow_definitions() -> Rows:
    return [
        [_("After 30 and 90 days"), _("Counted from the last day of the class, once, by the software.")],
        [
            _("Orders"),
            _("Live orders of the learner's real shop, cancelled ones not counted; never practice."),
        ],
    ]


def _made_on() -> list[Cell]:
    return [_("Made"), clock.now()]

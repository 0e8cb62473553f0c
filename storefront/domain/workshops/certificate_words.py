"""What a certificate says: the facts it is made from, and its sentences in both languages."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import lazy_gettext

from storefront.domain.notifications.letters import site_name
from storefront.domain.places.units import is_unit, province, unit
from storefront.domain.workshops.certificate_paper import Both, Paper, both, draw
from storefront.domain.workshops.schedule import trainers
from storefront.domain.workshops.standing import Standing
from storefront.infra import pdf_signature
from storefront.infra.clock import to_vn
from storefront.infra.dates import format_date
from storefront.infra.installation import installation_id
from storefront.infra.links import lasting_url
from storefront.infra.tokens import spaced_card_code
from storefront.models.workshop import Mission

NO_SELF_DEALING = lazy_gettext(
    "The first real paid order was counted only from a buyer who is not the owner, a trainer or a classmate, "
    "judged by known phone numbers and marked devices."
)
CHECK = lazy_gettext("Check that this certificate is genuine")
CHECK_LATER = lazy_gettext(
    "Issued on the class's own computer. Once the trainer has carried the class home, type this code at the "
    "programme's site, under Check a certificate."
)
PRACTICE = lazy_gettext("The missions were done in a practice shop and proved by what the software recorded.")


def facts(standing: Standing, *, programme: bool) -> dict[str, Any]:
    """What the paper says, as plain values; Vietnamese titles first."""
    learner = standing.learner
    workshop = learner.workshop
    pairs = sorted(standing.reached if programme else _in_class(standing), key=lambda pair: pair[0].code)
    return {
        "name": learner.paper_name,
        "programme": programme,
        "workshop": workshop.title,
        "starts_on": workshop.starts_on.isoformat(),
        "ends_on": workshop.ends_on.isoformat(),
        "place": workshop.room,
        "unit_code": workshop.venue.unit_code if workshop.venue else "",
        "cohort": workshop.cohort.name if workshop.cohort else "",
        "donor": workshop.donor.name if workshop.donor else "",
        "trainers": [one.name for one in trainers(workshop)],
        "missions": [
            {"code": mission.code, "title": mission.title, "on": day.isoformat()} for mission, day in pairs
        ],
        "skipped": [{"code": mission.code, "title": mission.title} for mission in standing.skipped],
    }


def paper(said: dict[str, Any], *, number: int, code: str, issued_at: dt.datetime) -> bytes:
    """The paper's PDF, with the installation's signature inside.

    One from a laptop that nobody reaches later has no address and no code for cameras, only the code to type.
    """
    spaced, issuer = spaced_card_code(code), site_name()
    url, address = lasting_url(f"/certificates/{spaced}"), lasting_url("/certificates")
    drawn = draw(
        Paper(
            issuer=issuer,
            under_issuer=str(said["cohort"] or said["donor"]),
            number=both(
                lazy_gettext("No. %(number)s", number=numbered(number, issued_at, installation_id()))
            ),
            motto=both(lazy_gettext("Independence – Freedom – Happiness")),
            title=both(lazy_gettext("Certificate")),
            kind=both(KINDS[bool(said["programme"])]),
            awarded=both(lazy_gettext("This is to certify that")),
            name=str(said["name"]),
            lines=[both(_sentence(said))],
            missions=[_mission(row) for row in said["missions"]],
            notes=_notes(said),
            dated=_dated(said, issued_at),
            trainer=both(lazy_gettext("Trainer")),
            trainers=said["trainers"][:2],
            check=both(CHECK if url else CHECK_LATER),
            url=url,
            address=(address or "").split("://", 1)[-1],
            code=spaced,
        )
    )
    return pdf_signature.signed(drawn, name=issuer)


def numbered(number: int, issued_at: dt.datetime, origin: str) -> str:
    """The number as printed: each installation counts from 1, so it names the installation too."""
    return f"{number:04}/{to_vn(issued_at).year}/GCN-{origin[:4].upper()}"


KINDS = {
    False: lazy_gettext("Practical missions of the class done"),
    True: lazy_gettext("Programme completed, with a first real sale"),
}


def _in_class(standing: Standing) -> list[tuple[Mission, dt.date]]:
    own = {mission.id for mission, _row in standing.in_class}
    return [pair for pair in standing.reached if pair[0].id in own]


def _sentence(said: dict[str, Any]) -> Any:
    values = {
        "count": len(said["missions"]),
        "title": said["workshop"],
        "starts": format_date(dt.date.fromisoformat(said["starts_on"])),
        "ends": format_date(dt.date.fromisoformat(said["ends_on"])),
    }
    if said["place"]:
        return lazy_gettext(
            "has done %(count)s missions of the class “%(title)s”, held from %(starts)s to %(ends)s at "
            "%(place)s:",
            place=said["place"],
            **values,
        )
    return lazy_gettext(
        "has done %(count)s missions of the class “%(title)s”, held from %(starts)s to %(ends)s online:",
        **values,
    )


def _mission(row: dict[str, Any]) -> tuple[str, Both, str]:
    title = row["title"]
    vietnamese = str(title.get("vi") or title.get("en") or "")
    day = format_date(dt.date.fromisoformat(row["on"]))
    return row["code"], Both(vietnamese, str(title.get("en") or "")), day


def _notes(said: dict[str, Any]) -> list[Both]:
    notes = [both(NO_SELF_DEALING if said["programme"] else PRACTICE)]
    if said["skipped"]:
        codes = ", ".join(row["code"] for row in said["skipped"])
        skipped = lazy_gettext("Not done, skipped by the trainer: %(codes)s.", codes=codes)
        notes.insert(0, both(skipped))
    if said["donor"]:
        notes.append(both(lazy_gettext("With the support of %(donor)s.", donor=said["donor"])))
    return notes


def _dated(said: dict[str, Any], issued_at: dt.datetime) -> Both:
    code = said["unit_code"]
    within = province(unit(code).province_code).name if code and is_unit(code) else ""
    day, month, year = format_date(issued_at).split("/")
    english = format_date(issued_at, "en")
    vietnamese = f"ngày {day} tháng {month} năm {year}"
    if within:
        return Both(f"{within}, {vietnamese}", f"{within}, {english}")
    return Both(vietnamese.capitalize(), english)

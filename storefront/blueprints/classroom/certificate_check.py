"""The public check page: whether a certificate is good, what it says, whether a file is the one issued."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Blueprint, Response, make_response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from storefront.blueprints.common.guards import open_to_all
from storefront.blueprints.common.respond import page, see_other
from storefront.blueprints.common.session import client_address
from storefront.domain.workshops import certificates
from storefront.domain.workshops.certificate_words import KINDS, NO_SELF_DEALING, numbered
from storefront.domain.workshops.certificates import NoSuchCertificate
from storefront.infra import crypto, limits
from storefront.infra.dates import format_date
from storefront.infra.errors import TooOften
from storefront.infra.i18n import current_locale
from storefront.infra.tokens import spaced_card_code
from storefront.models.workshop import Certificate

bp = Blueprint("certificate_check", __name__, url_prefix="/certificates")
LOOKS, WINDOW = 120, dt.timedelta(minutes=10)
"""So many codes an address may try; a class of thirty behind one address looks at its own with ease."""
LARGEST = 2 << 20


@bp.get("/")
@open_to_all
def index() -> ResponseReturnValue:
    """Where the code of a paper is typed."""
    typed = request.args.get("code", "").strip()
    if not typed:
        return _asking()
    try:
        return see_other(url_for(".show", certificate_code=spaced_card_code(_found(typed).code)))
    except NoSuchCertificate as wrong:
        return _asking(typed, str(wrong.message)), 404


@bp.get("/<certificate_code>")
@open_to_all
def show(certificate_code: str) -> ResponseReturnValue:
    """What the certificate says, and whether it is good."""
    try:
        return _drawn(_found(certificate_code), verdict="")
    except NoSuchCertificate as wrong:
        return _asking(certificate_code, str(wrong.message)), 404


@bp.post("/<certificate_code>/file")
@open_to_all
def compare(certificate_code: str) -> ResponseReturnValue:
    """Whether the file that was sent is the one that was issued; it is not kept."""
    certificate = _found(certificate_code)
    sent = request.files.get("file")
    data = sent.read(LARGEST) if sent else b""
    if not data:
        return _drawn(certificate, verdict="none"), 422
    return _drawn(certificate, verdict="same" if certificates.is_same_file(certificate, data) else "other")


def _found(code: str) -> Certificate:
    """Raises TooOften for one who tries codes, NoSuchCertificate."""
    if not limits.allow("certificate", LOOKS, int(WINDOW.total_seconds()), client_address()):
        raise TooOften(WINDOW)
    return certificates.by_code(code)


def _asking(typed: str = "", error: str = "") -> Response:
    return _private(page("classroom/certificate_find.html", typed=typed, error=error))


def _drawn(certificate: Certificate, *, verdict: str) -> Response:
    facts = certificate.facts
    locale = current_locale()
    day = {name: format_date(dt.date.fromisoformat(facts[name]), locale) for name in ("starts_on", "ends_on")}
    return _private(
        page(
            "classroom/certificate_check.html",
            one=certificate,
            facts=facts,
            days=day,
            missions=[_mission(row, locale) for row in facts["missions"]],
            skipped=[_mission(row, locale) for row in facts["skipped"]],
            kind=KINDS[bool(facts["programme"])],
            judged=NO_SELF_DEALING if facts["programme"] else "",
            code=spaced_card_code(certificate.code),
            number=numbered(certificate.number, certificate.issued_at, certificate.origin),
            issued_on=format_date(certificate.issued_at, locale),
            brought_at=certificates.brought_home_at(certificate),
            well_signed=certificates.is_well_signed(certificate),
            ours=certificate.public_key == crypto.public_key(),
            verdict=verdict,
        )
    )


def _mission(row: dict[str, Any], locale: str) -> dict[str, str]:
    title = row["title"]
    day = format_date(dt.date.fromisoformat(str(row["on"])), locale) if "on" in row else _("skipped")
    return {"code": str(row["code"]), "title": title.get(locale) or title.get("vi", ""), "day": day}


def _private(drawn: str) -> Response:
    answer = make_response(drawn)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer

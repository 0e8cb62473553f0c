"""The poster of a class: a code for the camera, the join code in big letters, and the address to type."""

from __future__ import annotations

import io

from flask_babel import gettext as _
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from storefront.infra.dates import format_date
from storefront.infra.i18n import current_locale
from storefront.infra.links import public_url
from storefront.infra.paper import HIGH, WIDE, bare, centred, lines, qr
from storefront.infra.pdf import BOLD, INK, PALE, REGULAR, fonts
from storefront.models.workshop import Workshop

COLOUR = HexColor("#14523f")
QR_SIDE = 104 * mm
BAND = 42 * mm
TITLE_SIZES = ((34, 1), (28, 1), (24, 1), (28, 2), (22, 2), (16, 2))
"""Size in points and most lines, the best first."""


def join_url(workshop: Workshop) -> str:
    """Where the class's code leads: the form with the join code filled in."""
    return public_url(f"/join/{workshop.join_code}")


def join_address() -> str:
    """The address people type before the code."""
    return bare(public_url("/join"))


def days(workshop: Workshop) -> str:
    """`22/11/2026 – 23/11/2026`, or the one day."""
    ends = sorted({workshop.starts_on, workshop.ends_on})
    return " – ".join(format_date(day, current_locale()) for day in ends)


def place(workshop: Workshop) -> str:
    """Where the class meets, in words."""
    return workshop.room or (_("Online") if workshop.online_url else "")


def poster(workshop: Workshop) -> bytes:
    """The poster as a PDF of one page; the same class always gives the same bytes."""
    fonts()
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, invariant=1)
    canvas.setTitle(workshop.title)
    canvas.setFillColor(COLOUR)
    canvas.rect(0, HIGH - 8 * mm, WIDE, 8 * mm, stroke=0, fill=1)
    _head(canvas, workshop)
    bottom = BAND + 62 * mm
    qr(canvas, join_url(workshop), side=QR_SIDE, bottom=bottom)
    height = centred(canvas, _("Scan to join the class"), BOLD, 20, bottom - 11 * mm, colour=INK)
    words = _("or open %(address)s and type", address=join_address())
    centred(canvas, words, REGULAR, 14, height, colour=PALE)
    centred(canvas, " ".join(workshop.join_code), BOLD, 52, BAND + 15 * mm, colour=COLOUR)
    _foot(canvas)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def _head(canvas: Canvas, workshop: Workshop) -> None:
    fitting = (size for size, most in TITLE_SIZES if len(lines(workshop.title, BOLD, size)) <= most)
    size = next(fitting, TITLE_SIZES[-1][0])
    height = centred(canvas, workshop.title, BOLD, size, HIGH - 28 * mm, colour=INK)
    words = " · ".join(part for part in (days(workshop), place(workshop)) if part)
    centred(canvas, words, REGULAR, 14, height - 2 * mm, colour=PALE)


def _foot(canvas: Canvas) -> None:
    canvas.setFillColor(COLOUR)
    canvas.rect(0, 0, WIDE, BAND, stroke=0, fill=1)
    steps = (
        _("1. Scan the code with the camera of your phone or with Zalo."),
        _("2. Type a nickname. No e-mail is needed."),
        _("3. Your practice shop is ready at once."),
    )
    height = BAND - 13 * mm
    for step in steps:
        height = centred(canvas, step, REGULAR, 14, height, colour=HexColor("#ffffff"))

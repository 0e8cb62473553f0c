"""The shop's poster: an A4 page with its name and a code that opens it, to hang at the counter."""

from __future__ import annotations

import io
from dataclasses import dataclass

from flask_babel import gettext
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from storefront.infra.paper import HIGH, WIDE, bare, centred, lines, qr
from storefront.infra.pdf import BOLD, INK, PALE, REGULAR, fonts

QR_SIDE = 105 * mm
BAND = 34 * mm
LARGEST_NAME, SMALLEST_IN_ONE_LINE, SMALLEST_NAME = 40, 30, 20


@dataclass(frozen=True, slots=True)
class PosterData:
    """What stands on the poster; `url` in full, `colour` as #rrggbb with white words readable on it."""

    name: str
    url: str
    tagline: str = ""
    address: str = ""
    phone: str = ""
    colour: str = "#9a3412"
    practice: bool = False


def poster(data: PosterData) -> bytes:
    """The poster as a PDF of one page; the same data always give the same bytes."""
    fonts()
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, invariant=1)
    canvas.setTitle(data.name)
    canvas.setFillColor(HexColor(data.colour))
    canvas.rect(0, HIGH - 8 * mm, WIDE, 8 * mm, stroke=0, fill=1)
    below = _name(canvas, data)
    _code(canvas, data, below)
    _foot(canvas, data)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def _name(canvas: Canvas, data: PosterData) -> float:
    """Write name and tagline; returns the height below them."""
    height = centred(canvas, data.name, BOLD, _name_size(data.name), HIGH - 30 * mm, colour=INK)
    if data.tagline:
        height = centred(canvas, data.tagline, REGULAR, 15, height - 2 * mm, colour=PALE)
    return height


def _name_size(name: str) -> int:
    """One line where the letters stay large, else two."""
    for most, smallest in ((1, SMALLEST_IN_ONE_LINE), (2, SMALLEST_NAME)):
        for size in range(LARGEST_NAME, smallest - 1, -2):
            if len(lines(name, BOLD, size)) <= most:
                return size
    return SMALLEST_NAME


def _code(canvas: Canvas, data: PosterData, below: float) -> None:
    space = below - BAND - 28 * mm
    side = min(QR_SIDE, space)
    bottom = BAND + 24 * mm + (space - side) / 2
    qr(canvas, data.url, side=side, bottom=bottom)
    words = gettext("Scan to look and order")
    centred(canvas, words, BOLD, 20, bottom - 10 * mm, colour=INK)
    centred(canvas, bare(data.url), REGULAR, 13, bottom - 18 * mm, colour=PALE)


def _foot(canvas: Canvas, data: PosterData) -> None:
    canvas.setFillColor(HexColor(data.colour))
    canvas.rect(0, 0, WIDE, BAND, stroke=0, fill=1)
    white = HexColor("#ffffff")
    practice = gettext("Practice shop: no real money, no real customers") if data.practice else ""
    small = [line for line in (practice, data.address) if line]
    height = BAND - 11 * mm
    if data.phone:
        words = gettext("Call or write on Zalo: %(phone)s", phone=data.phone)
        height = centred(canvas, words, BOLD, 17, height, colour=white)
    for line in small:
        height = centred(canvas, line, REGULAR, 10.5, height, colour=white)

"""The shop's poster: an A4 page with its name and a code that opens it, to hang at the counter."""

from __future__ import annotations

import io
from dataclasses import dataclass

import segno
from flask_babel import gettext
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from storefront.infra.pdf import BOLD, INK, PALE, REGULAR, fonts

WIDE, HIGH = A4
SIDE = 22 * mm
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
    height = _centred(canvas, data.name, BOLD, _name_size(data.name), HIGH - 30 * mm, colour=INK)
    if data.tagline:
        height = _centred(canvas, data.tagline, REGULAR, 15, height - 2 * mm, colour=PALE)
    return height


def _name_size(name: str) -> int:
    """One line where the letters stay large, else two."""
    for lines, smallest in ((1, SMALLEST_IN_ONE_LINE), (2, SMALLEST_NAME)):
        for size in range(LARGEST_NAME, smallest - 1, -2):
            if len(_lines(name, BOLD, size)) <= lines:
                return size
    return SMALLEST_NAME


def _code(canvas: Canvas, data: PosterData, below: float) -> None:
    space = below - BAND - 28 * mm
    side = min(QR_SIDE, space)
    bottom = BAND + 24 * mm + (space - side) / 2
    matrix = segno.make_qr(data.url, error="m").matrix
    step = side / len(matrix)
    canvas.setFillColor(HexColor("#000000"))
    for row, cells in enumerate(matrix):
        for column, dark in enumerate(cells):
            if dark:
                left = (WIDE - side) / 2 + column * step
                # A hair wider than its cell, so that no viewer draws seams between the squares.
                top = bottom + (len(matrix) - 1 - row) * step
                canvas.rect(left, top, step * 1.01, step * 1.01, stroke=0, fill=1)
    words = gettext("Scan to look and order")
    _centred(canvas, words, BOLD, 20, bottom - 10 * mm, colour=INK)
    _centred(canvas, _shown(data.url), REGULAR, 13, bottom - 18 * mm, colour=PALE)


def _foot(canvas: Canvas, data: PosterData) -> None:
    canvas.setFillColor(HexColor(data.colour))
    canvas.rect(0, 0, WIDE, BAND, stroke=0, fill=1)
    white = HexColor("#ffffff")
    practice = gettext("Practice shop: no real money, no real customers") if data.practice else ""
    lines = [line for line in (practice, data.address) if line]
    height = BAND - 11 * mm
    if data.phone:
        words = gettext("Call or write on Zalo: %(phone)s", phone=data.phone)
        height = _centred(canvas, words, BOLD, 17, height, colour=white)
    for line in lines:
        height = _centred(canvas, line, REGULAR, 10.5, height, colour=white)


def _centred(canvas: Canvas, words: str, font: str, size: float, height: float, *, colour: HexColor) -> float:
    """Write words around the middle, in as many lines as they need; returns the height below them."""
    canvas.setFillColor(colour)
    canvas.setFont(font, size)
    for line in _lines(words, font, size):
        canvas.drawCentredString(WIDE / 2, height, line)
        height -= size * 1.3
    return height


def _lines(words: str, font: str, size: float) -> list[str]:
    return list(simpleSplit(words, font, size, WIDE - 2 * SIDE))


def _shown(url: str) -> str:
    return url.removeprefix("https://").removeprefix("http://").rstrip("/")

"""What posters are drawn with: words around the middle of an A4 page, and codes for cameras."""

from __future__ import annotations

import segno
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

WIDE, HIGH = A4
SIDE = 22 * mm


def centred(canvas: Canvas, words: str, font: str, size: float, height: float, *, colour: HexColor) -> float:
    """Write words around the middle, in as many lines as they need; returns the height below them."""
    canvas.setFillColor(colour)
    canvas.setFont(font, size)
    for line in lines(words, font, size):
        canvas.drawCentredString(WIDE / 2, height, line)
        height -= size * 1.3
    return height


def lines(words: str, font: str, size: float) -> list[str]:
    """The words cut into lines between the margins."""
    return list(simpleSplit(words, font, size, WIDE - 2 * SIDE))


def qr(canvas: Canvas, url: str, *, side: float, bottom: float, left: float | None = None) -> None:
    """Draw the code of an address, `side` wide, above `bottom`; in the middle of the page unless `left`."""
    left = (WIDE - side) / 2 if left is None else left
    matrix = segno.make_qr(url, error="m").matrix
    step = side / len(matrix)
    canvas.setFillColor(HexColor("#000000"))
    for row, cells in enumerate(matrix):
        for column, dark in enumerate(cells):
            if dark:
                # A hair wider than its cell, so that no viewer draws seams between the squares.
                low = bottom + (len(matrix) - 1 - row) * step
                canvas.rect(left + column * step, low, step * 1.01, step * 1.01, stroke=0, fill=1)


def bare(url: str) -> str:
    """An address as people type it: without scheme, question and last slash."""
    return url.partition("?")[0].removeprefix("https://").removeprefix("http://").rstrip("/")

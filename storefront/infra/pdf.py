"""Plain documents as PDF: title, facts, tables and sentences, in a font with every Vietnamese letter."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TypeAlias
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, TableStyle
from reportlab.platypus import Table as PdfTable

REGULAR, BOLD = "BeVietnamPro", "BeVietnamPro-Bold"
MARGIN = 18 * mm
WIDTH = A4[0] - 2 * MARGIN
PADDING = 6
"""Points that reportlab's frame keeps clear around its contents, tables excepted."""
INK, PALE, RULE = HexColor("#1f2933"), HexColor("#52606d"), HexColor("#cbd2d9")


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of a label and what it is, under a heading."""

    heading: str
    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under column headings; columns in `right` hold figures, `widths` are shares of the page.

    `padding` are points above and below each row.
    """

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]
    right: frozenset[int] = frozenset()
    sums: Sequence[tuple[str, str]] = ()
    padding: int = 3


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph, small print when it is a note."""

    words: str
    note: bool = False


Block: TypeAlias = Facts | Table | Text


@dataclass(frozen=True, slots=True)
class Document:
    """A document of one or more pages; `footer` stands on each with the page's number."""

    title: str
    blocks: Sequence[Block]
    subtitle: str = ""
    footer: str = ""
    author: str = ""
    locale: str = field(default="vi")


def draw(document: Document) -> bytes:
    """The document as a PDF on A4; the same document always gives the same bytes."""
    fonts()
    target = io.BytesIO()
    template = SimpleDocTemplate(
        target,
        pagesize=A4,
        leftMargin=MARGIN - PADDING,
        rightMargin=MARGIN - PADDING,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=document.title,
        author=document.author,
        lang=document.locale,
        invariant=1,
    )
    story: list[Flowable] = [Paragraph(escape(document.title), _style(BOLD, 16, 20))]
    if document.subtitle:
        story.append(Paragraph(escape(document.subtitle), _style(REGULAR, 10, 14, colour=PALE)))
    for block in document.blocks:
        story += [Spacer(1, 5 * mm), *_flowables(block)]

    def foot(canvas: Canvas, _template: SimpleDocTemplate) -> None:
        _foot(canvas, document.footer)

    template.build(story, onFirstPage=foot, onLaterPages=foot)
    return target.getvalue()


@cache
def fonts() -> None:
    """Register Be Vietnam Pro (OFL) with reportlab; only the letters used end up in a file."""
    folder = resources.files("storefront").joinpath("data/fonts")
    for name, file_name in ((REGULAR, "BeVietnamPro-Regular.ttf"), (BOLD, "BeVietnamPro-Bold.ttf")):
        pdfmetrics.registerFont(TTFont(name, io.BytesIO(folder.joinpath(file_name).read_bytes())))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)


def _flowables(block: Block) -> list[Flowable]:
    if isinstance(block, Facts):
        return _facts(block)
    if isinstance(block, Table):
        return _table(block)
    style = _style(REGULAR, 8, 11, colour=PALE) if block.note else _style(REGULAR, 10, 14)
    return [Paragraph(escape(line), style) for line in block.words.splitlines()]


def _facts(block: Facts) -> list[Flowable]:
    heading = Paragraph(escape(block.heading), _style(BOLD, 11, 15))
    heading.keepWithNext = True
    cells = [
        [
            Paragraph(escape(label), _style(REGULAR, 9, 13, colour=PALE)),
            Paragraph(escape(value).replace("\n", "<br/>"), _style(REGULAR, 10, 13)),
        ]
        for label, value in block.rows
    ]
    if not cells:
        return [heading]
    table = PdfTable(cells, colWidths=[WIDTH * 0.28, WIDTH * 0.72])
    table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *_padding(2)]))
    return [heading, table]


def _table(block: Table) -> list[Flowable]:
    head = [_cell(words, BOLD, index in block.right) for index, words in enumerate(block.columns)]
    body = [
        [_cell(words, REGULAR, index in block.right) for index, words in enumerate(row)] for row in block.rows
    ]
    empty = [""] * (len(block.columns) - 2)
    sums = [[_cell(label, BOLD, True), *empty, _cell(amount, BOLD, True)] for label, amount in block.sums]
    table = PdfTable([head, *body, *sums], colWidths=[WIDTH * share for share in block.widths], repeatRows=1)
    rules = [("LINEBELOW", (0, row), (-1, row), 0.5, RULE) for row in range(len(body) + 1)]
    spans = [("SPAN", (0, row), (-2, row)) for row in range(len(body) + 1, len(body) + 1 + len(sums))]
    table.setStyle(
        TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *_padding(block.padding), *rules, *spans])
    )
    return [table]


def _cell(words: str, font: str, right: bool) -> Paragraph:
    style = _style(font, 9, 12)
    if right:
        style.alignment = TA_RIGHT
    return Paragraph(escape(words), style)


def _padding(points: int) -> list[tuple[str, tuple[int, int], tuple[int, int], int]]:
    sides = ("TOPPADDING", "BOTTOMPADDING")
    return [(side, (0, 0), (-1, -1), points) for side in sides] + [
        ("LEFTPADDING", (0, 0), (0, -1), 0),
        ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
    ]


def _style(font: str, size: int, leading: int, *, colour: HexColor = INK) -> ParagraphStyle:
    return ParagraphStyle(
        f"{font}-{size}", fontName=font, fontSize=size, leading=leading, textColor=colour, splitLongWords=True
    )


def _foot(canvas: Canvas, words: str) -> None:
    canvas.setFont(REGULAR, 7)
    canvas.setFillColor(PALE)
    canvas.drawString(MARGIN, MARGIN / 2, words)
    canvas.drawRightString(A4[0] - MARGIN, MARGIN / 2, str(canvas.getPageNumber()))

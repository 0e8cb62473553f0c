"""The certificate as a paper: one A4 page across, Vietnamese first and English below, with its check code."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from flask_babel import LazyString
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Frame, KeepInFrame, Paragraph, Spacer, Table, TableStyle

from storefront.infra.i18n import speaking
from storefront.infra.paper import qr
from storefront.infra.pdf import BOLD, INK, PALE, REGULAR, fonts

WIDE, HIGH = landscape(A4)
MIDDLE = WIDE / 2
GREEN, GOLD, MIST = HexColor("#0b6b4f"), HexColor("#b8860b"), HexColor("#eef5f1")
SIDE = 22 * mm
FOOT_TOP, TITLE_LOW = 52 * mm, 145 * mm
QR_SIDE = 25 * mm
FOOT_WORDS, HEAD_WORDS = 105 * mm, 96 * mm
LARGEST_NAME, SMALLEST_NAME = 25, 17


@dataclass(frozen=True, slots=True)
class Both:
    """The same words in Vietnamese and in English."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on the page. `lines` are sentences below the name, `missions` what was done, with its day.

    `notes` are small print; `url` opens the public check page, `address` is the same without the code;
    a paper from a place without one has neither.
    """

    issuer: str
    under_issuer: str
    number: Both
    motto: Both
    title: Both
    kind: Both
    awarded: Both
    name: str
    lines: Sequence[Both]
    missions: Sequence[tuple[str, Both, str]]
    notes: Sequence[Both]
    dated: Both
    trainer: Both
    trainers: Sequence[str]
    check: Both
    url: str | None
    address: str
    code: str


def both(words: LazyString) -> Both:
    """A lazy sentence said in the paper's two languages."""
    said = []
    for locale in ("vi", "en"):
        with speaking(locale):
            said.append(str(words))
    return Both(*said)


def draw(paper: Paper) -> bytes:
    """The paper as a PDF of one page; the same data always give the same bytes."""
    fonts()
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(WIDE, HIGH), invariant=1, lang="vi")
    canvas.setTitle(f"{paper.title.vi} {paper.code}")
    canvas.setAuthor(paper.issuer)
    _frame(canvas)
    _head(canvas, paper)
    _title(canvas, paper)
    _story(canvas, paper)
    _foot(canvas, paper)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def _frame(canvas: Canvas) -> None:
    for inset, width, colour in ((7 * mm, 2.4, GREEN), (9 * mm, 0.7, GOLD)):
        canvas.setStrokeColor(colour)
        canvas.setLineWidth(width)
        canvas.rect(inset, inset, WIDE - 2 * inset, HIGH - 2 * inset)
    canvas.setFillColor(GREEN)
    for left in (7 * mm, WIDE - 12 * mm):
        for bottom in (7 * mm, HIGH - 12 * mm):
            canvas.rect(left, bottom, 5 * mm, 5 * mm, stroke=0, fill=1)


def _head(canvas: Canvas, paper: Paper) -> None:
    left, right, top = SIDE + 40 * mm, WIDE - SIDE - 46 * mm, HIGH - 21 * mm
    _centred(canvas, paper.issuer.upper(), left, top, BOLD, 10.5, most=HEAD_WORDS)
    if paper.under_issuer:
        top -= 5 * mm
        _centred(canvas, paper.under_issuer, left, top, REGULAR, 9, PALE, most=HEAD_WORDS)
    _centred(canvas, f"{paper.number.vi} / {paper.number.en}", left, top - 5 * mm, REGULAR, 9)
    top = HIGH - 21 * mm
    _centred(canvas, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", right, top, BOLD, 10.5)
    _centred(canvas, paper.motto.vi, right, top - 5 * mm, BOLD, 10.5)
    _centred(canvas, paper.motto.en, right, top - 11 * mm, REGULAR, 7.5, PALE)
    half = canvas.stringWidth(paper.motto.vi, BOLD, 10.5) / 2
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(0.6)
    canvas.line(right - half, top - 6.6 * mm, right + half, top - 6.6 * mm)


def _title(canvas: Canvas, paper: Paper) -> None:
    _centred(canvas, paper.title.vi.upper(), MIDDLE, HIGH - 49 * mm, BOLD, 30, GREEN)
    words = f"{paper.title.en} · {paper.kind.en}"
    _centred(canvas, paper.kind.vi, MIDDLE, HIGH - 57 * mm, BOLD, 12.5)
    _centred(canvas, words, MIDDLE, HIGH - 62 * mm, REGULAR, 8.5, PALE)


def _story(canvas: Canvas, paper: Paper) -> None:
    width, height = WIDE - 2 * SIDE, TITLE_LOW - FOOT_TOP
    story: list[Flowable] = [
        _words(Both(paper.awarded.vi, paper.awarded.en), 10),
        Paragraph(escape(paper.name), _name_style(paper.name, width)),
        Spacer(1, 2 * mm),
        *[_words(line, 11) for line in paper.lines],
        Spacer(1, 3 * mm),
        _missions(paper, width),
        Spacer(1, 2 * mm),
        *[_words(note, 8) for note in paper.notes],
    ]
    held = KeepInFrame(width, height, story, mode="shrink")
    Frame(SIDE, FOOT_TOP, width, height, 0, 0, 0, 0).addFromList([held], canvas)


def _missions(paper: Paper, width: float) -> Table:
    """What was done, in two columns read downwards."""
    half = (len(paper.missions) + 1) // 2
    cells = [_mission(*mission) for mission in paper.missions]
    columns = [cells[:half], cells[half:] + [""] * (2 * half - len(cells))]
    table = Table(list(zip(*columns, strict=True)), colWidths=[width / 2] * 2)
    table.setStyle(
        TableStyle(
            [
                ("BACKGROUND", (0, 0), (-1, -1), MIST),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("TOPPADDING", (0, 0), (-1, -1), 1.5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
                ("LEFTPADDING", (0, 0), (-1, -1), 10),
            ]
        )
    )
    return table


def _mission(code: str, title: Both, day: str) -> Paragraph:
    style = ParagraphStyle("mission", fontName=REGULAR, fontSize=8.5, leading=10.5, textColor=INK)
    english = f' <font size="7" color="#52606d">{escape(title.en)}</font>' if title.en else ""
    return Paragraph(
        f'<font name="{BOLD}" color="#0b6b4f">{escape(code)}</font> {escape(title.vi)}'
        f'{english} <font size="7" color="#52606d">·\u00a0{escape(day)}</font>',
        style,
    )


def _foot(canvas: Canvas, paper: Paper) -> None:
    bottom = 18 * mm
    left, top = SIDE, bottom + QR_SIDE - 4 * mm
    if paper.url:
        qr(canvas, paper.url, side=QR_SIDE, bottom=bottom, left=SIDE)
        left += QR_SIDE + 5 * mm
    for words, font, size, colour in (
        (paper.check.vi, BOLD, 8.5, INK),
        (paper.check.en, REGULAR, 7.5, PALE),
        (paper.address, REGULAR, 8.5, INK),
        (paper.code, BOLD, 11, GREEN),
    ):
        canvas.setFillColor(colour)
        for line in simpleSplit(words, font, size, FOOT_WORDS):
            canvas.setFont(font, size)
            canvas.drawString(left, top, line)
            top -= size * 1.35
        top -= 1.2 * mm
    right = WIDE - SIDE - 46 * mm
    _centred(canvas, paper.dated.vi, right, bottom + 28 * mm, REGULAR, 9.5)
    _centred(canvas, paper.dated.en, right, bottom + 24.2 * mm, REGULAR, 7.5, PALE)
    _centred(canvas, paper.trainer.vi.upper(), right, bottom + 18 * mm, BOLD, 10)
    _centred(canvas, paper.trainer.en, right, bottom + 14.4 * mm, REGULAR, 7.5, PALE)
    for row, name in enumerate(reversed(paper.trainers)):
        _centred(canvas, name, right, bottom - 4 * mm + row * 5.2 * mm, BOLD, 11, most=92 * mm)


def _centred(
    canvas: Canvas,
    words: str,
    middle: float,
    height: float,
    font: str,
    size: float,
    colour: HexColor = INK,
    *,
    most: float = WIDE,
) -> None:
    """Words in one line around `middle`, in smaller letters where they would be wider than `most`."""
    size *= min(1, most / stringWidth(words, font, size)) if words else 1
    canvas.setFillColor(colour)
    canvas.setFont(font, size)
    canvas.drawCentredString(middle, height, words)


def _words(words: Both, size: float) -> Paragraph:
    """A centred sentence with its English below, smaller and paler."""
    english = f'<br/><font size="{size * 0.78:.1f}" color="#52606d">{escape(words.en)}</font>'
    colour = INK if size > 8 else PALE
    return Paragraph(escape(words.vi) + english, _style(REGULAR, size, size * 1.3, colour))


def _name_style(name: str, width: float) -> ParagraphStyle:
    """As large as one line of it may be."""
    size: float = LARGEST_NAME
    while size > SMALLEST_NAME and stringWidth(name, BOLD, size) > width:
        size -= 1
    return _style(BOLD, size, size * 1.32, INK)


def _style(font: str, size: float, leading: float, colour: HexColor) -> ParagraphStyle:
    return ParagraphStyle(
        f"{font}-{size}", fontName=font, fontSize=size, leading=leading, textColor=colour, alignment=TA_CENTER
    )

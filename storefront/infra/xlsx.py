"""The first sheet of an Excel workbook (.xlsx) as rows of text; dates come as 2026-11-22 09:35:12."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from xml.etree import ElementTree

LARGEST = 60 << 20
"""Bytes of all parts unpacked: more is no statement but a trap."""
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_BUILT_IN_DATES = {*range(14, 23), *range(45, 48)}
_REFERENCE = re.compile(r"([A-Z]{1,3})\d+")
_LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
MOST_COLUMNS = 100
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    ElementTree.ParseError,
    LookupError,
    ValueError,
    OverflowError,
    RuntimeError,
)
"""How damaged, encrypted and foreign files fail."""


class NotAWorkbook(ValueError):
    """The file cannot be read as a workbook."""


def read_first_sheet(data: bytes) -> list[list[str]]:
    """Rows of text, empty cells included. Raises NotAWorkbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            if sum(part.file_size for part in book.infolist()) > LARGEST:
                raise NotAWorkbook("too large")
            return list(_rows(book))
    except UNREADABLE as error:
        raise NotAWorkbook(str(error)) from error


def _rows(book: zipfile.ZipFile) -> Iterator[list[str]]:
    names = set(book.namelist())
    shared = _shared(book) if "xl/sharedStrings.xml" in names else []
    dates = _date_styles(book) if "xl/styles.xml" in names else frozenset()
    for row in _tree(book, _first_sheet(book)).iter(f"{_MAIN}row"):
        cells: list[str] = []
        for cell in row.iter(f"{_MAIN}c"):
            column = _column(cell.get("r", ""), len(cells))
            if column < MOST_COLUMNS:
                cells += [""] * (column + 1 - len(cells))
                cells[column] = _value(cell, shared, dates)
        yield cells


def _tree(book: zipfile.ZipFile, name: str) -> ElementTree.Element:
    content = book.read(name)
    if b"<!DOCTYPE" in content[:2000]:
        raise NotAWorkbook("a document type is declared")
    return ElementTree.fromstring(content.replace(_STRICT.strip("{}").encode(), _MAIN.strip("{}").encode()))


def _first_sheet(book: zipfile.ZipFile) -> str:
    """Its part's name; sheets are numbered by the program that wrote them."""
    sheets = [name for name in book.namelist() if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name)]
    targets = re.findall(rb'Target="/?(?:xl/)?(worksheets/[^"]+)"', _relations(book))
    first = _first_relation(book, targets)
    return first if first in sheets else sorted(sheets, key=lambda name: (len(name), name))[0]


def _relations(book: zipfile.ZipFile) -> bytes:
    name = "xl/_rels/workbook.xml.rels"
    return book.read(name) if name in book.namelist() else b""


def _first_relation(book: zipfile.ZipFile, targets: list[bytes]) -> str:
    """The part the workbook's first sheet points to."""
    sheet = next(_tree(book, "xl/workbook.xml").iter(f"{_MAIN}sheet"))
    wanted = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")
    for relation in ElementTree.fromstring(_relations(book) or b"<none/>"):
        if relation.get("Id") == wanted:
            return "xl/" + relation.get("Target", "").removeprefix("/xl/").removeprefix("xl/")
    return "xl/" + targets[0].decode() if targets else ""


def _shared(book: zipfile.ZipFile) -> list[str]:
    return [_text(item) for item in _tree(book, "xl/sharedStrings.xml").iter(f"{_MAIN}si")]


def _text(element: ElementTree.Element) -> str:
    return "".join(part.text or "" for part in element.iter(f"{_MAIN}t"))


def _date_styles(book: zipfile.ZipFile) -> frozenset[int]:
    """Numbers of the cell styles that show a number as a date."""
    tree = _tree(book, "xl/styles.xml")
    own = {
        int(item.get("numFmtId", "0"))
        for item in tree.iter(f"{_MAIN}numFmt")
        if re.search("[yYdDhH]", _LITERAL.sub("", item.get("formatCode", "")))
    }
    formats = tree.find(f"{_MAIN}cellXfs")
    styles = list(formats) if formats is not None else []
    wanted = own | _BUILT_IN_DATES
    return frozenset(at for at, style in enumerate(styles) if int(style.get("numFmtId", "0")) in wanted)


def _column(reference: str, following: int) -> int:
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return following
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _value(cell: ElementTree.Element, shared: list[str], dates: frozenset[int]) -> str:
    kind, raw = cell.get("t", "n"), cell.findtext(f"{_MAIN}v") or ""
    if kind == "s":
        return shared[int(raw)] if raw else ""
    if kind == "inlineStr":
        return _text(cell)
    if kind != "n" or not raw:
        return raw
    number = float(raw)
    if int(cell.get("s", "0")) in dates:
        return _moment(number)
    return str(int(number)) if number.is_integer() else raw


def _moment(days: float) -> str:
    """Excel counts days from the end of 1899."""
    moment = datetime(1899, 12, 30) + timedelta(seconds=round(days * 86400))
    return moment.isoformat(sep=" ") if moment.time().isoformat() != "00:00:00" else moment.date().isoformat()

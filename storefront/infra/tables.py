"""Uploaded tables, CSV or Excel, as rows of text, whoever wrote them."""

import codecs
import csv
import io

from flask_babel import lazy_gettext

from storefront.infra import sheets
from storefront.infra.errors import Invalid
from storefront.infra.text import clean

LARGEST_FILE = 8 << 20
MOST_ROWS = 20_000
_DELIMITERS = ",;\t|"
_WORKBOOKS = (b"PK", b"\xd0\xcf\x11\xe0")
"""How .xlsx and old .xls files begin."""


def read_table(data: bytes, field: str = "file") -> list[list[str]]:
    """Clean cells, row by row; empty rows keep their place. Raises Invalid on the field."""
    if len(data) > LARGEST_FILE:
        raise Invalid.field(field, lazy_gettext("The file is larger than 8 MB. Choose a shorter time."))
    rows = _workbook(data, field) if data.startswith(_WORKBOOKS) else _text_table(data, field)
    if len(rows) > MOST_ROWS:
        raise Invalid.field(field, lazy_gettext("The file has more than 20,000 rows. Choose a shorter time."))
    return [[clean(cell) for cell in row] for row in rows]


def _workbook(data: bytes, field: str) -> list[list[str]]:
    try:
        return sheets.read_first_sheet(data)
    except sheets.NotAWorkbook as error:
        raise Invalid.field(field, lazy_gettext("This Excel file cannot be read.")) from error


def _text_table(data: bytes, field: str) -> list[list[str]]:
    text = _decoded(data)
    if text is None or "\x00" in text:
        raise Invalid.field(field, lazy_gettext("This is no table. Choose a CSV or Excel file (.xlsx)."))
    tables = [_split(text, delimiter) for delimiter in _DELIMITERS]
    return max(tables, key=lambda rows: (sum(len(row) > 2 for row in rows), max(map(len, rows), default=0)))


def _split(text: str, delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        return []


def _decoded(data: bytes) -> str | None:
    """UTF-8 with or without a mark, UTF-16 with one, else what older Vietnamese Windows wrote."""
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1258"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None

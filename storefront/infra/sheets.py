"""Tables to take away and to take in: CSV that Excel opens with every Vietnamese letter, and workbooks."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

import xlsxwriter
from python_calamine import CalamineError, load_workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from storefront.infra.clock import to_vn

Cell: TypeAlias = str | int | Decimal | dt.datetime
Row: TypeAlias = Sequence[Cell]

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDEST = 300
"""Pixels of a column that is as wide as its words."""
LARGEST = 60 << 20
"""Bytes of all parts unpacked: more is no statement but a trap."""
MOST_COLUMNS = 100
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_FORMATS: Mapping[type, str] = {int: "#,##0", Decimal: "0.0", dt.datetime: "dd/mm/yyyy hh:mm"}
_MOMENT_WIDTH = 16
_MOMENT = "%Y-%m-%d %H:%M"
_LONG_AGO = dt.datetime(1980, 1, 1)
_LONGEST_NAME = 31
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))


class NotAWorkbook(ValueError):
    """The file cannot be read as a workbook."""


def csv_file(rows: Sequence[Row]) -> bytes:
    """UTF-8 with a mark, so that Excel reads the letters; words that would be formulas stay words.

    Moments, here and in workbooks, are written on a Vietnamese clock.
    """
    target = io.StringIO(newline="")
    csv.writer(target).writerows([_safe(cell) for cell in row] for row in rows)
    return target.getvalue().encode("utf-8-sig")


def xlsx_file(rows: Sequence[Row]) -> bytes:
    """A workbook of one sheet. The same rows always give the same bytes."""
    return workbook({"1": rows})


def workbook(sheets: Mapping[str, Sequence[Row]]) -> bytes:
    """A workbook with these sheets; the first row of each is its heading. Texts are never formulas."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"created": _LONG_AGO})
        heading = book.add_format({"bold": True})
        formats = {kind: book.add_format({"num_format": words}) for kind, words in _FORMATS.items()}
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name.translate(_NOT_IN_NAMES)[:_LONGEST_NAME])
            sheet.freeze_panes(1, 0)
            for at, row in enumerate(rows):
                for place, cell in enumerate(row):
                    _put(sheet, at, place, cell, formats.get(type(cell), None if at else heading))
            sheet.autofit(_WIDEST)
    return target.getvalue()


def _put(sheet: Worksheet, at: int, place: int, cell: Cell, form: Format | None) -> None:
    if isinstance(cell, dt.datetime):
        # a narrower column shows crosses, and autofit takes moments for days
        sheet.set_column(place, place, _MOMENT_WIDTH)
        sheet.write_datetime(at, place, to_vn(cell).replace(tzinfo=None), form)
    elif isinstance(cell, str):
        sheet.write_string(at, place, cell, form)
    else:
        sheet.write_number(at, place, cell, form)


def read_first_sheet(data: bytes) -> list[list[str]]:
    """Rows of a workbook's first sheet as text; dates come as 2026-11-22 09:35:12. Raises NotAWorkbook."""
    try:
        _check_size(data)
        with load_workbook(io.BytesIO(data)) as book:
            rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        raise NotAWorkbook(str(error)) from error
    return [[_text(cell) for cell in row[:MOST_COLUMNS]] for row in rows]


def _check_size(data: bytes) -> None:
    if not data.startswith(b"PK"):
        return
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if sum(part.file_size for part in package.infolist()) > LARGEST:
            raise NotAWorkbook("too large")


def _text(cell: object) -> str:
    if isinstance(cell, dt.datetime):
        midnight = cell.time() == dt.time()
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _safe(cell: Cell) -> str | int | Decimal:
    if isinstance(cell, dt.datetime):
        return to_vn(cell).strftime(_MOMENT)
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell

"""Tables to take away and to take in: CSV that Excel opens with every Vietnamese letter, and workbooks."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import xlsxwriter
from python_calamine import CalamineError, load_workbook

Cell: TypeAlias = str | int
Row: TypeAlias = Sequence[Cell]

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST = 60 << 20
"""Bytes of all parts unpacked: more is no statement but a trap."""
MOST_COLUMNS = 100
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LONG_AGO = dt.datetime(1980, 1, 1)
_LONGEST_NAME = 31
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))


class NotAWorkbook(ValueError):
    """The file cannot be read as a workbook."""


def csv_file(rows: Sequence[Row]) -> bytes:
    """UTF-8 with a mark, so that Excel reads the letters; words that would be formulas stay words."""
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
        heading, number = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name.translate(_NOT_IN_NAMES)[:_LONGEST_NAME])
            for at, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, int):
                        sheet.write_number(at, place, cell, number)
                    else:
                        sheet.write_string(at, place, cell, heading if at == 0 else None)
    return target.getvalue()


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


def _safe(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell

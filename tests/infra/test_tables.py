import io
import zipfile
from datetime import datetime

import pytest

from storefront.infra.errors import Invalid
from storefront.infra.tables import read_table
from tests.bank_files import workbook, written

ROWS = [["Ngày", "Nội dung", "Số tiền"], ["22/11/2026", "mua mắm, 2 chai", "180.000"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_text_table_is_read_however_it_was_saved(delimiter: str, encoding: str) -> None:
    assert read_table(written(ROWS, delimiter).encode(encoding)) == ROWS


def test_older_windows_wrote_vietnamese_otherwise() -> None:
    assert read_table("Ngày;Mô tả;Có\n".encode("cp1258", errors="ignore"))[0][0] == "Ngày"


def test_a_workbook_gives_the_first_sheet_as_text() -> None:
    table = read_table(
        workbook([["Ngày", "", "Số"], [datetime(2026, 11, 22, 9, 35, 12), "x", 180000.0, 1.5]])
    )

    assert table == [["Ngày", "", "Số", ""], ["2026-11-22 09:35:12", "x", "180000", "1.5"]]


def declared() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as book:
        book.writestr("xl/workbook.xml", '<!DOCTYPE a [<!ENTITY b "c">]><workbook/>')
        book.writestr("xl/worksheets/sheet1.xml", "<worksheet/>")
    return packed.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 broken",
        workbook([["a"]])[:200],
        declared(),
        b"\xd0\xcf\x11\xe0 old",
        b"\x00\x01\x02\x03",
        b"%PDF-1.7\x00",
        b"a,b,c\n" * 20_001,
    ],
)
def test_what_is_no_table_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        read_table(data)

    assert refused.value.errors["file"]

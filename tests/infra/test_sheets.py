from storefront.infra.sheets import csv_file, read_first_sheet, xlsx_file

ROWS = [["Ngày", "Số tiền"], ["01/11/2026 <&>", -50_000]]


def test_a_workbook_is_read_back_as_it_was_written() -> None:
    book = xlsx_file(ROWS)

    assert read_first_sheet(book) == [["Ngày", "Số tiền"], ["01/11/2026 <&>", "-50000"]]
    assert book == xlsx_file(ROWS)


def test_a_csv_carries_its_mark_and_no_formula_of_a_stranger() -> None:
    text = csv_file([["=HYPERLINK(1)", "Ghi chú, dài", -5]])

    assert text.startswith(b"\xef\xbb\xbf")
    assert text.decode("utf-8-sig") == '\'=HYPERLINK(1),"Ghi chú, dài",-5\r\n'

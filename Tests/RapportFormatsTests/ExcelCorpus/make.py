"""Makes the files of this folder: `python3 make.py` (openpyxl 3.1).

What openpyxl does not write (strict namespaces, cells out of order, bombs) is a small archive made by hand. Beside each
file `NAME.expected` says what the reader gives: it was looked through by a person, cell by cell.
"""
import datetime as dt
import io
import os
import zipfile

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import numbers

here = os.path.dirname(os.path.abspath(__file__))


def book(name, fill, **options):
    made = openpyxl.Workbook(**options)
    fill(made, made.active)
    made.save(os.path.join(here, name))


def rows(sheet, *lines):
    for line in lines:
        sheet.append(line)


def plain(made, sheet):
    sheet.title = "Orders"
    rows(sheet, ["order_id", "customer", "amount", "paid", "note"],
         [1, "007", 10, True, "x"], [2, "008", 20.5, False, None], [3, "010", -3, True, "N/A"])


def chinese(made, sheet):
    sheet.title = "客户 明细"
    rows(sheet, ["客户编号", "姓名", "金额\n（元）", "日期"],
         ["00012", "王小明", 1234.5, dt.date(2025, 1, 31)], ["00013", "Zoë 李", 88, dt.date(2025, 2, 1)])
    for line in (2, 3):
        sheet.cell(line, 3).number_format = '[$¥-804]#,##0.00'
        sheet.cell(line, 4).number_format = 'yyyy"年"m"月"d"日"'


def dates(made, sheet):
    rows(sheet, ["day", "moment", "mixed", "clock", "elapsed", "month", "old"])
    data = [
        (dt.date(2025, 1, 31), dt.datetime(2025, 1, 31, 8, 30), "31/01/2025", dt.time(8, 30), 26.5 / 24, dt.date(2025, 1, 1), 1),
        (dt.date(1999, 12, 31), dt.datetime(2025, 1, 31, 23, 59, 59, 999000), dt.date(2025, 2, 1), dt.time(0, 0), 0.25, dt.date(2025, 2, 1), 59),
        (dt.date(2024, 2, 29), dt.datetime(2025, 2, 1), "13/02/2025", dt.time(23, 59, 59), 100 / 24, dt.date(2025, 3, 1), 61),
    ]
    for line in data:
        sheet.append(line)
    for line in (2, 3, 4):
        sheet.cell(line, 5).number_format = "[h]:mm"
        sheet.cell(line, 6).number_format = "mmm yyyy"
        sheet.cell(line, 7).number_format = "yyyy-mm-dd"


def days_that_are_none(made, sheet):
    rows(sheet, ["day", "n"], [1, 1], [60, 2], [0, 3], [-5, 4], [2958466, 5], [45688, 6])
    for line in range(2, 8):
        sheet.cell(line, 1).number_format = "yyyy-mm-dd"


def since_1904(made, sheet):
    made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    rows(sheet, ["day", "moment"], [dt.date(2025, 1, 31), dt.datetime(2025, 1, 31, 8, 30)], [dt.date(1904, 1, 1), dt.datetime(1999, 12, 31)])


def merged(made, sheet):
    rows(sheet, ["region", "city", "n"], ["North", "A", 1], [None, "B", 2], ["South", "C", 3])
    sheet.merge_cells("A2:A3")


def errors(made, sheet):
    rows(sheet, ["n", "text"], [1, "a"], ["#N/A", "#REF!"], ["#DIV/0!", "b"], [4, "#N/A"])
    for line in range(2, 6):
        for column in (1, 2):
            cell = sheet.cell(line, column)
            if isinstance(cell.value, str) and cell.value.startswith("#"):
                cell.data_type = "e"


def formulas(made, sheet):
    rows(sheet, ["n", "double"], [1, "=A2*2"], [2, "=A3*2"])


def preamble(made, sheet):
    rows(sheet, ["Sales report 2025"], ["made on", dt.date(2025, 1, 31)], [], [None, "region", "n", "share"],
         [None, "North", 1, 0.25], [], [None, "South", 2, 0.75])
    for line in (5, 7):
        sheet.cell(line, 4).number_format = "0%"


def sheets(made, sheet):
    sheet.title = "Empty"
    one = made.create_sheet("Old")
    one.sheet_state = "hidden"
    rows(one, ["a"], [1])
    rows(made.create_sheet("Data"), ["id", "n"], [1, 2])
    rows(made.create_sheet("More"), ["id", "m"], [3, 4])
    made.create_chartsheet("Chart")


def numbers_as_text(made, sheet):
    rows(sheet, ["n", "zeros", "mixed", "thousands", "marked", "phone"],
         ["1", "007", 1, "1,234", "12", 13812345678], ["2", "010", "2", "5", "34", 13912345678], ["3", "1", 3, "1,000,000", "56", 13712345678])
    for line in range(2, 5):
        sheet.cell(line, 5).number_format = "@"


def near_miss(made, sheet):
    rows(sheet, ["n"], *[[i] for i in range(1, 20)], ["unknown yet"])


def currencies(made, sheet):
    rows(sheet, ["price"], [1.5], [2.5])
    sheet.cell(2, 1).number_format = '[$€-2] #,##0.00'
    sheet.cell(3, 1).number_format = '[$$-409]#,##0.00'


def sparse(made, sheet):
    sheet.cell(1, 1, "id")
    sheet.cell(1, 3, "far")
    sheet.cell(1, 16384, "last")
    sheet.cell(5, 1, 1)
    sheet.cell(900000, 3, 2)
    sheet.cell(1048576, 16384, 3)


def hidden(made, sheet):
    rows(sheet, ["a", "b"], [1, 2], [3, 4])
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True


def no_header(made, sheet):
    rows(sheet, [1, 2.5, dt.date(2025, 1, 31)], [2, 3.5, dt.date(2025, 2, 1)])


def names(made, sheet):
    rows(sheet, ["a", "a", None, " b  c ", 2024], [1, 2, 3, 4, 5])


def large_numbers(made, sheet):
    rows(sheet, ["card", "tiny", "big"], [6222020200112233445, 1e-300, 1e15], [6222020200112233446, 5e-324, 2**53])


def rich(made, sheet):
    bold = InlineFont(b=True)
    rows(sheet, ["text"], [CellRichText("plain ", TextBlock(bold, "bold"), " end")], ["  kept  "], ["line\none"], ["_x000D_"])


def empty(made, sheet):
    pass


for name, fill in list(globals().items()):
    if callable(fill) and getattr(fill, "__code__", None) and fill.__code__.co_varnames[:2] == ("made", "sheet"):
        book(name + ".xlsx", fill)

# ---- by hand

TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"""
ROOT = """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Type="{base}/officeDocument" Target="{book}"/></Relationships>"""
PARTS = """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="s1" Type="{base}/worksheet" Target="{sheet}"/>
<Relationship Id="s2" Type="{base}/sharedStrings" Target="sharedStrings.xml"/>
<Relationship Id="s3" Type="{base}/styles" Target="styles.xml"/></Relationships>"""
BOOK = """<?xml version="1.0"?><{p}workbook xmlns{x}="{main}" xmlns:r="{base}"><{p}sheets>
<{p}sheet name="S" sheetId="1" r:id="s1"/></{p}sheets></{p}workbook>"""
STYLES = """<?xml version="1.0"?><styleSheet xmlns="{main}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="49"/></cellXfs></styleSheet>"""
NORMAL = ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://schemas.openxmlformats.org/officeDocument/2006/relationships")
STRICT = ("http://purl.oclc.org/ooxml/spreadsheetml/main", "http://purl.oclc.org/ooxml/officeDocument/relationships")


def archive(name, sheet, strings="", spaces=NORMAL, prefix="", sheet_path="worksheets/sheet1.xml", encoding="utf-8"):
    main, base = spaces
    p, x = (prefix + ":", ":" + prefix) if prefix else ("", "")
    with zipfile.ZipFile(os.path.join(here, name), "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("[Content_Types].xml", TYPES)
        z.writestr("_rels/.rels", ROOT.format(base=base, book="xl/workbook.xml"))
        z.writestr("xl/_rels/workbook.xml.rels", PARTS.format(base=base, sheet=sheet_path))
        z.writestr("xl/workbook.xml", BOOK.format(p=p, x=x, main=main, base=base))
        z.writestr("xl/styles.xml", STYLES.format(main=main))
        z.writestr("xl/sharedStrings.xml", f'<?xml version="1.0"?><sst xmlns="{main}">{strings}</sst>')
        body = f'<?xml version="1.0" encoding="{encoding}"?><{p}worksheet xmlns{x}="{main}">{sheet}</{p}worksheet>'
        z.writestr("xl/worksheets/sheet1.xml", body.encode(encoding))


archive("strict.xlsx", '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
        '<row r="2"><c r="A2" t="d" s="1"><v>2025-01-31</v></c><c r="B2"><v>1.5E3</v></c></row>'
        '<row r="3"><c r="A3" t="d" s="1"><v>2025-02-01T08:30:00</v></c><c r="B3"><v>2</v></c></row></sheetData>',
        "<si><t>day</t></si><si><t>n</t></si>", STRICT)
archive("prefixed.xlsx", '<x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>名</x:t><x:rPh sb="0" eb="1"><x:t>めい</x:t></x:rPh></x:is></x:c></x:row>'
        '<x:row r="2"><x:c r="A2" t="str"><x:v>a &amp; b</x:v></x:c></x:row></x:sheetData>', prefix="x", sheet_path="/xl/worksheets/sheet1.xml")
archive("disordered.xlsx", '<dimension ref="A1:XFD1048576"/><sheetData><row r="3"><c r="B3"><v>4</v></c><c r="A3"><v>3</v></c></row>'
        '<row r="1"><c r="B1" t="s"><v>1</v></c><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>9</v></c><c r="B2"><v>2</v></c></row></sheetData>',
        "<si><t>a</t><phoneticPr fontId='1'/></si><si><r><rPr><b/></rPr><t>b</t></r><r><t xml:space='preserve"+"'> c</t></r><rPh sb='0' eb='1'><t>no</t></rPh></si>")
archive("without_places.xlsx", '<sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row><c><v>1</v></c><c/></row><row><c/><c><v>2</v></c></row></sheetData>',
        "<si><t>a</t></si><si><t>b</t></si>")
archive("utf16.xlsx", '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>客户</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>王</t></is></c></row></sheetData>', encoding="utf-16")
archive("bad_shared.xlsx", '<sheetData><row r="1"><c r="A1" t="s"><v>7</v></c></row></sheetData>', "<si><t>a</t></si>")
archive("bad_place.xlsx", '<sheetData><row r="1"><c r="ZZZZ1"><v>7</v></c></row></sheetData>')
archive("bad_row.xlsx", '<sheetData><row r="9999999"><c><v>7</v></c></row></sheetData>')
archive("cut_xml.xlsx", '<sheetData><row r="1"><c r="A1"><v>7</v>')
archive("entities.xlsx", "")
with zipfile.ZipFile(os.path.join(here, "entities.xlsx"), "a") as z:
    pass
source = zipfile.ZipFile(os.path.join(here, "entities.xlsx"))
parts = {each: source.read(each) for each in source.namelist()}
source.close()
lol = '<!DOCTYPE z [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
parts["xl/worksheets/sheet1.xml"] = f'<?xml version="1.0"?>{lol}<worksheet><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>'.encode()
with zipfile.ZipFile(os.path.join(here, "entities.xlsx"), "w", zipfile.ZIP_DEFLATED) as z:
    for each, data in parts.items():
        z.writestr(each, data)
with zipfile.ZipFile(os.path.join(here, "ods.xlsx"), "w") as z:
    z.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    z.writestr("content.xml", "<x/>")
with zipfile.ZipFile(os.path.join(here, "binary.xlsx"), "w") as z:
    z.writestr("_rels/.rels", "<x/>")
    z.writestr("xl/workbook.bin", "x")
with zipfile.ZipFile(os.path.join(here, "zip.xlsx"), "w") as z:
    z.writestr("a.txt", "x")
whole = open(os.path.join(here, "plain.xlsx"), "rb").read()
open(os.path.join(here, "cut_zip.xlsx"), "wb").write(whole[:len(whole) // 2])
ole = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504)
open(os.path.join(here, "locked.xlsx"), "wb").write(ole + "EncryptedPackage".encode("utf-16-le") + bytes(100))
open(os.path.join(here, "old.xls"), "wb").write(ole + "Workbook".encode("utf-16-le") + bytes(100))
open(os.path.join(here, "page.xls"), "wb").write(b"<html><table><tr><td>1</td></tr></table></html>")
open(os.path.join(here, "text.xls"), "wb").write(b"a\tb\n1\t2\n")
open(os.path.join(here, "nothing.xlsx"), "wb").write(b"")

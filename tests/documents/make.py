"""Makes the documents of this folder that Python libraries write."""

import datetime

from docx import Document
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table as OdfTable, TableCell, TableRow
from odf.text import P
from openpyxl import Workbook
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

TITLE = "Hazard analysis of the steering assist"
CITED = "The ratings follow ISO 26262-3:2018, 6.4.3, and UN Regulation No. 157, paragraph 5.1.1."
HEADER = ["ID", "Hazardous event", "S", "E", "C", "ASIL", "Safety goal"]
ROWS = [
    ["HE-1", "Unintended steering at high speed", "S3", "E4", "C3", "D", "SG-1"],
    ["HE-2", "Loss of assist when parking", "S0", "E4", "C1", "QM", None],
    ["HE-3", "Late hand-over in the rain", 3, 3, 2, "B", "SG-2"],
]
DAY = datetime.date(2026, 9, 30)


def xlsx():
    book = Workbook()
    book.properties.title = TITLE
    sheet = book.active
    sheet.title = "HARA"
    sheet["A1"] = TITLE
    sheet["A2"], sheet["B2"] = "Version:", "2.1"
    sheet.append([])
    sheet.append(HEADER + ["Rated on", "Coverage", "Check"])
    for row in ROWS:
        sheet.append(row + [DAY, 0.995, "#REF!"])
    for row in range(4, 4 + len(ROWS) + 1):
        sheet.cell(row, 8).number_format = "yyyy-mm-dd"
        sheet.cell(row, 9).number_format = "0.0%"
    for row in range(4, 4 + len(ROWS)):
        sheet.cell(row + 1, 10).data_type = "e"
    old = book.create_sheet("Old")
    old.sheet_state = "hidden"
    old.append(["ID", "Text"])
    old.append(["X-1", "kept"])
    book.save("hara-openpyxl.xlsx")


def ods():
    book = OpenDocumentSpreadsheet()
    table = OdfTable(name="HARA")
    for cells in [[TITLE], ["Version:", "2.1"], [], HEADER] + ROWS:
        row = TableRow()
        for content in cells:
            if isinstance(content, int):
                cell = TableCell(valuetype="float", value=content)
            else:
                cell = TableCell(valuetype="string")
            if content is not None:
                cell.addElement(P(text=str(content)))
            row.addElement(cell)
        table.addElement(row)
    book.spreadsheet.addElement(table)
    book.save("hara-odfpy.ods")


def docx():
    document = Document()
    document.core_properties.title = TITLE
    document.core_properties.author = "R. Rater"
    document.add_heading("HARA", level=1)
    document.add_paragraph(CITED)
    table = document.add_table(rows=0, cols=len(HEADER))
    for cells in [HEADER] + ROWS:
        row = table.add_row().cells
        for cell, content in zip(row, cells):
            cell.text = "" if content is None else str(content)
    document.save("hara-python-docx.docx")


def pdf():
    style = getSampleStyleSheet()["Normal"]
    cells = [["" if cell is None else str(cell) for cell in row] for row in [HEADER] + ROWS]
    document = SimpleDocTemplate("hara-reportlab.pdf", pagesize=A4, title=TITLE, author="R. Rater")
    document.build([Paragraph(CITED, style), Table(cells)])


xlsx()
ods()
docx()
pdf()

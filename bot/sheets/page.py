"""Lays a sheet out on one A4 page to print or to send: a PDF whose text can be searched."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from bot.sheets.picture import ACCENT, FAINT, INK
from bot.sheets.sheet import Row, Sheet

if TYPE_CHECKING:
    from reportlab.lib.styles import ParagraphStyle

MARGIN = 42
"""Points on each side."""
SIZES = (10.5, 9.5, 8.5, 7.5, 6.5, 5.5, 4.8)
"""Points of the usual letters: the first with which all is on one page; the last is for thirty
people of as many groups, the most that the rules take."""
RULE, BAND = "#c9d1d9", "#eef4fb"
_WIDTHS = ("74%", "26%")
_FONTS = {"Sheet": "Roboto", "Sheet-Bold": "RobotoBold"}


def lay_out(sheet: Sheet) -> bytes:
    """Return the sheet as a PDF of one page."""
    # Imported here: only a process that draws pays for it.
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import SimpleDocTemplate

    _register_fonts()
    for size in SIZES:
        out = BytesIO()
        document = SimpleDocTemplate(
            out,
            pagesize=A4,
            leftMargin=MARGIN,
            rightMargin=MARGIN,
            topMargin=MARGIN,
            bottomMargin=MARGIN,
            title=sheet.title,
            author=sheet.headings["head"],
            lang="vi",
            # The same quote is the same file, whenever it is drawn.
            invariant=1,
        )
        document.build(_Page(sheet, size).story())
        if document.page == 1:
            break
    return out.getvalue()


def _register_fonts() -> None:
    """Make Roboto known, which has every Vietnamese letter; only what is used is embedded."""
    from font_roboto import font_files
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for name, file in _FONTS.items():
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, font_files[file]))


class _Page:
    """A sheet in letters of a size (points), from top to bottom."""

    def __init__(self, sheet: Sheet, size: float) -> None:
        self._sheet = sheet
        self._size = size
        self._usual = self._style()
        self._bold = self._style(bold=True)
        self._faint = self._style(0.9, colour=FAINT)
        self._strong = self._style(1.25, bold=True, colour=ACCENT)

    def story(self) -> list[Any]:
        sheet, say = self._sheet, self._sheet.headings
        tables: list[Any] = []
        for heading, rows in ((say["people"], sheet.shares), (say["supported"], sheet.support)):
            if rows:
                head = self._rows([(heading, say["amount"])], self._bold)
                tables += [self._gap(), head, self._rows(rows, self._usual)]
        return [
            self._rows([(say["head"], sheet.code)], self._bold),
            self._line(sheet.title, self._style(1.75, bold=True, colour=ACCENT)),
            *(self._line(fact, self._usual) for fact in sheet.facts),
            *tables,
            self._gap(),
            self._rows(sheet.totals, self._usual),
            self._rows([sheet.payable], self._strong, background=BAND),
            self._gap(),
            *(self._line(note, self._usual) for note in (*sheet.warnings, sheet.reference)),
            self._gap(),
            self._line(say["law"], self._bold),
            self._line(f"{'; '.join(sheet.sources)}.", self._faint),
            self._gap(),
            self._line(say["look_up"], self._usual),
            self._line(sheet.office, self._usual),
        ]

    def _gap(self) -> Any:
        from reportlab.platypus import Spacer

        return Spacer(0, self._size)

    def _line(self, text: str, style: ParagraphStyle) -> Any:
        from reportlab.platypus import Paragraph

        return Paragraph(escape(text), style)

    def _rows(
        self, rows: Sequence[Row], style: ParagraphStyle, background: str | None = None
    ) -> Any:
        """Return rows of a label and an amount, with a rule below each."""
        from reportlab.platypus import Table, TableStyle

        at_right = style.clone("amount", alignment=2)
        cells = [[self._line(label, style), self._line(amount, at_right)] for label, amount in rows]
        beside = self._size * 0.6 if background else 0
        commands: list[Any] = [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (0, -1), beside),
            ("RIGHTPADDING", (-1, 0), (-1, -1), beside),
            ("TOPPADDING", (0, 0), (-1, -1), self._size * 0.2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), self._size * 0.4),
            ("LINEBELOW", (0, 0), (-1, -1), 0.5, RULE),
        ]
        if background:
            commands.append(("BACKGROUND", (0, 0), (-1, -1), background))
        return Table(cells, colWidths=_WIDTHS, style=TableStyle(commands))

    def _style(self, times: float = 1, *, bold: bool = False, colour: str = INK) -> ParagraphStyle:
        from reportlab.lib.styles import ParagraphStyle

        font, size = "Sheet-Bold" if bold else "Sheet", self._size * times
        return ParagraphStyle(
            font,
            fontName=font,
            fontSize=size,
            leading=size * 1.35,
            textColor=colour,
            spaceBefore=size * 0.2,
        )

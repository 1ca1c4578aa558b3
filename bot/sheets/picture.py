"""Draws a sheet as a picture that reads well on a phone."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from bot.sheets.sheet import Sheet

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

WIDTH = 1080
MARGIN = 64
GAP = 20
INK, FAINT, ACCENT, PAPER = "#1b1f24", "#57606a", "#0b5cad", "#ffffff"


def draw(sheet: Sheet) -> bytes:
    """Return the sheet as a PNG of `WIDTH` pixels, as high as it needs."""
    # Imported here: only a process that draws pays for it.
    from PIL import Image, ImageDraw

    rows = _rows(sheet)
    ruler = ImageDraw.Draw(Image.new("RGB", (1, 1)))
    height = 2 * MARGIN + sum(_height(ruler, row) for row in rows)
    image = Image.new("RGB", (WIDTH, height), PAPER)
    canvas, top = ImageDraw.Draw(image), MARGIN
    for label, amount, font, colour in rows:
        canvas.multiline_text(
            (MARGIN, top), _wrapped(label, amount, font), colour, font, spacing=10
        )
        if amount:
            left = WIDTH - MARGIN - font.getlength(amount)
            canvas.text((left, top), amount, colour, font)
        top += _height(ruler, (label, amount, font, colour))
    out = BytesIO()
    image.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def _rows(sheet: Sheet) -> list[tuple[str, str, FreeTypeFont, str]]:
    title, strong, usual, small = _font("Bold", 50), _font("Bold", 44), _font("", 38), _font("", 30)
    return [
        (sheet.title, "", title, ACCENT),
        *((fact, "", usual, FAINT) for fact in sheet.facts),
        *((label, amount, usual, INK) for label, amount in sheet.shares),
        *((label, amount, usual, FAINT) for label, amount in sheet.totals),
        (*sheet.payable, strong, ACCENT),
        *((note, "", small, FAINT) for note in _notes(sheet)),
        (sheet.code, "", usual, INK),
    ]


def _notes(sheet: Sheet) -> tuple[str, ...]:
    return (*sheet.warnings, sheet.reference, sheet.documents, sheet.office)


def _font(weight: str, size: int) -> FreeTypeFont:
    """Return Roboto, which has every Vietnamese letter; no font of the machine is relied on."""
    from font_roboto import font_files
    from PIL import ImageFont

    return ImageFont.truetype(font_files[f"Roboto{weight}"], size)


def _height(ruler: Any, row: tuple[str, str, FreeTypeFont, str]) -> int:
    label, amount, font, _ = row
    bottom = ruler.multiline_textbbox((0, 0), _wrapped(label, amount, font), font, spacing=10)[3]
    return int(bottom) + GAP


def _wrapped(label: str, amount: str, font: FreeTypeFont) -> str:
    """Return the label in lines that leave room for the amount beside it."""
    room = WIDTH - 2 * MARGIN - (font.getlength(amount) + 2 * GAP if amount else 0)
    lines = [""]
    for word in label.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= room or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return "\n".join(lines)

"""Sets texts in PDF files for the tests: lines broken at spaces and soft hyphens, superscripts, columns, heads, feet.

In a text `^{1}` is raised and small, `_{2}` lowered and small, a soft hyphen may end a line.
"""

from __future__ import annotations

import io
import re

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 595, 842
LEFT, RIGHT, TOP, BOTTOM = 72, 523, 770, 72
PARTS = re.compile(r"([\^_])\{([^}]*)\}")


class Press:
    """Sheets of paper, one after the other, each with its columns; `furnish` sets what stands around the text of a sheet."""

    def __init__(self, *, columns=((LEFT, RIGHT),), bottom=BOTTOM, furnish=None, font="Times-Roman", **options):
        self.made = io.BytesIO()
        self.canvas = Canvas(self.made, pagesize=(WIDTH, HEIGHT), invariant=True, **options)
        self.font, self.columns, self.lowest, self.furnish = font, columns, bottom, furnish
        self.page, self.top, self.bottom = 0, TOP, BOTTOM
        self.turn()

    def turn(self):
        """The next sheet."""
        if self.page:
            self.canvas.showPage()
        self.page += 1
        self.top = self.y = TOP
        self.bottom = self.lowest
        self.column = 0
        if self.furnish:
            self.furnish(self)

    def bytes(self):
        self.canvas.save()
        return self.made.getvalue()

    def line(self, words, x, y, size=10, font=None):
        """Words on one base line."""
        font = font or self.font
        position = 0
        for match in [*PARTS.finditer(words), None]:
            plain = words[position : match.start() if match else len(words)]
            self.canvas.setFont(font, size)
            self.canvas.drawString(x, y, plain)
            x += stringWidth(plain, font, size)
            if match:
                small = size * 0.7
                self.canvas.setFont(font, small)
                self.canvas.drawString(x, y + size * (0.35 if match[1] == "^" else -0.2), match[2])
                x += stringWidth(match[2], font, small)
                position = match.end()

    def lines(self, *shown):
        """Lines as they are broken here, one below the other."""
        for words in shown:
            self.line(words, LEFT, self.y)
            self.y -= 12

    def across(self, words, size=10, *, gap=0, font=None, centred=True):
        """Lines over the full width, above the columns."""
        self.y -= gap
        for shown, _ in broken(words, size, font or self.font, RIGHT - LEFT, 0, 0):
            room = RIGHT - LEFT - width(shown, size, font or self.font)
            self.line(shown, LEFT + (room / 2 if centred else 0), self.y, size, font)
            self.y -= 1.2 * size
        self.top = self.y - size

    def text(self, words, size=10, *, indent=0, hang=0, gap=0, font=None):  # noqa: PLR0913  # a style and a shape
        """A paragraph, which goes on in the next column and on the next sheet."""
        self.y -= gap
        x0, x1 = self.columns[self.column]
        for shown, offset in broken(words, size, font or self.font, x1 - x0, indent, hang):
            if self.y < self.bottom:
                self.next_column()
                x0, x1 = self.columns[self.column]
            self.line(shown, x0 + offset, self.y, size, font)
            self.y -= 1.2 * size

    def next_column(self):
        """Go on at the top of the next column."""
        if self.column + 1 == len(self.columns):
            self.turn()
            return
        self.column += 1
        self.y = self.top

    def notes(self, entries, size=8):
        """Footnotes at the foot of this sheet; to be called before its text."""
        lines = [line for entry in entries for line in broken(entry, size, self.font, RIGHT - LEFT, 0, 0)]
        self.bottom = self.lowest + len(lines) * size * 1.2 + 14
        for at, (shown, _) in enumerate(lines):
            self.line(shown, LEFT, self.lowest + (len(lines) - 1 - at) * size * 1.2, size)


def width(words, size, font):
    small = sum(stringWidth(match[2], font, size * 0.7) for match in PARTS.finditer(words))
    return stringWidth(PARTS.sub("", words).replace("\u00ad", ""), font, size) + small


def broken(words, size, font, room, indent, hang):  # noqa: PLR0913  # a style and a shape
    """The lines of a text, each with its offset."""
    lines, line, offset = [], "", indent
    for word in words.split(" "):
        joined = f"{line} {word}".strip()
        if width(joined, size, font) <= room - offset:
            line = joined
            continue
        parts = word.split("\u00ad")
        for at in range(len(parts) - 1, 0, -1):
            head = f"{line} {''.join(parts[:at])}-".strip()
            if width(head, size, font) <= room - offset:
                lines.append((head, offset))
                line = "".join(parts[at:])
                break
        else:
            lines.append((line, offset))
            line = word
        offset = hang
    lines.append((line, offset))
    return [(line.replace("\u00ad", ""), offset) for line, offset in lines]

"""Characters of the fonts Symbol and Wingdings, whose codes are not Unicode."""

from __future__ import annotations

_SYMBOL = {
    **dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True)),
    **dict(zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True)),
    0x2D: "−", 0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈",
    0xA5: "∞", 0xAE: "→", 0xD6: "√", 0xE5: "∑", 0xB6: "∂", 0xCE: "∈", 0xA2: "′",
}  # fmt: skip


def symbol(font: str, code: str) -> str:
    """The character for a hexadecimal code in a font; U+FFFD if it is unknown."""
    try:
        number = int(code[:8], 16)
    except ValueError:
        return "�"
    if font.casefold() == "symbol":
        return _SYMBOL.get(number & 0xFF, "�")
    return "�" if 0xE000 <= number <= 0xF8FF or not 0x20 <= number < 0x110000 else chr(number)

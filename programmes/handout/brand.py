"""A clinic's accent colour as tokens for the handout's styles, darkened until text in it can be read."""

from collections.abc import Iterator

# WCAG 2.2, success criterion 1.4.3: text this size needs 4.5:1 against its ground, here the tint as well as white.
LEAST_CONTRAST = 4.5
_TINT = 0.09

Colour = tuple[float, float, float]
WHITE: Colour = (1.0, 1.0, 1.0)


def styles(accent_colour: str) -> str:
    """Return a style sheet that puts the clinic's colour in place of the teal; nothing for no colour."""
    if not accent_colour:
        return ""
    readable = next(colour for colour in _darker_and_darker(read(accent_colour)) if _is_readable(colour))
    return f":root {{ --brand: {_write(readable)}; --brand-tint: {_write(_tint(readable))}; }}"


def contrast(one: Colour, other: Colour) -> float:
    """Return the WCAG contrast ratio of two colours, 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def read(text: str) -> Colour:
    """Return the colour written as # and six digits."""
    red, green, blue = (int(text[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue


def _is_readable(colour: Colour) -> bool:
    return min(contrast(colour, WHITE), contrast(colour, _tint(colour))) >= LEAST_CONTRAST


def _darker_and_darker(colour: Colour) -> Iterator[Colour]:
    for percent in range(100, -1, -2):
        yield _mix(colour, (0.0, 0.0, 0.0), percent / 100)


def _tint(colour: Colour) -> Colour:
    return _mix(colour, WHITE, _TINT)


def _mix(one: Colour, other: Colour, share: float) -> Colour:
    """Return the mixture as it can be written: in 255 steps."""
    red, green, blue = (round((a * share + b * (1 - share)) * 255) / 255 for a, b in zip(one, other, strict=True))
    return red, green, blue


def _luminance(colour: Colour) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _write(colour: Colour) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour)

"""Contrast as WCAG 2.2 counts it, and the nearest shade that passes."""

import colorsys
import re

TEXT = 4.5
NON_TEXT = 3.0
_HEX = re.compile(r"#[0-9a-fA-F]{6}\Z")


def is_colour(value: str) -> bool:
    """Whether this is a colour as tokens write it: `#rrggbb`."""
    return bool(_HEX.match(value))


def rgb(colour: str) -> tuple[float, float, float]:
    """The three parts of `#rrggbb`, 0 to 1."""
    return (int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255)


def luminance(colour: str) -> float:
    """Relative luminance, 0 (black) to 1 (white)."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def nearest_passing(colour: str, against: str, ratio: float = TEXT) -> str:
    """The shade of the same hue nearest in lightness that reaches `ratio` against the other colour."""
    if contrast(colour, against) >= ratio:
        return colour
    hue, light, saturation = colorsys.rgb_to_hls(*rgb(colour))
    for step in range(1, 101):
        for candidate in (light - step / 100, light + step / 100):
            shade = _hex(colorsys.hls_to_rgb(hue, min(1.0, max(0.0, candidate)), saturation))
            if contrast(shade, against) >= ratio:
                return shade
    return "#000000" if luminance(against) > 0.18 else "#ffffff"


def _hex(parts: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)

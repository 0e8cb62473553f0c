"""A small SVG canvas: gradients, filters that give flat shapes volume, nested placement."""

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

WARM_SHADOW = "#2b1608"


def _volume(name: str, radius: float, depth: float, texture: str = "") -> str:
    height = "b"
    grain = ""
    if texture:
        frequency, amount = texture.split(":")
        height = "h"
        grain = (
            f'<feTurbulence type="fractalNoise" baseFrequency="{frequency}" numOctaves="3" seed="4" result="t"/>'
            f'<feColorMatrix in="t" values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 {amount} 0 0 0 0" result="ta"/>'
            '<feComposite in="b" in2="ta" operator="arithmetic" k2="1" k3="1" result="h"/>'
        )
    return (
        f'<filter id="{name}" x="-5%" y="-5%" width="110%" height="110%" color-interpolation-filters="sRGB">'
        f'<feGaussianBlur in="SourceAlpha" stdDeviation="{radius}" result="b"/>{grain}'
        f'<feDiffuseLighting in="{height}" surfaceScale="{depth}" diffuseConstant="1.25" lighting-color="#fff6e8"'
        ' result="d0"><feDistantLight azimuth="235" elevation="52"/></feDiffuseLighting>'
        '<feGaussianBlur in="d0" stdDeviation="1.2" result="d"/>'
        '<feComposite in="SourceGraphic" in2="d" operator="arithmetic" k1="0.92" k2="0.12" result="m"/>'
        f'<feSpecularLighting in="{height}" surfaceScale="{depth}" specularConstant="0.35" specularExponent="22"'
        ' lighting-color="#ffffff" result="s0"><feDistantLight azimuth="235" elevation="55"/></feSpecularLighting>'
        '<feGaussianBlur in="s0" stdDeviation="1.5" result="s"/>'
        '<feComposite in="m" in2="s" operator="arithmetic" k2="1" k3="0.55" result="ms"/>'
        '<feComposite in="ms" in2="SourceAlpha" operator="in"/></filter>'
    )


def _blur(name: str, deviation: float) -> str:
    return (
        f'<filter id="{name}" x="-60%" y="-60%" width="220%" height="220%">'
        f'<feGaussianBlur stdDeviation="{deviation}"/></filter>'
    )


def _noise(name: str, frequency: str, colour: str, gain: float, cut: float, seed: int = 3) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return (
        f'<filter id="{name}" x="0" y="0" width="100%" height="100%">'
        f'<feTurbulence type="fractalNoise" baseFrequency="{frequency}" numOctaves="4" seed="{seed}"/>'
        f'<feColorMatrix values="0 0 0 0 {red:.2f} 0 0 0 0 {green:.2f} 0 0 0 0 {blue:.2f} {gain} 0 0 0 {cut}"/>'
        '<feComposite in2="SourceAlpha" operator="in"/></filter>'
    )


FILTERS = "".join(
    (
        *(_blur(f"blur{n}", n) for n in (2, 4, 8, 14, 24, 40, 70)),
        _volume("vol4", 4, 5),
        _volume("vol8", 8, 9),
        _volume("vol16", 16, 20),
        _volume("vol30", 30, 42),
        _volume("vol50", 50, 80),
        _volume("bump8", 8, 9, "0.05:0.5"),
        _volume("bump16", 16, 20, "0.035:0.35"),
        _volume("bump30", 30, 42, "0.09:0.12"),
        _volume("rock", 14, 22, "0.03:0.9"),
        _noise("wood", "0.0035 0.09", "#2a1204", 2.6, -1.05),
        _noise("woodlight", "0.004 0.13", "#fff1d8", 2.2, -1.05, 8),
        _noise("stone", "0.012", "#20242a", 2.0, -0.85),
        _noise("stonelight", "0.02", "#ffffff", 2.2, -1.1, 9),
        _noise("paper", "0.02", "#6b4a25", 1.6, -0.72),
        _noise("fleck", "0.09", "#ffffff", 6, -3.4, 7),
        _noise("darkfleck", "0.11", "#3a1a0a", 6, -3.5, 5),
        '<filter id="rough"><feTurbulence type="fractalNoise" baseFrequency="0.03" numOctaves="2" seed="2"/>'
        '<feDisplacementMap in="SourceGraphic" scale="9" xChannelSelector="R" yChannelSelector="G"/></filter>',
    )
)


class Canvas:
    """Collects SVG markup; motifs draw around their own origin and are placed with `at`."""

    def __init__(self, width: int, height: int, seed: int = 1) -> None:
        self.width = width
        self.height = height
        self.random = Random(seed)
        self._defs: list[str] = [FILTERS]
        self._body: list[str] = []

    def add(self, markup: str) -> None:
        """Append markup as it is."""
        self._body.append(markup)

    def _define(self, markup: str) -> str:
        name = f"d{len(self._defs)}"
        self._defs.append(markup.replace('id="@"', f'id="{name}"'))
        return name

    def lin(self, *colours: str, angle: str = "v") -> str:
        """A linear gradient's paint; `angle` is v (down), h (right) or d (diagonal)."""
        end = {"v": 'x2="0" y2="1"', "h": 'x2="1" y2="0"', "d": 'x2="1" y2="1"'}[angle]
        body = f'<linearGradient id="@" x1="0" y1="0" {end}>{_stops(colours)}</linearGradient>'
        return f"url(#{self._define(body)})"

    def rad(self, *colours: str, cx: float = 0.4, cy: float = 0.35, r: float = 0.75) -> str:
        """A radial gradient's paint, brightest at (cx, cy)."""
        body = f'<radialGradient id="@" cx="{cx}" cy="{cy}" r="{r}">{_stops(colours)}</radialGradient>'
        return f"url(#{self._define(body)})"

    def clip(self, shape: str) -> str:
        """A clip attribute for the given shape."""
        name = self._define(f'<clipPath id="@">{shape}</clipPath>')
        return f'clip-path="url(#{name})"'

    @contextmanager
    def at(self, x: float, y: float, scale: float = 1, turn: float = 0, extra: str = "") -> Iterator[None]:
        """Place what is drawn inside: moved, turned (degrees) and scaled."""
        self.add(f'<g transform="translate({x:.1f} {y:.1f}) rotate({turn:.1f}) scale({scale:.3f})" {extra}>')
        yield
        self.add("</g>")

    @contextmanager
    def group(self, extra: str) -> Iterator[None]:
        """A group with attributes (a filter, an opacity)."""
        self.add(f"<g {extra}>")
        yield
        self.add("</g>")

    def shadow(self, x: float, y: float, rx: float, ry: float, strength: float = 0.45) -> None:
        """A soft contact shadow with a denser heart."""
        self.add(
            f'<ellipse cx="{x + rx * 0.18:.0f}" cy="{y + ry * 0.2:.0f}" rx="{rx * 1.12:.0f}" ry="{ry * 1.2:.0f}"'
            f' fill="{WARM_SHADOW}" opacity="{strength * 0.75:.2f}" filter="url(#blur24)"/>'
            f'<ellipse cx="{x}" cy="{y}" rx="{rx * 0.92:.0f}" ry="{ry * 0.62:.0f}" fill="{WARM_SHADOW}"'
            f' opacity="{strength:.2f}" filter="url(#blur8)"/>'
        )

    def path(self, d: str, fill: str, extra: str = "") -> None:
        """A path."""
        self.add(f'<path d="{d}" fill="{fill}" {extra}/>')

    def ellipse(self, x: float, y: float, rx: float, ry: float, fill: str, extra: str = "") -> None:
        """An ellipse."""
        self.add(f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{rx:.1f}" ry="{ry:.1f}" fill="{fill}" {extra}/>')

    def rect(self, x: float, y: float, w: float, h: float, fill: str, r: float = 0, extra: str = "") -> None:
        """A rectangle with rounded corners."""
        self.add(f'<rect x="{x}" y="{y}" width="{w}" height="{h}" rx="{r}" fill="{fill}" {extra}/>')

    def text(self, x: float, y: float, words: str, size: float, fill: str, extra: str = "") -> None:
        """Centred lettering in the label face."""
        self.add(
            f'<text x="{x}" y="{y}" font-family="Liberation Serif" font-weight="700" font-size="{size}"'
            f' text-anchor="middle" fill="{fill}" {extra}>{words}</text>'
        )

    def svg(self) -> str:
        """The whole document."""
        defs, body = "".join(self._defs), "".join(self._body)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width}" height="{self.height}"'
            f' viewBox="0 0 {self.width} {self.height}"><defs>{defs}</defs>{body}</svg>'
        )


def _stops(colours: tuple[str, ...]) -> str:
    last = max(len(colours) - 1, 1)
    return "".join(_stop(colour, index / last) for index, colour in enumerate(colours))


def _stop(colour: str, offset: float) -> str:
    """A stop; a colour may carry its opacity as `#rrggbb/0.5` and its place as `#rrggbb@0.3`."""
    colour, _, place = colour.partition("@")
    colour, _, opacity = colour.partition("/")
    return f'<stop offset="{place or f"{offset:.3f}"}" stop-color="{colour}" stop-opacity="{opacity or 1}"/>'

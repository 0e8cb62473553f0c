"""Landscapes and rooms of the province, painted over the whole canvas."""

from math import sin

from tools.draw_demo.canvas import Canvas


def sky(c: Canvas, colours: tuple[str, ...], sun: tuple[float, float] = (0.72, 0.2)) -> None:
    """Sky with a low sun and drifting cloud."""
    w, h = c.width, c.height
    c.rect(0, 0, w, h, c.lin(*colours))
    x, y = w * sun[0], h * sun[1]
    c.ellipse(
        x, y, w * 0.3, w * 0.3, c.rad("#fff6d0/0.9", "#ffe9a8/0.35@0.35", "#ffe9a8/0", cx=0.5, cy=0.5, r=0.5)
    )
    c.ellipse(x, y, w * 0.035, w * 0.035, "#fffbe6", 'filter="url(#blur4)"')
    with c.group('filter="url(#blur24)" opacity="0.75"'):
        for _ in range(9):
            c.ellipse(
                c.random.uniform(0, w),
                c.random.uniform(0, h * 0.3),
                c.random.uniform(80, 220),
                c.random.uniform(12, 34),
                "#ffffff",
            )


def ridge(
    c: Canvas, base: float, rise: float, colours: tuple[str, str], phase: float, sharp: float = 1
) -> None:
    """One line of mountains; base and rise are shares of the height."""
    points = []
    for step in range(0, 101):
        t = step / 100 * 9 + phase
        wave = abs(sin(t * 0.9)) ** sharp * 0.55 + abs(sin(t * 2.1 + phase)) * 0.3 + sin(t * 7.3) * 0.035
        points.append(f"{c.width * step / 100:.0f} {c.height * (base - rise * wave):.0f}")
    c.path(f"M0 {c.height} L{' L'.join(points)} L{c.width} {c.height}Z", c.lin(*colours))


def mist(c: Canvas, y: float, strength: float = 0.6) -> None:
    """A bank of mist at a share of the height."""
    c.ellipse(
        c.width / 2,
        c.height * y,
        c.width * 0.7,
        c.height * 0.05,
        "#fff8e8",
        f'opacity="{strength}" filter="url(#blur24)"',
    )


def mountains(c: Canvas, warm: bool = True) -> None:
    """Layers of limestone mountains under a morning sky."""
    sky(c, ("#7fb6d6", "#cfe4e4", "#fdebc4") if warm else ("#5d9fc9", "#b9dcea", "#eef6ee"))
    ridge(c, 0.52, 0.26, ("#9fb9c4", "#c9d8d6"), 0.4, 0.7)
    mist(c, 0.5)
    ridge(c, 0.58, 0.2, ("#6f968f", "#a8c2ae"), 2.2, 0.8)
    mist(c, 0.57, 0.5)
    ridge(c, 0.64, 0.15, ("#3f7360", "#7ea27a"), 4.4)


def terraces(c: Canvas, top: float = 0.6) -> None:
    """Terraced rice fields coming down towards the viewer."""
    w, h = c.width, c.height
    greens = (("#d9c65a", "#b9a83c"), ("#b6c352", "#8aa63a"), ("#cfc552", "#9fa938"), ("#98b548", "#6d9433"))
    steps = 11
    for index in range(steps):
        share = (index / steps) ** 1.35
        y = h * (top + (1.02 - top) * share)
        depth = h * (1 - top) * 0.16 * (0.4 + share)
        sway = 60 * (1 if index % 2 else -1)
        edge = f"M-20 {y} C{w * 0.25} {y - depth - sway * 0.5} {w * 0.45} {y + depth * 0.7} {w * 0.66} {y - depth * 0.2} S{w * 0.9} {y + depth + sway * 0.3} {w + 20} {y - depth * 0.3}"
        c.path(f"{edge} V{h + 20} H-20Z", c.lin(*greens[index % 4]))
        c.path(
            edge,
            "none",
            f'stroke="#5c4a1c" stroke-width="{4 + 9 * share:.0f}" opacity="0.55" transform="translate(0 {5 + 8 * share:.0f})"',
        )
        c.path(edge, "none", f'stroke="#f3eca0" stroke-width="{3 + 5 * share:.0f}" opacity="0.75"')
        c.path(
            edge,
            "none",
            f'stroke="#41682a" stroke-width="{8 + 16 * share:.0f}" stroke-dasharray="3 9" opacity="0.35" transform="translate(0 {22 + 26 * share:.0f})"',
        )


def stilt_house(c: Canvas, lights: bool = False) -> None:
    """A Thái house on stilts; the origin is the ground below its middle, about 520 wide."""
    c.shadow(10, -4, 270, 30, 0.45)
    wood = c.lin("#8a5a30", "#593415")
    for x in (-220, -120, -20, 80, 180):
        c.rect(x, -130, 24, 132, wood, 3)
    c.rect(-250, -150, 500, 26, c.lin("#a5713f", "#6d4420"), 4)
    c.rect(-226, -270, 452, 124, c.lin("#b98450", "#87572b"))
    c.path(
        "".join(f"M{x} -270V-148" for x in range(-210, 226, 26)),
        "none",
        'stroke="#5a3413" stroke-width="4" opacity="0.45"',
    )
    for x in (-170, -50, 70):
        c.rect(x, -248, 74, 84, "#ffd98a" if lights else "#4a2d14", 4)
        c.path(f"M{x + 37} -248v84", "none", 'stroke="#6d4420" stroke-width="7"')
    c.path("M-250 -150H250M-250 -196H250", "none", 'stroke="#7d4f26" stroke-width="8"')
    c.path(
        "".join(f"M{x} -196V-150" for x in range(-250, 251, 25)), "none", 'stroke="#7d4f26" stroke-width="5"'
    )
    c.path("M-300 -262 L-170 -450 H170 L300 -262 Q0 -236 -300 -262Z", c.lin("#c9a468", "#8d6a38", "#6b4c24"))
    c.path(
        "".join(f"M{x * 0.57} -446 L{x} -256" for x in range(-290, 291, 20)),
        "none",
        'stroke="#4f3614" stroke-width="4" opacity="0.4"',
    )
    c.path("M-170 -450H170", "none", 'stroke="#5e4320" stroke-width="14" stroke-linecap="round"')
    c.path(
        "M150 -130 L240 0M186 -130 L276 0M160 -110h36M178 -84h36M196 -58h36M214 -32h36",
        "none",
        'stroke="#6d4420" stroke-width="9"',
    )


def palms(c: Canvas, x: float, y: float, scale: float, lean: float = 8) -> None:
    """A palm tree."""
    with c.at(x, y, scale, lean):
        c.path(
            "M-12 0 C-4 -140 6 -260 -4 -380 L10 -380 C22 -260 16 -140 18 0Z",
            c.lin("#a07a4a", "#6b4a26", angle="h"),
        )
        for turn in (-175, -150, -125, -95, -65, -35, -8, 12, 168):
            with c.at(2, -380, 1, turn):
                c.path("M0 0 C50 -50 150 -50 210 20 C150 -10 60 0 0 0Z", c.lin("#4f8a45", "#22552f"))
                c.path(
                    "M20 -8 C80 -34 140 -24 200 14", "none", 'stroke="#b7d58a" stroke-width="3" opacity="0.5"'
                )


def beach(c: Canvas, horizon: float = 0.46) -> None:
    """Sầm Sơn's sea: water, surf, sand and palms."""
    w, h = c.width, c.height
    sky(c, ("#4fa3d8", "#a9d9ee", "#fdf0cf"), (0.3, 0.22))
    with c.group(f'transform="translate(0 {h * (horizon - 0.5):.0f})"'):
        c.path(
            f"M{w * 0.62} {h * 0.5} C{w * 0.7} {h * 0.36} {w * 0.84} {h * 0.34} {w} {h * 0.4} V{h * 0.5}Z",
            c.lin("#4f7f6a", "#7fa58a"),
        )
    y = h * horizon
    c.rect(0, y, w, h * 0.34, c.lin("#1f86b0", "#3fb3c4", "#9fe0d6"))
    glints = "".join(
        f"M{c.random.uniform(0, w):.0f} {y + c.random.uniform(8, h * 0.2):.0f}h{c.random.uniform(20, 90):.0f}"
        for _ in range(70)
    )
    c.path(glints, "none", 'stroke="#fff" stroke-width="3" opacity="0.45" stroke-linecap="round"')
    s = h * (horizon + 0.22)
    shore = f"M-10 {s} C{w * 0.25} {s - h * 0.05} {w * 0.45} {s + h * 0.07} {w * 0.7} {s + h * 0.01} S{w} {s + h * 0.05} {w + 10} {s} V{h + 10} H-10Z"
    c.path(shore, "#ffffff", 'opacity="0.85" filter="url(#blur8)" transform="translate(0 -26)"')
    c.path(shore, c.lin("#e8cf9c", "#f2dcae", "#cfa970"))
    c.path(shore, "#000", 'filter="url(#paper)" opacity="0.25"')
    palms(c, w * 0.9, h * 0.86, h / 900, -6)
    palms(c, w * 0.81, h * 0.8, h / 1250, 6)


def umbrella(
    c: Canvas, x: float, y: float, scale: float, colours: tuple[str, str] = ("#e2554a", "#fbf3e2")
) -> None:
    """A beach umbrella with two chairs."""
    with c.at(x, y, scale):
        c.ellipse(20, 6, 210, 34, "#5a3d16", 'opacity="0.4" filter="url(#blur14)"')
        c.rect(-6, -340, 12, 340, "#f0e6d4")
        c.path("M-210 -250 C-190 -400 190 -400 210 -250 Q0 -290 -210 -250Z", colours[0])
        c.path(
            "M-120 -262 C-110 -370 -30 -385 0 -366 C-20 -340 -46 -300 -50 -271Z M120 -262 C110 -370 30 -385 0 -366 C20 -340 46 -300 50 -271Z",
            colours[1],
        )
        for side in (-1, 1):
            c.path(
                f"M{side * 40} 0 L{side * 170} -20 L{side * 220} -120",
                "none",
                'stroke="#2f6f8f" stroke-width="20" stroke-linecap="round" stroke-linejoin="round"',
            )


def citadel(c: Canvas) -> None:
    """The stone gate of the Hồ citadel."""
    w, h = c.width, c.height
    sky(c, ("#6fa9d0", "#cfe3e8", "#fbe9c2"), (0.24, 0.22))
    ridge(c, 0.55, 0.14, ("#8fae9e", "#bccfb2"), 1.3)
    c.rect(0, h * 0.74, w, h * 0.3, c.lin("#9dbb5c", "#6f9440"))
    top, base = h * 0.42, h * 0.78
    c.rect(w * 0.04, top, w * 0.92, base - top, c.lin("#c9bfa6", "#9a8f76"))
    c.rect(w * 0.04, top, w * 0.92, base - top, "#000", 0, 'filter="url(#stone)" opacity="0.35"')
    _blocks(c, w * 0.04, top, w * 0.92, base - top)
    for x, r in ((0.5, 0.13), (0.25, 0.1), (0.75, 0.1)):
        r *= min(w, h * 1.1)
        arch = f"M{w * x - r} {base} V{base - r * 1.1} A{r} {r} 0 0 1 {w * x + r} {base - r * 1.1} V{base}Z"
        c.path(arch, "none", 'stroke="#e3dac2" stroke-width="34"')
        c.path(arch, "none", 'stroke="#756b55" stroke-width="34" stroke-dasharray="4 40" opacity="0.7"')
        c.path(arch, c.lin("#3a3226", "#6f7f4a"))
        c.path(
            f"M{w * x - r * 0.5} {base} L{w * x} {base - r * 0.9} L{w * x + r * 0.5} {base}Z",
            "#dfe6b8",
            'opacity="0.35" filter="url(#blur14)"',
        )
    c.path(f"M{w * 0.42} {base} H{w * 0.58} L{w * 0.8} {h} H{w * 0.2}Z", c.lin("#d9c9a2", "#b89f6f"))


def _blocks(c: Canvas, x: float, y: float, w: float, h: float) -> None:
    rows = 6
    for row in range(rows):
        level = y + h * row / rows
        c.path(f"M{x} {level}h{w}", "none", 'stroke="#5f5642" stroke-width="4" opacity="0.55"')
        for column in range(9):
            left = x + w * (column + (row % 2) * 0.5) / 9
            c.path(f"M{left} {level}v{h / rows}", "none", 'stroke="#5f5642" stroke-width="4" opacity="0.45"')


def road(c: Canvas, top: float = 0.62) -> None:
    """A road running across fields, seen from its side."""
    w, h = c.width, c.height
    c.rect(0, h * (top - 0.03), w, h * 0.2, c.lin("#a9c25e", "#7fa142"))
    c.rect(0, h * (top + 0.08), w, h, c.lin("#6d7176", "#4d5156"))
    c.rect(0, h * (top + 0.075), w, 12, "#e9e3d2")
    c.path(
        f"M0 {h * (top + 0.27)}H{w}",
        "none",
        'stroke="#f6e7b0" stroke-width="14" stroke-dasharray="120 90" opacity="0.9"',
    )


def bus(c: Canvas, length: float, paint: tuple[str, str], name: str, van: bool = False) -> None:
    """A coach or van seen from the side, wheels on the origin's level."""
    h = length * (0.36 if van else 0.34)
    c.shadow(0, 0, length * 0.5, 30, 0.6)
    nose = length * (0.2 if van else 0.04)
    body = f"M{-length / 2} -40 V{-h + 30} Q{-length / 2} {-h} {-length / 2 + 30} {-h} H{length / 2 - nose} Q{length / 2 - nose * 0.2} {-h} {length / 2} {-h * (0.5 if van else 0.7)} V-40Z"
    c.path(body, c.lin(paint[0], paint[0] + "@0.5", paint[1]))
    c.path(
        f"M{-length / 2} {-h * 0.42} Q0 {-h * 0.3} {length / 2} {-h * 0.5} V{-h * 0.4} Q0 {-h * 0.18} {-length / 2} {-h * 0.3}Z",
        "#f6c64c",
    )
    glass = c.lin("#1c2f3c", "#6f9db5", "#2b4454", angle="d")
    c.path(
        f"M{-length / 2 + 26} {-h * 0.54} V{-h * 0.9} H{length / 2 - nose - 10} Q{length / 2 - nose * 0.4} {-h * 0.9} {length / 2 - 12} {-h * 0.56}Z",
        glass,
    )
    count = 4 if van else 7
    bars = "".join(
        f"M{-length / 2 + length * 0.93 * k / count} {-h * 0.9}V{-h * 0.54}" for k in range(1, count)
    )
    c.path(bars, "none", f'stroke="{paint[1]}" stroke-width="12"')
    c.text(-length * 0.08, -h * 0.14, name, h * 0.13, "#ffffff")
    c.ellipse(length / 2 - 14, -h * 0.25, 16, 22, "#fff6c9")
    for x in (-0.3, 0.32):
        c.ellipse(length * x, -34, 62, 62, "#17191c")
        c.ellipse(length * x, -34, 36, 36, c.rad("#f2f4f5", "#9aa3a9"))
        c.ellipse(length * x, -34, 12, 12, "#3b4147")
    c.path(
        f"M{-length / 2 + 40} {-h * 0.97}H{length / 2 - nose - 30}",
        "none",
        'stroke="#fff" stroke-width="9" opacity="0.6" stroke-linecap="round"',
    )


def bedroom(c: Canvas, beds: int, wall: tuple[str, str], view: str = "sea") -> None:
    """A hotel room: window with a view and one or two beds."""
    w, h = c.width, c.height
    c.rect(0, 0, w, h, c.lin(*wall))
    x, y, ww, wh = w * 0.36, h * 0.12, w * 0.56, h * 0.44
    c.rect(x, y, ww, wh, c.lin("#7cc3ea", "#d9f1f5"))
    c.rect(
        x,
        y + wh * 0.55,
        ww,
        wh * 0.45,
        c.lin("#2f93b8", "#7fd0d3") if view == "sea" else c.lin("#8fb35a", "#5f8a3a"),
    )
    c.ellipse(x + ww * 0.7, y + wh * 0.3, 60, 60, "#fff7d8", 'filter="url(#blur8)"')
    c.path(f"M{x + ww / 2} {y}v{wh}", "none", 'stroke="#fbf8f2" stroke-width="14"')
    c.rect(x - 12, y - 12, ww + 24, wh + 24, "none", 6, 'stroke="#fbf8f2" stroke-width="24"')
    for left in (x - 70, x + ww - 60):
        c.rect(
            left,
            y - 50,
            130,
            wh + 190,
            c.lin("#e9dcc4", "#fffaf0@0.3", "#d9c8a8@0.6", "#f4ead6", angle="h"),
            8,
            'opacity="0.95"',
        )
    c.rect(0, h * 0.78, w, h * 0.22, c.lin("#b98a58", "#8f6236"))
    c.rect(0, h * 0.78, w, h * 0.22, "#000", 0, 'filter="url(#wood)" opacity="0.45"')
    width = w * (0.72 if beds == 1 else 0.46)
    for index in range(beds):
        _bed(c, w * (0.04 + index * 0.49), h * 0.56, width, h * 0.34)
    with c.at(w * 0.16, h * 0.2):
        c.ellipse(0, 70, 170, 170, c.rad("#fff0c0/0.8", "#fff0c0/0", cx=0.5, cy=0.5, r=0.5))
        c.path("M-60 60 L-36 -20 H36 L60 60Z", c.lin("#fff5d6", "#f0d79a"))


def _bed(c: Canvas, x: float, y: float, w: float, h: float) -> None:
    c.ellipse(x + w / 2, y + h, w * 0.55, 40, "#1d0e04", 'opacity="0.5" filter="url(#blur14)"')
    c.rect(x, y - h * 0.42, w, h * 0.7, c.lin("#9a6a40", "#6d4522"), 22)
    c.rect(x + 8, y + h * 0.2, w - 16, h * 0.78, c.lin("#ffffff", "#dcd5c8"), 26)
    for side in (0.07, 0.53):
        with c.group('filter="url(#vol16)"'):
            c.rect(x + w * side, y - h * 0.06, w * 0.4, h * 0.34, "#fdfaf4", 46)
    c.path(
        f"M{x + 8} {y + h * 0.62} Q{x + w / 2} {y + h * 0.5} {x + w - 8} {y + h * 0.62} V{y + h * 0.98} H{x + 8}Z",
        c.lin("#2f7f8f", "#1c5a68"),
    )
    c.path(
        f"M{x + 8} {y + h * 0.62} Q{x + w / 2} {y + h * 0.5} {x + w - 8} {y + h * 0.62}",
        "none",
        'stroke="#f2c86a" stroke-width="12"',
    )

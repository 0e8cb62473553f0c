"""Dishes and fruits of the province, seen from above unless said otherwise."""

from math import cos, pi, sin

from tools.draw_demo.canvas import Canvas

LEAF = "M0 0 C70 -60 210 -50 300 0 C210 50 70 60 0 0Z"


def leaf(c: Canvas, colours: tuple[str, str] = ("#6fa04a", "#2f5f2a")) -> None:
    """A leaf with veins, pointing right."""
    c.path(LEAF, "#1d0e04", 'opacity="0.35" filter="url(#blur8)" transform="translate(8 14)"')
    c.path(LEAF, c.lin(*colours))
    veins = "".join(
        f"M{x} 0 q22 -14 38 -{30 - abs(150 - x) / 8:.0f}M{x} 0 q22 14 38 {30 - abs(150 - x) / 8:.0f}"
        for x in range(40, 250, 32)
    )
    c.path("M4 0H292" + veins, "none", 'stroke="#d8e8a8" stroke-width="3" opacity="0.45"')


def banana_leaf(c: Canvas, w: float, h: float) -> None:
    """A broad cut of banana leaf lying flat, centred."""
    shape = f"M{-w / 2} {-h * 0.3} Q{-w * 0.2} {-h * 0.56} {w / 2} {-h * 0.42} L{w * 0.48} {h * 0.4} Q0 {h * 0.58} {-w / 2} {h * 0.35}Z"
    c.path(shape, "#1d0e04", 'opacity="0.45" filter="url(#blur14)" transform="translate(10 18)"')
    c.path(shape, c.lin("#7fb04d", "#4f8a38", "#2f6a2c", angle="d"))
    with c.group(c.clip(f'<path d="{shape}"/>')):
        lines = "".join(f"M{x} {-h} q46 {h} -18 {2 * h}" for x in range(int(-w / 2), int(w / 2), 17))
        c.path(lines, "none", 'stroke="#d5ea9c" stroke-width="2.5" opacity="0.35"')
        c.path(
            f"M{-w / 2} 0 Q0 {-h * 0.06} {w / 2} 0",
            "none",
            'stroke="#c3dd86" stroke-width="15" opacity="0.75"',
        )
        c.path(shape, c.lin("#fff/0.22", "#fff/0@0.5", "#000/0.28", angle="d"))


def leaf_parcel(
    c: Canvas, w: float = 250, h: float = 92, colours: tuple[str, str] = ("#7da653", "#3c6b30"), ties: int = 2
) -> None:
    """A long parcel wrapped in leaf and tied with strips."""
    c.rect(-w / 2 + 8, -h / 2 + 16, w, h, "#1d0e04", h * 0.42, 'opacity="0.5" filter="url(#blur8)"')
    with c.group('filter="url(#vol16)"'):
        c.rect(-w / 2, -h / 2, w, h, c.lin(*colours, angle="d"), round(h * 0.36))
    lines = "".join(
        f"M{-w / 2 + 12} {y:.0f}H{w / 2 - 12}" for y in (-h * 0.3, -h * 0.17, -h * 0.03, h * 0.12, h * 0.27)
    )
    c.path(lines, "none", 'stroke="#e4f2b4" stroke-width="2" opacity="0.3"')
    c.path(
        f"M{w * 0.08} {-h / 2 + 4} L{w * 0.2} {h / 2 - 4}",
        "none",
        'stroke="#1f3d18" stroke-width="3" opacity="0.5"',
    )
    for index in range(ties):
        x = w * ((index + 1) / (ties + 1) - 0.5)
        c.path(f"M{x} {-h / 2 - 1} q5 {h / 2} 0 {h + 2}", "none", 'stroke="#d4b06a" stroke-width="10"')
        c.path(
            f"M{x} {-h / 2 - 1} q5 {h / 2} 0 {h + 2}",
            "none",
            'stroke="#7e5a22" stroke-width="2.5" opacity="0.6"',
        )
        c.path(
            f"M{x} 0 q20 -26 34 -8 q-12 14 -34 8 q-24 -20 -30 2 q10 14 30 -2",
            "none",
            'stroke="#d4b06a" stroke-width="7"',
        )


def roll_slice(c: Canvas, r: float, meat: tuple[str, str], rim: str) -> None:
    """A round slice of a meat roll."""
    c.ellipse(6, 12, r, r, "#1d0e04", 'opacity="0.45" filter="url(#blur8)"')
    c.ellipse(0, 0, r, r, rim)
    c.ellipse(0, 0, r * 0.9, r * 0.9, c.rad(*meat))
    c.ellipse(0, 0, r * 0.9, r * 0.9, "#000", 'filter="url(#fleck)" opacity="0.65"')
    c.ellipse(0, 0, r * 0.9, r * 0.9, "#000", 'filter="url(#darkfleck)" opacity="0.25"')


def chilli(c: Canvas) -> None:
    """A red chilli pointing right."""
    c.path(
        "M0 0 C40 -30 120 -30 190 16 C120 10 50 34 0 0Z",
        "#1d0e04",
        'opacity="0.4" filter="url(#blur8)" transform="translate(5 12)"',
    )
    with c.group('filter="url(#vol8)"'):
        c.path("M0 0 C40 -30 120 -30 190 16 C120 10 50 34 0 0Z", c.lin("#e5382a", "#a1140f"))
    c.path(
        "M6 -2 C-16 -14 -34 -10 -50 -26", "none", 'stroke="#55813a" stroke-width="9" stroke-linecap="round"'
    )


def garlic(c: Canvas) -> None:
    """A garlic bulb."""
    c.ellipse(6, 44, 62, 24, "#1d0e04", 'opacity="0.45" filter="url(#blur8)"')
    with c.group('filter="url(#vol16)"'):
        c.path(
            "M0 -74 C14 -40 64 -30 62 16 C60 54 26 58 0 56 C-26 58 -60 54 -62 16 C-64 -30 -14 -40 0 -74Z",
            "#f4ece2",
        )
    c.path(
        "M-2 -50 C-30 -20 -34 20 -20 52M4 -50 C30 -20 34 20 22 52",
        "none",
        'stroke="#b79aa6" stroke-width="3" opacity="0.7"',
    )


def lime(c: Canvas, r: float = 60) -> None:
    """Half a lime, cut side up."""
    citrus(c, r, ("#8fbf4a", "#5e9432"), ("#eef5b8", "#c3d96a"))


def citrus(c: Canvas, r: float, skin: tuple[str, str], flesh: tuple[str, str], wedges: int = 10) -> None:
    """A cut citrus fruit."""
    c.ellipse(8, 14, r, r, "#1d0e04", 'opacity="0.5" filter="url(#blur8)"')
    c.ellipse(0, 0, r, r, c.rad(*skin))
    c.ellipse(0, 0, r * 0.93, r * 0.93, "#fbf6dc")
    for index in range(wedges):
        with c.at(0, 0, 1, index * 360 / wedges):
            c.path(
                f"M0 {-r * 0.07} Q{r * 0.3} {-r * 0.62} {r * 0.2} {-r * 0.82} Q0 {-r * 0.92} {-r * 0.2} {-r * 0.82} Q{-r * 0.3} {-r * 0.62} 0 {-r * 0.07}Z",
                c.lin(*flesh),
            )
            c.path(
                f"M{-r * 0.04} {-r * 0.7} q{-r * 0.06} {r * 0.2} 0 {r * 0.3}M{r * 0.09} {-r * 0.75} q0 {r * 0.16} {-r * 0.03} {r * 0.25}",
                "none",
                f'stroke="#fff" stroke-width="{r * 0.025:.1f}" opacity="0.5"',
            )


def orb(
    c: Canvas, r: float, colours: tuple[str, str, str], calyx: str = "leaf", squash: float = 0.96
) -> None:
    """A round fruit standing on the origin, seen from the side."""
    c.shadow(0, -4, r * 0.85, r * 0.24, 0.55)
    y = -r * squash
    c.ellipse(0, y, r, r * squash, c.rad(*colours, cx=0.36, cy=0.3, r=0.8))
    c.ellipse(0, y, r, r * squash, "#000", 'filter="url(#darkfleck)" opacity="0.14"')
    c.ellipse(
        -r * 0.34,
        y - r * 0.42,
        r * 0.2,
        r * 0.12,
        "#fff",
        'opacity="0.5" filter="url(#blur8)" transform="rotate(0)"',
    )
    c.ellipse(
        r * 0.15, y + r * 0.55 * squash, r * 0.6, r * 0.28, "#ffd8a0", 'opacity="0.16" filter="url(#blur14)"'
    )
    top = y - r * squash
    if calyx == "leaf":
        c.ellipse(0, top + r * 0.1, r * 0.1, r * 0.05, "#4d6b2a")
        with c.at(4, top + r * 0.08, r / 260, -24):
            c.path(LEAF, c.lin("#7fae4c", "#2f6328"))
            c.path("M4 0H292", "none", 'stroke="#d8e8a8" stroke-width="4" opacity="0.5"')
    elif calyx == "star":
        for index in range(5):
            with c.at(0, top + r * 0.12, r / 300, -90 + (index - 2) * 42):
                c.path("M0 0 C30 -26 90 -22 140 6 C90 22 30 26 0 0Z", "#4f7d35")


def pineapple(c: Canvas, w: float = 250) -> None:
    """A pineapple standing on the origin."""
    h = w * 1.35
    c.shadow(0, -4, w * 0.45, w * 0.13, 0.55)
    for index in range(15):
        turn = (index - 7) * 11
        with c.at(0, -h * 0.93, w / 330, -90 + turn):
            c.path(
                "M0 -22 C90 -40 190 -24 290 20 C190 26 90 36 0 22Z",
                c.lin("#9fc46a", "#3d7038", angle="h"),
                'stroke="#24481f" stroke-width="3"',
            )
    shape = f'<ellipse cx="0" cy="{-h * 0.5}" rx="{w / 2}" ry="{h * 0.5}"/>'
    c.ellipse(0, -h * 0.5, w / 2, h * 0.5, c.rad("#ffcf55", "#e09a24", "#8a4d0d", cx=0.35, cy=0.35))
    with c.group(c.clip(shape)):
        for row in range(9):
            for column in range(-4, 5):
                x = (column + (row % 2) * 0.5) * w * 0.17
                with c.at(x, -h * (0.06 + row * 0.112), 1):
                    s = w * 0.085
                    c.path(
                        f"M0 {-s} L{s} 0 L0 {s} L{-s} 0Z",
                        "#f0b43c",
                        'stroke="#7d4a10" stroke-width="3.5" opacity="0.75"',
                    )
                    c.path(f"M0 {-s * 0.2} l7 12 l-14 0Z", "#5d3208")
        c.ellipse(0, -h * 0.5, w / 2, h * 0.5, c.lin("#fff/0.18", "#fff/0@0.45", "#3a1a00/0.6", angle="h"))


def fish_steak(c: Canvas, r: float = 150) -> None:
    """A round cut of mackerel."""
    shape = f"M0 {-r} C{r * 0.9} {-r} {r * 1.15} {r * 0.3} {r * 0.5} {r * 0.75} Q{r * 0.15} {r} 0 {r * 0.5} Q{-r * 0.15} {r} {-r * 0.5} {r * 0.75} C{-r * 1.15} {r * 0.3} {-r * 0.9} {-r} 0 {-r}Z"
    c.path(shape, "#10161c", 'opacity="0.5" filter="url(#blur8)" transform="translate(8 16)"')
    with c.group('filter="url(#bump8)"'):
        c.path(shape, c.rad("#f7ddd0", "#eec3b0", "#d79b86"), 'stroke="#5f7380" stroke-width="11"')
    for k in (0.3, 0.5, 0.7):
        c.path(
            f"M{-r * k} {r * 0.4} C{-r * k} {-r * k} {r * k} {-r * k} {r * k} {r * 0.4}",
            "none",
            'stroke="#b9735f" stroke-width="4" opacity="0.45"',
        )
    c.ellipse(0, -r * 0.08, 17, 17, "#fbf4ea", 'stroke="#a8624e" stroke-width="5"')


def squid(c: Canvas) -> None:
    """A dried squid lying flat, head down."""
    body = "M0 -330 C70 -300 190 -250 175 -190 C150 -170 118 -150 118 -90 C122 40 100 130 62 170 L-62 170 C-100 130 -122 40 -118 -90 C-118 -150 -150 -170 -175 -190 C-190 -250 -70 -300 0 -330Z"
    arms = "".join(
        f"M{x} 165 C{x * 1.5} 240 {x * 1.1} 300 {x * 1.9 + 10} 370" for x in (-54, -36, -18, 0, 18, 36, 54)
    )
    c.path(body, "#1d0e04", 'opacity="0.5" filter="url(#blur14)" transform="translate(12 20)"')
    with c.group('filter="url(#vol8)"'):
        c.path(arms, "none", 'stroke="#c98058" stroke-width="20" stroke-linecap="round"')
    with c.group('filter="url(#vol30)"'):
        c.path(body, c.lin("#f6d3ac", "#e8b085", "#cc875c"))
    with c.group('filter="url(#vol8)"'):
        c.path("M-62 150 C-76 240 76 240 62 150Z", "#d0895f")
    for x in (-26, 26):
        c.ellipse(x, 196, 12, 12, "#3a1a0a")
    c.path("M0 -310V150", "none", 'stroke="#8f4d2b" stroke-width="5" opacity="0.35"')
    c.path(body, "#000", 'filter="url(#darkfleck)" opacity="0.28"')
    c.path(body, "#fff", 'filter="url(#fleck)" opacity="0.32"')


def skewer(c: Canvas) -> None:
    """A skewer of grilled pork pieces, pointing right."""
    c.path(
        "M-330 0H330",
        "none",
        'stroke="#1d0e04" stroke-width="70" opacity="0.35" filter="url(#blur14)" transform="translate(6 20)"',
    )
    c.path("M-390 0H330", "none", 'stroke="#d9b06a" stroke-width="13" stroke-linecap="round"')
    for index in range(4):
        x = -190 + index * 138
        with c.group('filter="url(#bump16)"'):
            c.rect(x - 66, -46, 128, 92, c.rad("#c9733a", "#9a4420", "#6a2710"), 40)
        for k in (-30, 0, 30):
            c.path(
                f"M{x + k - 10} -38 l18 74",
                "none",
                'stroke="#2c0e04" stroke-width="9" opacity="0.5" filter="url(#blur2)"',
            )
        c.path(
            f"M{x - 44} -26 q40 -16 80 0",
            "none",
            'stroke="#ffd9a0" stroke-width="7" opacity="0.55" filter="url(#blur2)"',
        )


def patty(c: Canvas, r: float = 120) -> None:
    """A golden fried patty."""
    c.ellipse(6, 16, r, r * 0.95, "#1d0e04", 'opacity="0.5" filter="url(#blur8)"')
    with c.group('filter="url(#rock)"'):
        c.ellipse(0, 0, r, r * 0.95, c.rad("#f4bd5c", "#d98a2c", "#9c5214"))
    c.ellipse(0, 0, r * 0.9, r * 0.85, "#fff", 'filter="url(#fleck)" opacity="0.35"')


def block_sweet(c: Canvas, w: float, h: float, colours: tuple[str, str], fleck: str = "fleck") -> None:
    """A cut piece of sticky sweet with nuts in it."""
    c.rect(-w / 2 + 6, -h / 2 + 14, w, h, "#1d0e04", 16, 'opacity="0.5" filter="url(#blur8)"')
    with c.group('filter="url(#vol8)"'):
        c.rect(-w / 2, -h / 2, w, h, c.lin(*colours, angle="d"), 16)
    c.rect(-w / 2 + 5, -h / 2 + 5, w - 10, h - 10, "#000", 14, f'filter="url(#{fleck})" opacity="0.7"')


def cinnamon(c: Canvas, length: float = 560) -> None:
    """A rolled cinnamon quill, pointing right."""
    c.rect(-length / 2, -14, length, 66, "#1d0e04", 30, 'opacity="0.45" filter="url(#blur8)"')
    with c.group('filter="url(#bump16)"'):
        c.rect(-length / 2, -38, length, 76, c.lin("#c07a42", "#8a4a20", "#6a3414"), 34)
    for y in (-20, -6, 10, 22):
        c.path(
            f"M{-length / 2 + 30} {y} q{length / 3} {c.random.uniform(-8, 8):.0f} {length - 60} 0",
            "none",
            'stroke="#4a2109" stroke-width="3" opacity="0.5"',
        )
    c.ellipse(length / 2 - 16, 0, 20, 36, "#4f260d")
    c.path(
        f"M{length / 2 - 16} -22 q16 8 4 26 q-18 10 -14 -12 q8 -10 12 2",
        "none",
        'stroke="#c98a54" stroke-width="5"',
    )


def duck(c: Canvas, skin: tuple[str, str, str] = ("#fdeed2", "#f6d3a2", "#dba468")) -> None:
    """A dressed duck lying on its back, seen from above."""
    c.ellipse(12, 24, 330, 215, "#1d0e04", 'opacity="0.45" filter="url(#blur24)"')
    for side in (-1, 1):
        with c.at(-190, side * 150, 1, side * -16), c.group('filter="url(#vol16)"'):
            c.path("M-90 -34 C-30 -70 90 -60 150 -10 C90 50 -30 60 -90 34Z", c.rad(*skin))
    with c.group('filter="url(#vol50)"'):
        c.path(
            "M-330 0 C-330 -150 -140 -215 60 -195 C230 -178 300 -90 300 0 C300 90 230 178 60 195 C-140 215 -330 150 -330 0Z",
            c.rad(*skin),
        )
    for side in (-1, 1):
        with c.at(190, side * 128, 1, side * 14), c.group('filter="url(#vol30)"'):
            c.path(
                "M-130 -10 C-120 -86 20 -96 90 -44 L230 -22 C262 -38 280 -8 262 6 C280 26 250 44 228 24 L84 46 C10 86 -120 70 -130 -10Z",
                c.rad(*skin),
            )
    c.path(
        "M-250 0 Q0 -26 230 0", "none", 'stroke="#b57a42" stroke-width="9" opacity="0.3" filter="url(#blur4)"'
    )
    c.ellipse(-40, -80, 150, 46, "#fff", 'opacity="0.35" filter="url(#blur24)"')


def herb_bunch(c: Canvas, leaves: int = 26, spread: float = 250, round_leaf: bool = True) -> None:
    """A heap of green leaves on stems, centred."""
    for index in range(leaves):
        angle, reach = index * 2.4, spread * (0.25 + 0.75 * (index / leaves) ** 0.5)
        x, y = cos(angle) * reach, sin(angle) * reach * 0.8
        c.path(
            f"M0 {spread * 0.5} Q{x * 0.4} {y * 0.3 + 60} {x:.0f} {y:.0f}",
            "none",
            'stroke="#8fb25c" stroke-width="6" opacity="0.9"',
        )
    for index in reversed(range(leaves)):
        angle, reach = index * 2.4, spread * (0.15 + 0.85 * (index / leaves) ** 0.5)
        with c.at(
            cos(angle) * reach, sin(angle) * reach * 0.8, c.random.uniform(0.8, 1.15), angle * 180 / pi
        ):
            (_pennywort if round_leaf else leaf)(c)


def _pennywort(c: Canvas) -> None:
    shape = "M0 10 C-10 -60 -90 -60 -84 10 C-80 74 -20 88 0 84 C20 88 80 74 84 10 C90 -60 10 -60 0 10Z"
    c.path(shape, "#12240a", 'opacity="0.45" filter="url(#blur8)" transform="translate(6 14)"')
    c.path(shape, c.rad("#9fd062", "#5f9c3c", "#33702c"))
    c.path(
        "M0 12 L-58 -20M0 12 L-66 30M0 12 L-30 70M0 12 L30 70M0 12 L66 30M0 12 L58 -20",
        "none",
        'stroke="#d9efa8" stroke-width="3.5" opacity="0.6"',
    )


def cane(c: Canvas, length: float = 1000) -> None:
    """A stalk of purple sugar cane, pointing right."""
    c.rect(-length / 2, -8, length, 70, "#1d0e04", 20, 'opacity="0.4" filter="url(#blur8)"')
    for index in range(8):
        x = -length / 2 + index * length / 8
        with c.group('filter="url(#vol16)"'):
            c.rect(round(x), -34, round(length / 8 - 3), 68, c.lin("#8d4a68", "#5b2440", "#3a132a"), 12)
        c.rect(round(x) - 4, -36, 12, 72, "#c9b28a", 5, 'opacity="0.8"')

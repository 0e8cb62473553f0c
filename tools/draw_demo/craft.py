"""Woven sedge, cloth and cast bronze."""

from math import cos, pi, sin

from tools.draw_demo.canvas import Canvas


def weave(c: Canvas, w: float, h: float, straw: str, stripes: tuple[str, ...] = ()) -> None:
    """A rectangle of woven sedge from the origin, with coloured bands along its sides."""
    c.rect(0, 0, w, h, straw)
    for index, colour in enumerate(stripes):
        for y in (30 + index * 34, h - 52 - index * 34):
            c.rect(0, y, w, 22, colour, 0, 'opacity="0.8"')
    rows = "".join(f"M0 {y}H{w}" for y in range(4, int(h), 8))
    posts = "".join(f"M{x} 0V{h}" for x in range(10, int(w), 24))
    c.path(rows, "none", 'stroke="#6f4f1c" stroke-width="2" opacity="0.32"')
    c.path(rows, "none", 'stroke="#fff3cf" stroke-width="2" opacity="0.35" transform="translate(0 3)"')
    c.path(posts, "none", 'stroke="#6f4f1c" stroke-width="4" opacity="0.2"')


def flat_mat(c: Canvas, w: float, h: float, stripes: tuple[str, ...], hem: str) -> None:
    """A mat lying flat, with a motif in its middle and a cloth hem."""
    c.rect(12, 24, w, h, "#1d0e04", 4, 'opacity="0.5" filter="url(#blur14)"')
    weave(c, w, h, "#e3c682", stripes)
    with c.at(w / 2, h / 2):
        for r in (0.2, 0.13, 0.07):
            s = h * r * 1.6
            c.path(
                f"M0 {-s} L{s * 1.6} 0 L0 {s} L{-s * 1.6} 0Z",
                "none",
                f'stroke="{stripes[0]}" stroke-width="12" opacity="0.75"',
            )
    c.rect(0, 0, 20, h, hem)
    c.rect(w - 20, 0, 20, h, hem)
    c.rect(0, 0, w, h, c.lin("#fff/0.2", "#fff/0@0.5", "#3a1d00/0.28", angle="d"))


def rolled_mat(c: Canvas, length: float, r: float, stripes: tuple[str, ...]) -> None:
    """A rolled mat lying on its side."""
    c.rect(-length / 2, r * 0.3, length, r, "#1d0e04", r / 2, 'opacity="0.5" filter="url(#blur14)"')
    clip = c.clip(f'<rect x="{-length / 2}" y="{-r}" width="{length}" height="{2 * r}" rx="30"/>')
    with c.group(clip):
        with c.at(-length / 2, -r):
            c.rect(0, 0, length, 2 * r, "#dcbd78")
            for index, colour in enumerate(stripes):
                c.rect(60 + index * 46, 0, 30, 2 * r, colour, 0, 'opacity="0.85"')
                c.rect(length - 100 - index * 46, 0, 30, 2 * r, colour, 0, 'opacity="0.85"')
            lines = "".join(f"M{x} 0V{2 * r}" for x in range(4, int(length), 8))
            c.path(lines, "none", 'stroke="#6f4f1c" stroke-width="2" opacity="0.3"')
        c.rect(
            -length / 2, -r, length, 2 * r, c.lin("#000/0.12", "#fff/0.35@0.25", "#000/0@0.5", "#2a1400/0.6")
        )
    for side in (-1, 1):
        c.rect(side * length * 0.24 - 13, -r - 3, 26, 2 * r + 6, "#b3392c", 6, 'filter="url(#vol4)"')
    c.ellipse(length / 2 - 12, 0, r * 0.36, r * 0.98, "#c9a55c")
    for k in (0.8, 0.6, 0.4, 0.2):
        c.ellipse(
            length / 2 - 12,
            0,
            r * 0.36 * k,
            r * 0.98 * k,
            "none",
            'stroke="#6f4f1c" stroke-width="6" opacity="0.7"',
        )


def round_rug(c: Canvas, r: float) -> None:
    """A round plaited rug seen from above, centred."""
    c.ellipse(14, 26, r, r, "#1d0e04", 'opacity="0.5" filter="url(#blur14)"')
    for index, share in enumerate((1, 0.9, 0.8, 0.68, 0.56, 0.44, 0.32, 0.2, 0.1)):
        colour = ("#dcb972", "#e9cf96", "#b98a42")[index % 3]
        c.ellipse(0, 0, r * share, r * share, colour, 'stroke="#6b4714" stroke-width="3"')
        count = max(int(r * share / 6), 6)
        ticks = "".join(
            f"M{cos(t) * r * share:.0f} {sin(t) * r * share:.0f}L{cos(t + 0.06) * r * (share - 0.09):.0f} {sin(t + 0.06) * r * (share - 0.09):.0f}"
            for t in (2 * pi * k / count for k in range(count))
        )
        c.path(ticks, "none", 'stroke="#6b4714" stroke-width="4" opacity="0.32"')
    c.ellipse(0, 0, r, r, c.rad("#fff/0.3", "#fff/0@0.5", "#2a1400/0.35"))


def brocade(c: Canvas, w: float, h: float, ground: str, inks: tuple[str, str, str]) -> None:
    """A strip of Mường brocade from the origin: bands of lozenges, birds' eyes and hooks."""
    c.rect(0, 0, w, h, ground)
    band = 74
    for row in range(int(h / band) + 1):
        y = row * band
        ink = inks[row % 3]
        c.rect(0, y, w, 9, inks[(row + 1) % 3])
        c.rect(0, y + 13, w, 4, inks[2])
        for column in range(int(w / 62) + 1):
            x = column * 62 + 31
            c.path(f"M{x} {y + 22} l22 20 l-22 20 l-22 -20Z", ink)
            c.path(f"M{x} {y + 31} l12 11 l-12 11 l-12 -11Z", ground)
            c.path(f"M{x} {y + 37} l5 5 l-5 5 l-5 -5Z", inks[2])
            c.path(f"M{x + 31} {y + 32} l8 10 l-8 10 l-8 -10Z", inks[(row + 2) % 3])
    threads = "".join(f"M0 {y}H{w}" for y in range(0, int(h), 5))
    c.path(threads, "none", 'stroke="#000" stroke-width="1.6" opacity="0.2"')


def scarf(c: Canvas) -> None:
    """A folded brocade scarf with fringe, centred."""
    for index, (turn, x) in enumerate(((-9, -40), (6, 60))):
        with c.at(x, index * 40 - 20, 1, turn):
            c.rect(
                -240,
                -400,
                480,
                800,
                "#1d0e04",
                6,
                'opacity="0.5" filter="url(#blur14)" transform="translate(14 22)"',
            )
            fringe = "".join(
                f"M{x2} 400 q{c.random.uniform(-10, 10):.0f} 40 0 84" for x2 in range(-234, 240, 13)
            )
            c.path(fringe, "none", 'stroke="#7b1420" stroke-width="7" stroke-linecap="round"')
            with c.at(-240, -400):
                brocade(c, 480, 800, "#1f1a2b", ("#c8202f", "#e8b23a", "#f4ead2"))
            c.rect(
                -240,
                -400,
                480,
                800,
                c.lin("#fff/0.18", "#000/0.3@0.25", "#fff/0.14@0.45", "#000/0.25@0.7", "#fff/0.1", angle="h"),
            )


def bronze(c: Canvas) -> str:
    """The paint of polished bronze."""
    return c.lin(
        "#3a2008",
        "#a8702a@0.12",
        "#f6d998@0.28",
        "#b87f35@0.46",
        "#6b4214@0.7",
        "#d9a85a@0.88",
        "#3a2008",
        angle="h",
    )


def drum(c: Canvas, w: float = 640) -> None:
    """A Đông Sơn drum standing on the origin, its star face seen from a little above."""
    h, ry = w * 0.62, w * 0.2
    c.shadow(0, -6, w * 0.5, w * 0.12, 0.6)
    body = f"M{-w * 0.5} {-h} C{-w * 0.56} {-h * 0.8} {-w * 0.5} {-h * 0.62} {-w * 0.38} {-h * 0.56} L{-w * 0.36} {-h * 0.24} L{-w * 0.46} 0 Q0 {w * 0.13} {w * 0.46} 0 L{w * 0.36} {-h * 0.24} L{w * 0.38} {-h * 0.56} C{w * 0.5} {-h * 0.62} {w * 0.56} {-h * 0.8} {w * 0.5} {-h}Z"
    c.path(body, bronze(c))
    for y, half in (
        (0.9, 0.52),
        (0.84, 0.53),
        (0.66, 0.47),
        (0.5, 0.37),
        (0.3, 0.36),
        (0.1, 0.42),
        (0.05, 0.44),
    ):
        c.path(
            f"M{-w * half} {-h * y} Q0 {-h * y + w * 0.17} {w * half} {-h * y}",
            "none",
            'stroke="#2f1a05" stroke-width="5" opacity="0.6" stroke-dasharray="14 5"',
        )
    c.ellipse(0, -h, w * 0.5, ry, "#5a3810")
    c.ellipse(0, -h - 6, w * 0.49, ry * 0.96, c.rad("#f3d491", "#b98238", "#6e4516"))
    with c.at(0, -h - 6), c.group(f'transform="scale(1 {ry / w * 2})"'):
        drum_face(c, w * 0.48)


def drum_face(c: Canvas, r: float) -> None:
    """The star, rings and birds of a drum's face, centred."""
    for k in (0.94, 0.88, 0.72, 0.66, 0.46, 0.42):
        c.ellipse(0, 0, r * k, r * k, "none", 'stroke="#3c2308" stroke-width="4" opacity="0.75"')
    rays = "".join(_ray(index, r) for index in range(14))
    c.path(rays, "#4a2c0a", 'opacity="0.85"')
    for index in range(18):
        with c.at(0, 0, 1, index * 20):
            c.path(
                f"M{-r * 0.05} {-r * 0.54} q{r * 0.06} {-r * 0.08} {r * 0.13} 0 q{-r * 0.06} {r * 0.03} {-r * 0.13} 0",
                "#4a2c0a",
                'opacity="0.8"',
            )
            c.ellipse(0, -r * 0.8, r * 0.035, r * 0.035, "none", 'stroke="#4a2c0a" stroke-width="4"')


def _ray(index: int, r: float) -> str:
    a = 2 * pi * index / 14
    points = ((a, 0.38), (a + 0.16, 0.14), (a - 0.16, 0.14))
    return "M" + "L".join(f"{cos(t) * r * k:.1f} {sin(t) * r * k:.1f}" for t, k in points) + "Z"


def burner(c: Canvas, w: float = 420) -> None:
    """A bronze incense burner with smoke."""
    c.shadow(0, -6, w * 0.42, w * 0.12, 0.6)
    metal = bronze(c)
    for x in (-0.26, 0.02, 0.28):
        c.path(f"M{w * x - 26} {-w * 0.3} L{w * x - 16} 0 H{w * x + 20} L{w * x + 30} {-w * 0.3}Z", metal)
    for side in (-1, 1):
        c.path(
            f"M{side * w * 0.4} {-w * 0.52} C{side * w * 0.66} {-w * 0.52} {side * w * 0.62} {-w * 0.95} {side * w * 0.44} {-w * 0.86}",
            "none",
            f'stroke="{metal}" stroke-width="30" filter="url(#vol4)"',
        )
    c.path(
        f"M{-w * 0.46} {-w * 0.66} C{-w * 0.56} {-w * 0.2} {-w * 0.24} {-w * 0.14} 0 {-w * 0.14} C{w * 0.24} {-w * 0.14} {w * 0.56} {-w * 0.2} {w * 0.46} {-w * 0.66}Z",
        metal,
    )
    c.path(
        f"M{-w * 0.47} {-w * 0.46} Q0 {-w * 0.34} {w * 0.47} {-w * 0.46}",
        "none",
        'stroke="#2f1a05" stroke-width="9" stroke-dasharray="24 8" opacity="0.6"',
    )
    c.rect(-w * 0.5, -w * 0.72, w, w * 0.09, metal, 16)
    c.path(
        f"M{-w * 0.36} {-w * 0.72} C{-w * 0.34} {-w * 1.02} {w * 0.34} {-w * 1.02} {w * 0.36} {-w * 0.72}Z",
        metal,
    )
    c.path(f"M-28 {-w * 0.94} C-40 {-w * 1.1} 40 {-w * 1.1} 28 {-w * 0.94}Z", metal)
    with c.group('filter="url(#blur14)" opacity="0.6"'):
        c.path(
            f"M0 {-w * 1.04} C-70 {-w * 1.3} 80 {-w * 1.5} -10 {-w * 1.85}",
            "none",
            'stroke="#fff" stroke-width="22"',
        )


def bell(c: Canvas, w: float = 400) -> None:
    """A bronze bell hanging in a wooden stand."""
    c.shadow(0, -6, w * 0.75, w * 0.14, 0.6)
    wood = c.lin("#9a5c2c", "#5d3113", angle="h")
    c.rect(-w * 0.78, -34, w * 1.56, 38, wood, 10)
    for side in (-1, 1):
        c.rect(side * w * 0.66 - 17, -w * 1.62, 34, w * 1.6, wood, 8)
    c.path(
        f"M{-w * 0.86} {-w * 1.56} Q0 {-w * 1.86} {w * 0.86} {-w * 1.56} L{w * 0.82} {-w * 1.46} Q0 {-w * 1.74} {-w * 0.82} {-w * 1.46}Z",
        wood,
    )
    metal = bronze(c)
    c.path(
        f"M-32 {-w * 1.38} C-40 {-w * 1.68} 40 {-w * 1.68} 32 {-w * 1.38}",
        "none",
        f'stroke="{metal}" stroke-width="20"',
    )
    c.path(
        f"M{-w * 0.34} {-w * 1.2} C{-w * 0.3} {-w * 1.46} {w * 0.3} {-w * 1.46} {w * 0.34} {-w * 1.2} C{w * 0.36} {-w * 0.7} {w * 0.4} {-w * 0.4} {w * 0.48} {-w * 0.3} Q0 {-w * 0.2} {-w * 0.48} {-w * 0.3} C{-w * 0.4} {-w * 0.4} {-w * 0.36} {-w * 0.7} {-w * 0.34} {-w * 1.2}Z",
        metal,
    )
    for y, half in ((1.12, 0.34), (0.72, 0.37), (0.44, 0.42)):
        c.path(
            f"M{-w * half} {-w * y} Q0 {-w * y + 46} {w * half} {-w * y}",
            "none",
            'stroke="#2f1a05" stroke-width="7" opacity="0.6"',
        )
    for k in (-0.2, 0, 0.2):
        c.ellipse(w * k, -w * 0.9, 18, 18, "#f2d08a", 'stroke="#4a2c0a" stroke-width="5"')

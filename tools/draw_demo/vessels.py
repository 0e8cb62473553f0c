"""Bottles, jars, boxes, bags and bowls; each stands on the origin and grows upwards."""

from tools.draw_demo.canvas import Canvas


def label(c: Canvas, y: float, w: float, h: float, words: tuple[str, ...], paper: str, ink: str) -> None:
    """A printed label round a cylinder: first word large, then a rule and the small lines."""
    c.rect(-w / 2, y, w, h, paper, 6)
    c.rect(-w / 2 + 9, y + 9, w - 18, h - 18, "none", 3, f'stroke="{ink}" stroke-width="2.5" opacity="0.65"')
    size = min(h * 0.2, w * 1.5 / max(len(words[0]), 1))
    c.text(0, y + h * 0.44, words[0], size, ink)
    c.path(f"M{-w * 0.28} {y + h * 0.54}H{w * 0.28}", "none", f'stroke="{ink}" stroke-width="2.5"')
    for index, word in enumerate(words[1:]):
        c.text(0, y + h * (0.69 + index * 0.14), word, min(h * 0.115, w * 1.45 / max(len(word), 1)), ink)
    _emblem(c, y + h * 0.15, h * 0.075, ink)
    c.rect(-w / 2, y, w, h, c.lin("#000/0.38", "#fff/0.18@0.25", "#fff/0@0.55", "#000/0.42", angle="h"), 6)


def _emblem(c: Canvas, y: float, r: float, ink: str) -> None:
    for turn in (-50, 0, 50):
        with c.at(0, y + r * 0.7, 1, turn):
            c.path(
                f"M0 0 C{r * 0.5} {-r * 0.5} {r * 0.4} {-r * 1.2} 0 {-r * 1.6} C{-r * 0.4} {-r * 1.2} {-r * 0.5} {-r * 0.5} 0 0Z",
                ink,
            )


def bottle(c: Canvas, h: float, w: float, glass: tuple[str, str], words: tuple[str, ...], cap: str = "#8c1d18",
           paper: str = "#f6ead0", ink: str = "#7a1f14") -> None:  # fmt: skip
    """A glass bottle with a neck, cap and label."""
    c.shadow(0, -4, w * 0.62, w * 0.16, 0.55)
    n, s = w * 0.17, h * 0.62
    body = (
        f"M{-w / 2} -14 Q{-w / 2} 0 {-w / 2 + 16} 0 H{w / 2 - 16} Q{w / 2} 0 {w / 2} -14 V{-s} "
        f"C{w / 2} {-s - h * 0.12} {n} {-s - h * 0.1} {n} {-h * 0.84} V{-h * 0.93} H{-n} V{-h * 0.84} "
        f"C{-n} {-s - h * 0.1} {-w / 2} {-s - h * 0.12} {-w / 2} {-s}Z"
    )
    dark, bright = glass
    c.path(
        body,
        c.lin(dark, bright + "@0.22", bright + "@0.42", dark + "@0.72", bright + "@0.93", dark, angle="h"),
    )
    c.path(body, c.lin("#fff/0.28", "#fff/0@0.3", "#ffb84d/0.05@0.7", "#ffc766/0.35"))
    label(c, -h * 0.56, w * 1.0, h * 0.42, words, paper, ink)
    c.path(
        f"M{-w * 0.36} {-s + 10} V{-h * 0.03}",
        "none",
        f'stroke="#fff" stroke-width="{w * 0.055}" opacity="0.42" filter="url(#blur4)" stroke-linecap="round"',
    )
    c.path(
        f"M{-n * 0.5} {-h * 0.92} V{-h * 0.8}",
        "none",
        f'stroke="#fff" stroke-width="{w * 0.04}" opacity="0.6" filter="url(#blur2)"',
    )
    c.rect(
        -n - 7,
        -h,
        2 * n + 14,
        h * 0.085,
        c.lin("#000", cap + "@0.15", "#fff6e0@0.32", cap + "@0.5", "#240404", angle="h"),
        7,
    )
    c.path(f"M{-n - 7} {-h * 0.935} H{n + 7}", "none", 'stroke="#000" stroke-width="3" opacity="0.25"')


def jar(c: Canvas, h: float, w: float, filling: tuple[str, str], words: tuple[str, ...], lid: str = "#b88a3a",
        paper: str = "#fbf3df", ink: str = "#5b2a12") -> None:  # fmt: skip
    """A squat glass jar with a screw lid and a label."""
    c.shadow(0, -4, w * 0.6, w * 0.15, 0.55)
    top = -h * 0.84
    dark, bright = filling
    body = f"M{-w / 2} -26 Q{-w / 2} 0 {-w / 2 + 30} 0 H{w / 2 - 30} Q{w / 2} 0 {w / 2} -26 V{top + 40} Q{w / 2} {top} {w / 2 - 36} {top} H{-w / 2 + 36} Q{-w / 2} {top} {-w / 2} {top + 40}Z"
    c.path(
        body,
        c.lin(dark, bright + "@0.25", bright + "@0.45", dark + "@0.82", bright + "@0.95", dark, angle="h"),
    )
    c.path(body, "#000", 'filter="url(#fleck)" opacity="0.14"')
    c.path(body, c.lin("#fff/0.5", "#fff/0.1@0.1", "#fff/0@0.3", "#fff/0"))
    label(c, -h * 0.66, w * 0.98, h * 0.5, words, paper, ink)
    c.path(
        f"M{-w * 0.4} {top + 40} V-40",
        "none",
        f'stroke="#fff" stroke-width="{w * 0.045}" opacity="0.5" filter="url(#blur4)" stroke-linecap="round"',
    )
    shine = c.lin("#241505", lid + "@0.12", "#fff2cf@0.3", lid + "@0.5", "#2b1a08", angle="h")
    c.rect(-w * 0.44, -h, w * 0.88, h * 0.17, shine, 12)
    for y in (-h * 0.95, -h * 0.91, -h * 0.87):
        c.path(f"M{-w * 0.44} {y}H{w * 0.44}", "none", 'stroke="#000" stroke-width="2.5" opacity="0.2"')


def carton(
    c: Canvas, w: float, h: float, d: float, words: tuple[str, ...], front: str, side: str, ink: str
) -> None:
    """A printed box in three-quarter view: front, right side and lid."""
    c.shadow(d * 0.4, -4, w * 0.72, w * 0.13, 0.55)
    lift = d * 0.42
    c.path(
        f"M{w / 2} 0 L{w / 2 + d} {-lift} V{-h - lift} L{w / 2} {-h}Z", c.lin(side, "#1c0b04/0.9", angle="h")
    )
    c.path(f"M{w / 2} 0 L{w / 2 + d} {-lift} V{-h - lift} L{w / 2} {-h}Z", side, 'opacity="0.72"')
    c.path(
        f"M{-w / 2} {-h} L{-w / 2 + d} {-h - lift} H{w / 2 + d} L{w / 2} {-h}Z",
        c.lin("#fff", front),
        'opacity="1"',
    )
    c.rect(-w / 2, -h, w, h, front)
    c.rect(-w / 2, -h, w, h, "#000", 0, 'filter="url(#paper)" opacity="0.25"')
    m = min(w, h) * 0.06
    c.rect(
        -w / 2 + m, -h + m, w - 2 * m, h - 2 * m, "none", 4, f'stroke="{ink}" stroke-width="4" opacity="0.8"'
    )
    _waves(c, w, h, m, ink)
    size = min(h * 0.17, w * 1.45 / len(words[0]))
    c.text(0, -h * 0.58, words[0], size, ink)
    for index, word in enumerate(words[1:]):
        c.text(0, -h * (0.45 - index * 0.1), word, min(h * 0.075, w * 1.4 / len(word)), ink)
    _emblem(c, -h * 0.84, h * 0.07, ink)
    c.rect(-w / 2, -h, w, h, c.lin("#fff/0.3", "#fff/0@0.5", "#000/0.2", angle="d"))


def _waves(c: Canvas, w: float, h: float, m: float, ink: str) -> None:
    step = (w - 2 * m) / 8
    for row in range(2):
        arcs = "".join(
            f"M{-w / 2 + m + step * k} {-m - 4} a{step / 2} {step / 2} 0 0 1 {step} 0" for k in range(8)
        )
        inner = "".join(
            f"M{-w / 2 + m + step * (k + 0.25)} {-m - 4} a{step / 4} {step / 4} 0 0 1 {step / 2} 0"
            for k in range(8)
        )
        c.path(arcs if row else inner, "none", f'stroke="{ink}" stroke-width="3" opacity="0.55"')


def pouch(
    c: Canvas, h: float, w: float, colour: tuple[str, str], words: tuple[str, ...], ink: str, window: str = ""
) -> None:
    """A standing pouch with a label and, when given, a clear window showing the goods."""
    c.shadow(0, -6, w * 0.58, w * 0.14, 0.5)
    body = f"M{-w * 0.46} {-h} H{w * 0.46} C{w * 0.5} {-h * 0.6} {w * 0.52} {-h * 0.2} {w * 0.47} -10 Q0 22 {-w * 0.47} -10 C{-w * 0.52} {-h * 0.2} {-w * 0.5} {-h * 0.6} {-w * 0.46} {-h}Z"
    with c.group('filter="url(#vol30)"'):
        c.path(body, c.lin(*colour))
    c.path(body, c.lin("#000/0.3", "#fff/0.3@0.2", "#fff/0@0.42", "#000/0@0.7", "#000/0.35", angle="h"))
    for y in (-h * 0.97, -h * 0.945):
        c.path(f"M{-w * 0.46} {y}H{w * 0.46}", "none", 'stroke="#000" stroke-width="3" opacity="0.22"')
    if window:
        shape = f'<ellipse cx="0" cy="{-h * 0.24}" rx="{w * 0.3}" ry="{h * 0.14}"/>'
        with c.group(c.clip(shape)):
            c.rect(-w / 2, -h * 0.4, w, h * 0.32, window)
            c.rect(-w / 2, -h * 0.4, w, h * 0.32, "#000", 0, 'filter="url(#darkfleck)" opacity="0.75"')
            c.rect(-w / 2, -h * 0.4, w, h * 0.32, "#000", 0, 'filter="url(#fleck)" opacity="0.7"')
        c.ellipse(
            0,
            -h * 0.24,
            w * 0.3,
            h * 0.14,
            c.lin("#fff/0.4", "#fff/0@0.4", "#000/0.25", angle="d"),
            f'stroke="{ink}" stroke-width="4"',
        )
    c.text(0, -h * 0.66, words[0], min(h * 0.12, w * 1.3 / len(words[0])), ink)
    for index, word in enumerate(words[1:]):
        c.text(0, -h * (0.57 - index * 0.075), word, min(h * 0.055, w * 1.25 / len(word)), ink)
    _emblem(c, -h * 0.84, h * 0.055, ink)


def sack(c: Canvas, h: float, w: float, colour: tuple[str, str], words: tuple[str, ...], ink: str) -> None:
    """A stuffed sack with a sewn top."""
    c.shadow(0, -6, w * 0.6, w * 0.14, 0.55)
    body = f"M{-w * 0.42} {-h} Q0 {-h - 22} {w * 0.42} {-h} C{w * 0.56} {-h * 0.75} {w * 0.56} {-h * 0.2} {w * 0.48} -14 Q0 26 {-w * 0.48} -14 C{-w * 0.56} {-h * 0.2} {-w * 0.56} {-h * 0.75} {-w * 0.42} {-h}Z"
    with c.group('filter="url(#vol30)"'):
        c.path(body, c.lin(*colour))
    lines = "".join(f"M{-w * 0.55} {-y}H{w * 0.55}" for y in range(10, int(h), 12))
    with c.group(c.clip(f'<path d="{body}"/>')):
        c.path(lines, "none", 'stroke="#5a4630" stroke-width="2" opacity="0.16"')
        c.path(body, c.lin("#000/0.28", "#fff/0.12@0.3", "#000/0@0.6", "#000/0.38", angle="h"))
    c.path(
        f"M{-w * 0.4} {-h * 0.95} H{w * 0.4}",
        "none",
        'stroke="#7b2a18" stroke-width="5" stroke-dasharray="16 9"',
    )
    c.text(0, -h * 0.58, words[0], min(h * 0.14, w * 1.3 / len(words[0])), ink)
    c.path(f"M{-w * 0.28} {-h * 0.53}H{w * 0.28}", "none", f'stroke="{ink}" stroke-width="4"')
    for index, word in enumerate(words[1:]):
        c.text(0, -h * (0.45 - index * 0.09), word, min(h * 0.07, w * 1.25 / len(word)), ink)
    _emblem(c, -h * 0.76, h * 0.06, ink)


def bowl(c: Canvas, w: float, china: tuple[str, str], filling: tuple[str, str], fleck: str = "") -> None:
    """A bowl seen from a little above, filled; the origin is the foot's middle."""
    h, ry = w * 0.42, w * 0.15
    c.shadow(0, -4, w * 0.42, w * 0.1, 0.55)
    c.path(
        f"M{-w / 2} {-h} C{-w * 0.48} {-h * 0.3} {-w * 0.25} -6 {-w * 0.2} 0 Q0 {w * 0.05} {w * 0.2} 0 C{w * 0.25} -6 {w * 0.48} {-h * 0.3} {w / 2} {-h}Z",
        c.lin(china[1], china[0] + "@0.3", china[0] + "@0.5", china[1], angle="h"),
    )
    band = f"M{-w * 0.47} {-h * 0.66} Q0 {-h * 0.24} {w * 0.47} {-h * 0.66}"
    c.path(band, "none", 'stroke="#2f5d8a" stroke-width="6" opacity="0.6"')
    c.ellipse(0, -h, w / 2, ry, china[0])
    c.ellipse(0, -h + 3, w * 0.465, ry * 0.9, china[1])
    c.ellipse(0, -h + 6, w * 0.455, ry * 0.84, c.rad(filling[0], filling[1]))
    if fleck:
        c.ellipse(0, -h + 6, w * 0.455, ry * 0.84, "#000", f'filter="url(#{fleck})" opacity="0.8"')
    c.path(
        f"M{-w * 0.4} {-h - 6} Q{-w * 0.2} {-h - ry * 0.75} {w * 0.08} {-h - ry * 0.72}",
        "none",
        'stroke="#fff" stroke-width="7" opacity="0.6" filter="url(#blur4)" stroke-linecap="round"',
    )


def plate(c: Canvas, r: float, china: tuple[str, str] = ("#fdfaf3", "#d8cfc0")) -> None:
    """A plate seen from above, centred on the origin."""
    c.ellipse(10, 22, r * 1.02, r * 1.02, "#1d0e04", 'opacity="0.4" filter="url(#blur14)"')
    c.ellipse(0, 0, r, r, c.rad(china[0], china[0] + "@0.7", china[1], cx=0.4, cy=0.4))
    c.ellipse(0, 0, r * 0.93, r * 0.93, "none", 'stroke="#2f5d8a" stroke-width="5" opacity="0.5"')
    c.ellipse(0, 0, r * 0.74, r * 0.74, c.rad(china[1], china[0] + "@0.75", china[0], cx=0.45, cy=0.4))
    c.path(
        f"M{-r * 0.8} {-r * 0.3} A{r * 0.86} {r * 0.86} 0 0 1 {-r * 0.1} {-r * 0.85}",
        "none",
        'stroke="#fff" stroke-width="14" opacity="0.7" filter="url(#blur8)"',
    )


def basket(
    c: Canvas,
    w: float,
    h: float,
    colour: tuple[str, str] = ("#d9b06a", "#8f6228"),
    handles: str = "",
    filled: bool = False,
) -> None:
    """A plaited basket standing on the origin; a filled one hides its mouth behind what lies in it."""
    c.shadow(0, -4, w * 0.52, w * 0.12, 0.5)
    body = f"M{-w / 2} {-h} C{-w * 0.5} {-h * 0.4} {-w * 0.44} -8 {-w * 0.38} 0 Q0 {w * 0.09} {w * 0.38} 0 C{w * 0.44} -8 {w * 0.5} {-h * 0.4} {w / 2} {-h} Q0 {-h + w * 0.16} {-w / 2} {-h}Z"
    if handles:
        c.path(
            f"M{-w * 0.3} {-h} C{-w * 0.28} {-h * 1.75} {w * 0.28} {-h * 1.75} {w * 0.3} {-h}",
            "none",
            f'stroke="{handles}" stroke-width="24" filter="url(#vol4)"',
        )
    if not filled:
        c.ellipse(0, -h, w / 2, w * 0.09, "#4d3112")
    c.path(body, c.lin(*colour))
    with c.group(c.clip(f'<path d="{body}"/>')):
        _plait(c, w, h)
        c.path(body, c.lin("#000/0.45", "#fff/0.16@0.3", "#000/0@0.6", "#000/0.5", angle="h"))
    c.path(
        f"M{-w / 2} {-h} Q0 {-h + w * 0.17} {w / 2} {-h}",
        "none",
        f'stroke="{colour[0]}" stroke-width="22" filter="url(#vol8)"',
    )


def _plait(c: Canvas, w: float, h: float) -> None:
    size = 26
    for row in range(int(h / size) + 3):
        for column in range(int(w / size) + 2):
            x = -w / 2 + column * size + (row % 2) * size / 2
            y = -h + row * size + (1 - (2 * x / w) ** 2) * w * 0.07
            c.rect(
                round(x),
                round(y),
                size - 3,
                size * 0.62,
                "#f3d79a" if (row + column) % 3 else "#a87a3a",
                7,
                'opacity="0.6"',
            )
            c.rect(round(x), round(y + size * 0.6), size - 3, 5, "#4a2f0e", 2, 'opacity="0.35"')

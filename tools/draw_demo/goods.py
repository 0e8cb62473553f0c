"""Clothes, household electrics, building materials and parcels; standing things grow from the origin."""

from tools.draw_demo.canvas import Canvas

SHIRT = (
    "M-120 -400 Q0 -340 120 -400 L230 -350 L370 -150 L260 -80 L215 -150 L222 400 Q0 424 -222 400 L-215 -150 "
    "L-260 -80 L-370 -150 L-230 -350Z"
)


def shirt(c: Canvas, cloth: tuple[str, str], collar: str, kind: str) -> None:
    """A shirt laid flat, centred; kind is tee, uniform or work."""
    c.path(SHIRT, "#1d0e04", 'opacity="0.45" filter="url(#blur14)" transform="translate(12 22)"')
    with c.group('filter="url(#vol30)"'):
        c.path(SHIRT, c.lin(*cloth))
    folds = "M-215 -150 Q-170 -40 -200 120M215 -150 Q170 -40 200 120M-120 380 Q-80 220 -130 60M110 390 Q90 240 140 90M-60 -330 Q-20 -220 -60 -120"
    c.path(folds, "none", 'stroke="#000" stroke-width="12" opacity="0.16" filter="url(#blur8)"')
    c.path(
        folds,
        "none",
        'stroke="#fff" stroke-width="9" opacity="0.2" filter="url(#blur8)" transform="translate(14 6)"',
    )
    c.path(
        "M-370 -150 L-260 -80M370 -150 L260 -80M-222 388 Q0 412 222 388",
        "none",
        f'stroke="{collar}" stroke-width="7" stroke-dasharray="9 6" opacity="0.8"',
    )
    if kind == "tee":
        c.path("M-120 -400 Q0 -310 120 -400", "none", f'stroke="{collar}" stroke-width="26"')
        _bridge(c)
        return
    c.path(
        "M-122 -404 L-20 -310 L-84 -250 L-150 -370Z M122 -404 L20 -310 L84 -250 L150 -370Z",
        collar,
        'filter="url(#vol8)"',
    )
    c.path("M0 -312V404", "none", 'stroke="#000" stroke-width="4" opacity="0.3"')
    for y in range(-250, 380, 105):
        c.ellipse(14, y, 10, 10, "#f7f2e8", 'stroke="#6d6558" stroke-width="3"')
    c.rect(74, -130, 112, 124, cloth[0], 8, 'stroke="#000" stroke-opacity="0.25" stroke-width="4"')
    if kind == "uniform":
        c.ellipse(130, -70, 34, 34, "#b3202a")
        c.path("M130 -94 l8 17 19 2 -14 13 4 19 -17 -10 -17 10 4 -19 -14 -13 19 -2Z", "#f5cf55")
    else:
        for y in (60, 230):
            c.rect(-219, y, 440, 46, c.lin("#f4f7d8", "#c9d2a0"), 0)
            c.path(f"M-219 {y - 4}H221M-219 {y + 50}H221", "none", 'stroke="#e9902a" stroke-width="9"')


def _bridge(c: Canvas) -> None:
    """Hàm Rồng bridge between its two hills, as printed on the shirt."""
    with c.at(0, 20, 1.15):
        c.ellipse(0, -40, 62, 62, "#e8a33a")
        c.path("M-160 40 Q-120 -60 -70 40Z M60 40 Q120 -90 165 40Z", "#2d5a4a")
        c.path("M-150 40H150", "none", 'stroke="#a3312a" stroke-width="9"')
        c.path("M-110 40 Q-55 -40 0 40 Q55 -40 110 40", "none", 'stroke="#a3312a" stroke-width="8"')
        c.path(
            "M-82 40V14M-55 40V2M-28 40V14M28 40V14M55 40V2M82 40V14",
            "none",
            'stroke="#a3312a" stroke-width="4"',
        )
        for y in (62, 78, 94):
            c.path(
                f"M{-150 + y - 60} {y} q25 -10 50 0 t50 0 t50 0 t50 0",
                "none",
                'stroke="#2f6f9a" stroke-width="5"',
            )
        c.text(0, 150, "HÀM RỒNG", 40, "#24323a")


def fan(c: Canvas) -> None:
    """A stand fan."""
    c.shadow(0, -6, 200, 44, 0.55)
    c.ellipse(0, -22, 190, 44, c.lin("#f4f6f7", "#9aa6ad"))
    c.rect(-17, -520, 34, 500, c.lin("#8c979d", "#ffffff@0.35", "#7d888e", angle="h"), 10)
    c.rect(-56, -430, 112, 120, c.lin("#ffffff", "#b9c3c8", angle="h"), 20)
    for k, colour in ((-26, "#d8453a"), (0, "#3f7f9a"), (26, "#3f7f9a")):
        c.ellipse(k, -350, 9, 9, colour)
    c.ellipse(0, -660, 226, 226, "#0e2a3a", 'opacity="0.14"')
    for turn in range(0, 360, 72):
        with c.at(0, -660, 1, turn):
            c.path(
                "M0 -20 C60 -60 130 -170 60 -205 C0 -215 -40 -120 0 -20Z",
                c.lin("#7fd0e0", "#2a87a6"),
                'opacity="0.88"',
            )
    rings = "".join(f'<circle cx="0" cy="-660" r="{r}"/>' for r in range(60, 230, 17))
    c.add(f'<g fill="none" stroke="#c5d0d5" stroke-width="3.5">{rings}</g>')
    for turn in range(0, 360, 12):
        with c.at(0, -660, 1, turn):
            c.path("M0 -40V-226", "none", 'stroke="#dfe7ea" stroke-width="3"')
    c.ellipse(0, -660, 228, 228, "none", f'stroke="{c.lin("#ffffff", "#8f9ca3")}" stroke-width="15"')
    c.ellipse(0, -660, 48, 48, c.rad("#ffffff", "#7fb9cc", "#2a6f8c"))


def rice_cooker(c: Canvas) -> None:
    """A round rice cooker."""
    c.shadow(0, -6, 290, 60, 0.55)
    steel = c.lin("#8f2018", "#e8574a@0.22", "#c2352a@0.5", "#6a120d", angle="h")
    c.path("M-290 -330 C-310 -120 -250 0 -190 0 H190 C250 0 310 -120 290 -330Z", steel)
    c.path("M-270 -90 Q0 -40 270 -90 L250 -44 Q0 8 -250 -44Z", "#2c2625", 'opacity="0.55"')
    c.path(
        "M-296 -330 C-290 -470 -150 -520 0 -520 C150 -520 290 -470 296 -330 Q0 -270 -296 -330Z",
        c.lin("#ffffff", "#e9e4df", "#a9a29c"),
    )
    c.path("M-296 -330 Q0 -270 296 -330", "none", 'stroke="#d9d2cb" stroke-width="22"')
    c.path(
        "M-90 -512 C-80 -580 80 -580 90 -512",
        "none",
        'stroke="#36302e" stroke-width="34" filter="url(#vol8)"',
    )
    c.rect(-92, -228, 184, 130, c.lin("#3a3432", "#1b1716"), 24)
    c.text(0, -172, "1,8 LÍT", 34, "#f6e7c8")
    c.ellipse(-36, -132, 11, 11, "#ff7a3c", 'filter="url(#blur2)"')
    c.ellipse(36, -132, 11, 11, "#5a524f")
    c.path(
        "M-220 -440 Q-120 -500 0 -503",
        "none",
        'stroke="#fff" stroke-width="16" opacity="0.9" filter="url(#blur4)" stroke-linecap="round"',
    )
    c.path(
        "M-240 -290 Q-250 -150 -205 -60",
        "none",
        'stroke="#fff" stroke-width="17" opacity="0.45" filter="url(#blur8)" stroke-linecap="round"',
    )


def kettle(c: Canvas) -> None:
    """A steel electric kettle on its base."""
    c.shadow(0, -6, 220, 50, 0.55)
    c.ellipse(0, -22, 205, 40, "#23262a")
    c.path(
        "M180 -520 C330 -540 340 -180 186 -130",
        "none",
        'stroke="#22262a" stroke-width="46" filter="url(#vol8)"',
    )
    c.path("M-180 -470 L-266 -520 L-250 -440 L-186 -360Z", c.lin("#f3f5f6", "#8c959b"))
    c.path(
        "M-196 -40 C-190 -300 -176 -420 -150 -520 H150 C176 -420 190 -300 196 -40Z",
        c.lin("#626c73", "#e9eef1@0.2", "#ffffff@0.3", "#9aa5ac@0.55", "#5a646b@0.85", "#aab4ba", angle="h"),
    )
    c.path("M-152 -520 C-130 -590 130 -590 152 -520Z", c.lin("#4a4f54", "#1e2124"))
    c.rect(-28, -616, 56, 34, "#1e2124", 14)
    c.rect(-196, -62, 392, 26, "#2b3036", 8)
    c.rect(88, -330, 30, 190, "#c9e4ef", 14, 'opacity="0.75" stroke="#58636a" stroke-width="4"')
    c.rect(92, -240, 22, 96, "#58a5c9", 8)
    with c.group('filter="url(#blur14)" opacity="0.6"'):
        c.path("M-250 -530 C-330 -640 -240 -700 -300 -800", "none", 'stroke="#fff" stroke-width="26"')


def bulb(c: Canvas) -> None:
    """A glowing LED bulb standing on its cap."""
    c.ellipse(
        0, -330, 420, 420, c.rad("#fff3b8/0.85", "#ffe38a/0.3@0.45", "#ffdf80/0", cx=0.5, cy=0.5, r=0.5)
    )
    c.shadow(0, -4, 90, 24, 0.5)
    c.rect(-66, -120, 132, 116, c.lin("#70787d", "#f2f5f6@0.3", "#7b8489@0.7", "#4a5257", angle="h"), 12)
    for y in (-100, -72, -44):
        c.path(f"M-70 {y}L70 {y + 10}", "none", 'stroke="#3e464b" stroke-width="8" opacity="0.6"')
    c.path("M-70 -118 L-130 -260 H130 L70 -118Z", c.lin("#c9d0d4", "#ffffff@0.35", "#aeb7bc", angle="h"))
    c.path(
        "M-134 -256 C-240 -420 -150 -580 0 -580 C150 -580 240 -420 134 -256Z",
        c.rad("#ffffff", "#fff8dc", "#f3d98c", cx=0.45, cy=0.4),
    )
    c.ellipse(-66, -460, 34, 60, "#fff", 'filter="url(#blur8)"')


def rubble(c: Canvas, w: float, h: float, count: int = 90) -> None:
    """A heap of crushed stone."""
    c.shadow(0, 0, w * 0.5, 60, 0.55)
    for index in range(count):
        level = 1 - index / count
        x = c.random.gauss(0, 1) * w * 0.2 * (1.5 - level)
        x = max(-w / 2, min(w / 2, x))
        y = -h * level * max(0.1, 1 - abs(x) / (w * 0.62))
        s = c.random.uniform(38, 78)
        pts = " ".join(
            f"{c.random.uniform(0.65, 1) * s * dx:.0f},{c.random.uniform(0.65, 1) * s * dy:.0f}"
            for dx, dy in ((-1, -0.2), (-0.5, -0.8), (0.4, -0.9), (1, -0.1), (0.6, 0.7), (-0.5, 0.8))
        )
        shade = c.random.choice(("#a9adb0", "#8d9295", "#bcbfbf", "#777d82"))
        with c.at(x, y, 1, c.random.uniform(0, 90)):
            c.add(f'<polygon points="{pts}" fill="{shade}" filter="url(#vol8)"/>')


def tile(c: Canvas, size: float, colours: tuple[str, str, str], seed_turn: float = 0) -> None:
    """A polished stone tile seen flat, centred."""
    h = size / 2
    c.rect(-h + 10, -h + 20, size, size, "#0f1114", 4, 'opacity="0.5" filter="url(#blur14)"')
    c.rect(-h, -h, size, size, c.lin(*colours, angle="d"), 4)
    with c.at(0, 0, 1, seed_turn), c.group('opacity="0.75"'):
        c.rect(-h, -h, size, size, "#000", 0, 'filter="url(#stonelight)" opacity="0.7"')
        c.rect(-h, -h, size, size, "#000", 0, 'filter="url(#stone)" opacity="0.5"')
    vein = f"M{-h} {-h * 0.4} C{-h * 0.3} {-h * 0.7} {h * 0.1} {h * 0.2} {h} {-h * 0.1}M{-h * 0.5} {h} C{-h * 0.1} {h * 0.3} {h * 0.4} {h * 0.6} {h} {h * 0.3}"
    c.path(vein, "none", 'stroke="#fff" stroke-width="4" opacity="0.35" filter="url(#blur2)"')
    c.path(f"M{-h} {-h}L{h} {-h}L{-h} {h}Z", c.lin("#fff/0.32", "#fff/0", angle="d"))


def parcel(c: Canvas, w: float, h: float) -> None:
    """A taped cardboard parcel with a shipping label."""
    c.shadow(40, -4, w * 0.66, w * 0.13, 0.55)
    d, lift = w * 0.3, w * 0.13
    c.path(f"M{w / 2} 0 l{d} {-lift} V{-h - lift} L{w / 2} {-h}Z", c.lin("#a9793f", "#85592a"))
    c.path(f"M{-w / 2} {-h} l{d} {-lift} h{w} l{-d} {lift}Z", c.lin("#e3bd84", "#cfa468"))
    c.rect(-w / 2, -h, w, h, c.lin("#d3a66a", "#b98747"))
    c.rect(-w / 2, -h, w, h, "#000", 0, 'filter="url(#paper)" opacity="0.4"')
    c.path(f"M-40 0 V{-h} l{d} {-lift} h80 l{-d} {lift} V0Z", "#e9cf9c", 'opacity="0.55"')
    with c.at(-w * 0.28, -h * 0.52, 1, -2):
        c.rect(-w * 0.15, -h * 0.22, w * 0.32, h * 0.48, "#fbf8f0", 6)
        bars = "".join(f"M{-w * 0.12 + k * 11} {h * 0.04}v{h * 0.14}" for k in range(int(w * 0.26 / 11)))
        c.path(bars, "none", 'stroke="#222" stroke-width="5"')
        c.path(
            f"M{-w * 0.12} {-h * 0.14}h{w * 0.24}M{-w * 0.12} {-h * 0.07}h{w * 0.17}",
            "none",
            'stroke="#7a746a" stroke-width="8"',
        )


def ticket(c: Canvas, title: str, small: str, colour: str) -> None:
    """A printed ticket with a tear-off stub, centred."""
    shape = "M-300 -120 H300 V-26 a26 26 0 0 0 0 52 V120 H-300 V26 a26 26 0 0 0 0 -52Z"
    c.path(shape, "#1d0e04", 'opacity="0.4" filter="url(#blur8)" transform="translate(8 16)"')
    c.path(shape, "#fdf6e6")
    c.path("M-300 -120H300V-70H-300Z", colour)
    c.path("M170 -70V120", "none", 'stroke="#b3a283" stroke-width="5" stroke-dasharray="10 9"')
    c.text(-64, 22, title, min(64, 720 / len(title)), "#2b2420")
    c.text(-64, 80, small, min(36, 700 / len(small)), "#7d6c58")
    for k in range(5):
        c.rect(196 + k * 17, -40, 9 if k % 2 else 5, 130, "#2b2420")

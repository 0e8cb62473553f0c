"""Pictures of tours, coaches, rooms and the homestay."""

from tools.draw_demo import backdrops as back
from tools.draw_demo import food, goods, places
from tools.draw_demo import vessels as ves
from tools.draw_demo.canvas import Canvas
from tools.draw_demo.registry import scene
from tools.draw_demo.scenes_food import CHINA, WARM


def valley(c: Canvas, house: float, lights: bool = False) -> None:
    """Pù Luông: mountains, terraces and a stilt house at the given scale."""
    places.mountains(c)
    places.terraces(c)
    with c.at(c.width * 0.3, c.height * 0.74, house):
        places.stilt_house(c, lights)


def walker(c: Canvas, x: float, y: float, scale: float, shirt: str, flag: str = "") -> None:
    """A person seen from behind in a conical hat."""
    with c.at(x, y, scale):
        c.shadow(0, 0, 60, 14, 0.4)
        c.path("M-34 0 L-26 -110 H26 L34 0 H8 L0 -80 L-8 0Z", "#2c3440")
        c.path("M-46 -110 C-50 -210 -40 -236 0 -240 C40 -236 50 -210 46 -110Z", shirt)
        c.ellipse(0, -262, 26, 30, "#3a2416")
        c.path("M-84 -262 Q0 -230 84 -262 L0 -330Z", c.lin("#f6e7bd", "#c9a767", angle="h"))
        if flag:
            c.path("M44 -180 L80 -400", "none", 'stroke="#6d4a26" stroke-width="7"')
            c.path("M80 -400 L170 -380 L76 -340Z", flag)


@scene("tour-pu-luong")
def _tour_valley(c: Canvas) -> None:
    valley(c, 0.9)
    for x, y, s, shirt in (
        (760, 1010, 0.8, "#c9412f"),
        (860, 1030, 0.85, "#2f6f8f"),
        (960, 1020, 0.78, "#d99a2c"),
    ):
        walker(c, x, y, s, shirt)
    back.vignette(c)


@scene("tour-pu-luong-2")
def _tour_water(c: Canvas) -> None:
    places.mountains(c, warm=False)
    c.rect(0, 740, 1200, 460, c.lin("#a5cfc2", "#4f8f8a", "#2a6264"))
    glints = "".join(
        f"M{c.random.uniform(0, 1200):.0f} {c.random.uniform(760, 1180):.0f}h{c.random.uniform(30, 130):.0f}"
        for _ in range(60)
    )
    c.path(glints, "none", 'stroke="#fff" stroke-width="4" opacity="0.35" stroke-linecap="round"')
    c.ellipse(610, 1010, 360, 34, "#0f2a2a", 'opacity="0.45" filter="url(#blur14)"')
    for x, shirt in ((470, "#c9412f"), (640, "#2f6f8f"), (790, "#d99a2c")):
        walker(c, x, 985, 0.72, shirt)
    c.path("M240 940 Q600 1010 980 930 L930 1010 Q600 1060 300 1010Z", c.lin("#c08a4a", "#6d4420"))
    c.path("M240 940 Q600 1010 980 930", "none", 'stroke="#e8c58a" stroke-width="12"')
    back.vignette(c)


@scene("tour-sam-son")
def _tour_sea(c: Canvas) -> None:
    places.beach(c)
    places.umbrella(c, 380, 1040, 1.15)
    back.vignette(c)


@scene("tour-thanh-nha-ho")
def _tour_gate(c: Canvas) -> None:
    places.citadel(c)
    walker(c, 420, 1090, 0.9, "#c9412f", "#e8b23a")
    for x, shirt in ((600, "#2f6f8f"), (700, "#5f8a4a"), (800, "#b9674a")):
        walker(c, x, 1100, 0.82, shirt)
    back.vignette(c)


@scene("huong-dan-vien")
def _guide(c: Canvas) -> None:
    places.mountains(c)
    places.terraces(c, 0.7)
    walker(c, 560, 1180, 2.3, "#1f7f86", "#d9412f")
    back.vignette(c)


def coach(c: Canvas, paint: tuple[str, str], length: float, van: bool) -> None:
    """A vehicle on a country road."""
    places.road(c)
    with c.at(c.width * 0.5, c.height * 0.82):
        places.bus(c, length, paint, "SÔNG MÃ", van)
    back.vignette(c)


@scene("xe-ha-noi")
def _coach_north(c: Canvas) -> None:
    places.mountains(c)
    coach(c, ("#e2453a", "#a01f1c"), 1060, False)


@scene("xe-vinh")
def _coach_south(c: Canvas) -> None:
    places.beach(c, 0.4)
    coach(c, ("#1f7fa6", "#12506e"), 1060, False)


@scene("xe-limousine")
def _limousine(c: Canvas) -> None:
    places.sky(c, ("#f2a86a", "#f9d9a0", "#fdf0cf"), (0.3, 0.36))
    places.ridge(c, 0.6, 0.16, ("#8f7a8a", "#c9a89a"), 2.0)
    coach(c, ("#3b424c", "#15191f"), 880, True)


@scene("gui-hang")
def _parcels(c: Canvas) -> None:
    back.room(c, ("#dfe6e8", "#8f9aa0"), "pale", 0.66, "shelves")
    for x, y, w, h in ((380, 960, 440, 380), (760, 1050, 460, 300), (330, 1090, 300, 190)):
        with c.at(x, y):
            goods.parcel(c, w, h)
    back.vignette(c)


@scene("phong-doi")
def _double(c: Canvas) -> None:
    places.bedroom(c, 1, ("#f3ead8", "#dccbaa"))
    back.vignette(c)


@scene("phong-doi-bien")
def _sea_view(c: Canvas) -> None:
    places.beach(c, 0.42)
    c.rect(0, 1010, 1200, 200, c.lin("#f6efe2", "#cbbda4"))
    c.path("M0 800H1200", "none", 'stroke="#fbf8f0" stroke-width="26"')
    c.path(
        "".join(f"M{x} 800V1016" for x in range(20, 1200, 62)), "none", 'stroke="#fbf8f0" stroke-width="14"'
    )
    back.vignette(c)


@scene("phong-gia-dinh")
def _family(c: Canvas) -> None:
    places.bedroom(c, 2, ("#e4ede8", "#b9cfc6"))
    back.vignette(c)


@scene("hoi-truong")
def _hall(c: Canvas) -> None:
    c.rect(0, 0, 1200, 1200, c.lin("#f0e2c8", "#b9966a"))
    c.rect(0, 640, 1200, 560, c.lin("#8f5a34", "#5a3317"))
    c.rect(260, 170, 680, 400, "#fdfdfb", 8, 'stroke="#3a2c20" stroke-width="16"')
    c.text(600, 350, "HỘI NGHỊ KHÁCH HÀNG", 52, "#1f5a68")
    c.text(600, 430, "Sầm Sơn", 44, "#9a6a3c")
    for x in (130, 1070):
        c.rect(x - 70, 0, 140, 640, c.lin("#8f2a22", "#c94a3c@0.3", "#7a1f18@0.6", "#b83c30", angle="h"))
    for x in (240, 600, 960):
        c.ellipse(x, 60, 200, 200, c.rad("#fff3c4/0.9", "#fff3c4/0", cx=0.5, cy=0.5, r=0.5))
        c.ellipse(x, 60, 46, 22, "#fffbe6")
    for row in range(4):
        size = 1 + row * 0.32
        for column in range(8 - row):
            x = 600 + (column - (7 - row) / 2) * 150 * size
            with c.at(x, 760 + row * 125, size):
                c.rect(-44, -92, 88, 104, c.lin("#2f7f8f", "#184e5a"), 18)
                c.rect(-50, 0, 100, 30, c.lin("#f6efe2", "#cdbfa8"), 10)
    back.vignette(c)


@scene("nha-san")
def _dorm(c: Canvas) -> None:
    c.rect(0, 0, 1200, 1200, c.lin("#6b4423", "#a8733c"))
    c.path(
        "".join(f"M{x} 0V700" for x in range(30, 1200, 74)),
        "none",
        'stroke="#3f2410" stroke-width="8" opacity="0.6"',
    )
    c.rect(380, 130, 440, 400, c.lin("#a9d3e6", "#dfeed0", "#7fa84a"))
    c.path("M380 400 Q480 330 600 400 T820 370 V530 H380Z", c.lin("#5f9a5a", "#a9c25a"))
    c.path("M600 130V530M380 130h440v400H380Z", "none", 'stroke="#4a2a12" stroke-width="22"')
    c.rect(0, 690, 1200, 510, c.lin("#c99a5c", "#8a5c2c"))
    c.path(
        "".join(f"M0 {y}H1200" for y in range(700, 1200, 26)),
        "none",
        'stroke="#6b421a" stroke-width="3" opacity="0.5"',
    )
    for x in (60, 450, 840):
        with c.group('filter="url(#vol16)"'):
            c.rect(x, 800, 300, 330, c.lin("#fdf8ee", "#e2d6c0"), 30)
            c.rect(x + 30, 760, 240, 100, "#ffffff", 40)
        with c.at(x, 950), c.group(c.clip('<rect x="0" y="0" width="300" height="180" rx="26"/>')):
            _blanket(c)
    for x in (60, 450, 840):
        c.path(f"M{x + 150} 180 L{x - 20} 900 H{x + 320}Z", "#ffffff", 'opacity="0.14"')
    back.vignette(c)


def _blanket(c: Canvas) -> None:
    """A brocade blanket corner."""
    tones = ("#c8202f", "#e8b23a", "#f4ead2")
    for row in range(3):
        c.rect(0, row * 66, 300, 66, ("#1f1a2b", "#3a1424")[row % 2])
        for column in range(6):
            x, y = column * 56 + 20, row * 66 + 33
            c.path(f"M{x} {y - 24} l22 24 l-22 24 l-22 -24Z", tones[(row + column) % 3])


@scene("bungalow")
def _bungalow(c: Canvas) -> None:
    places.mountains(c)
    places.terraces(c, 0.64)
    with c.at(640, 900, 1.5):
        places.stilt_house(c, True)
    back.vignette(c)


@scene("bungalow-sang")
def _bungalow_morning(c: Canvas) -> None:
    valley(c, 0.62, True)
    with c.at(860, 960, 0.9):
        places.stilt_house(c)
    back.vignette(c)


@scene("mam-com")
def _meal(c: Canvas) -> None:
    back.flat(c, "dark")
    c.ellipse(615, 630, 540, 540, "#0f0703", 'opacity="0.5" filter="url(#blur24)"')
    c.ellipse(600, 600, 540, 540, c.rad("#d9b06a", "#b58440", "#8a5c24"))
    for r in (520, 480, 440, 400):
        c.ellipse(
            600, 600, r, r, "none", 'stroke="#6b4414" stroke-width="6" stroke-dasharray="16 8" opacity="0.45"'
        )
    with c.at(600, 560, 1.05), c.at(0, 0, 0.62):
        ves.plate(c, 380)
        food.duck(c, ("#e8a85a", "#c0742c", "#7d3f12"))
    for x, y, filling, fleck in (
        (270, 400, "#f7f2e2", "fleck"),
        (930, 400, "#7fae4c", "fleck"),
        (300, 830, "#d9742c", "darkfleck"),
        (900, 830, "#6b3a7a", "fleck"),
    ):
        with c.at(x, y, 0.42):
            ves.plate(c, 380)
            c.ellipse(0, 0, 270, 270, c.rad(filling, filling, "#5a3a1c"))
            c.ellipse(0, 0, 270, 270, "#000", f'filter="url(#{fleck})" opacity="0.7"')
    for x, y in ((600, 950), (600, 215)):
        with c.at(x, y, 0.24):
            ves.plate(c, 380)
            c.ellipse(0, 0, 260, 260, c.rad("#d9741f", "#6d2a08"))
    back.vignette(c)


@scene("mam-com-xoi")
def _sticky_rice(c: Canvas) -> None:
    back.room(c, WARM, "wood", 0.62, "plants")
    with c.at(420, 1010):
        ves.bowl(c, 440, CHINA, ("#8f5aa0", "#4f2a63"), "fleck")
    with c.at(850, 1080):
        ves.bowl(c, 380, CHINA, ("#ffe08a", "#d9a62c"), "fleck")
    back.vignette(c)

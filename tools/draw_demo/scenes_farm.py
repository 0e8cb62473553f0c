"""Pictures of herbs, fruit, vegetables and rice."""

from tools.draw_demo import backdrops as back
from tools.draw_demo import food
from tools.draw_demo import vessels as ves
from tools.draw_demo.canvas import Canvas
from tools.draw_demo.registry import scene
from tools.draw_demo.scenes_food import CHINA, COOL, GREEN, WARM

ORANGE = ("#ffd07a", "#f79a1e", "#b85a08")
POMELO = ("#ffb48a", "#e25c3c", "#8f1f14")
TOMATO = ("#ff9a7a", "#dd2f22", "#7f0f0c")
MELON = ("#fbf6c8", "#e6d27a", "#a8953c")


@scene("que-thanh")
def _cinnamon(c: Canvas) -> None:
    back.flat(c, "linen")
    for index, y in enumerate((400, 480, 560, 640, 720, 800)):
        with c.at(600 + (index % 2) * 30, y, 1.35, -10 + (index % 3) * 3):
            food.cinnamon(c)
    c.path("M560 330 q40 260 10 560", "none", 'stroke="#b5342a" stroke-width="22" filter="url(#vol4)"')
    with c.at(160, 1040, 1.1, -30):
        food.leaf(c)
    back.vignette(c)


@scene("que-thanh-rung")
def _cinnamon_jar(c: Canvas) -> None:
    back.room(c, GREEN, "wood", 0.64, "plants")
    with c.at(600, 1030):
        ves.pouch(
            c, 760, 520, ("#e8d2ae", "#b88a52"), ("Quế thanh", "Thường Xuân", "200 g"), "#5b2a12", "#8f4f25"
        )
    with c.at(880, 1100, 0.7, -6):
        food.cinnamon(c)
    back.vignette(c)


@scene("bot-que")
def _powder(c: Canvas) -> None:
    back.room(c, WARM, "dark", 0.64, "shelves")
    with c.at(480, 1010):
        ves.jar(c, 600, 420, ("#6b3512", "#b8763a"), ("Bột quế", "Thường Xuân", "100 g"), "#2f2620")
    with c.at(880, 1080):
        ves.bowl(c, 320, CHINA, ("#c98a4a", "#8a5220"), "fleck")
    back.vignette(c)


@scene("tinh-dau-que")
def _oil(c: Canvas) -> None:
    back.room(c, GREEN, "pale", 0.66, "plants")
    with c.at(520, 1010):
        ves.bottle(
            c, 640, 300, ("#3a1602", "#a85a14"), ("Quế", "Tinh dầu", "10 ml"), "#1d1a18", "#f4f0e2", "#3c5a2a"
        )
    for y, turn in ((1040, -5), (1095, 4)):
        with c.at(890, y, 0.75, turn):
            food.cinnamon(c)
    back.vignette(c)


@scene("mat-ong")
def _honey(c: Canvas) -> None:
    back.room(c, ("#f9e3a8", "#b07a2c"), "wood", 0.66, "plants")
    with c.at(520, 1030):
        ves.bottle(
            c,
            860,
            330,
            ("#7a3402", "#f0a01c"),
            ("Mật ong", "Hoa rừng Thường Xuân", "500 ml"),
            "#c9a24a",
            "#fff6dc",
            "#7a4208",
        )
    with c.at(900, 1090):
        ves.bowl(c, 300, CHINA, ("#ffc94a", "#c9760c"))
    back.vignette(c)


@scene("mat-ong-to")
def _comb(c: Canvas) -> None:
    back.flat(c, "dark")
    shape = '<path d="M220 300 L960 220 L1010 860 L640 980 L260 900Z"/>'
    c.path(
        "M220 300 L960 220 L1010 860 L640 980 L260 900Z",
        "#1d0e04",
        'opacity="0.6" filter="url(#blur24)" transform="translate(12 30)"',
    )
    with c.group(c.clip(shape)):
        c.rect(200, 200, 840, 800, c.lin("#f2a81e", "#c9760c", angle="d"))
        for row in range(13):
            for column in range(13):
                with c.at(230 + column * 68 + (row % 2) * 34, 220 + row * 60):
                    c.path(
                        "M0 -36 L32 -18 V18 L0 36 L-32 18 V-18Z",
                        c.rad("#ffd766", "#e8961a", "#a85c06"),
                        'stroke="#f9d27a" stroke-width="7"',
                    )
                    c.ellipse(-8, -12, 9, 6, "#fff", 'opacity="0.7"')
    with c.at(900, 1000, 1, -20):
        food.leaf(c)
    back.vignette(c)


@scene("giao-co-lam")
def _tea(c: Canvas) -> None:
    back.room(c, GREEN, "pale", 0.66, "plants")
    with c.at(430, 1020):
        ves.carton(
            c, 470, 590, 160, ("Giảo cổ lam", "Trà túi lọc", "20 túi"), "#e9e2bd", "#b9ad72", "#36592c"
        )
    with c.at(880, 1080):
        ves.bowl(c, 330, CHINA, ("#d9b45a", "#8f6a1c"))
    with c.group('filter="url(#blur14)" opacity="0.6"'):
        c.path("M880 900 C820 800 940 740 880 620", "none", 'stroke="#fff" stroke-width="26"')
    back.vignette(c)


def heap(
    c: Canvas, spots: tuple[tuple[float, float], ...], r: float, colours: tuple[str, str, str], calyx: str
) -> None:
    """Round fruit at the given feet, back to front."""
    for x, y in spots:
        with c.at(x, y):
            food.orb(c, r, colours, calyx)


@scene("cam")
def _oranges(c: Canvas) -> None:
    back.room(c, GREEN, "wood", 0.6, "plants")
    heap(c, ((330, 850), (600, 830), (850, 850)), 140, ORANGE, "leaf")
    heap(c, ((220, 1000), (500, 1030)), 150, ORANGE, "leaf")
    with c.at(860, 980):
        food.citrus(c, 150, ORANGE[:2], ("#ffc35a", "#f58a12"))
    back.vignette(c)


@scene("cam-vuon")
def _orange_basket(c: Canvas) -> None:
    back.room(c, ("#dfeed0", "#6d9a4a"), "pale", 0.66, "plants")
    heap(c, ((400, 760), (600, 720), (800, 760), (490, 800), (710, 800)), 125, ORANGE, "leaf")
    heap(c, ((350, 870), (500, 880), (660, 885), (830, 870)), 112, ORANGE, "leaf")
    with c.at(600, 1060):
        ves.basket(c, 700, 250, filled=True)
    back.vignette(c)


@scene("buoi")
def _pomelo(c: Canvas) -> None:
    back.room(c, WARM, "dark", 0.62, "plants")
    heap(c, ((380, 960), (760, 920)), 215, POMELO, "leaf")
    with c.at(830, 1040, 0.95):
        food.citrus(c, 170, ("#e25c3c", "#b5382a"), ("#ffb7a0", "#e8766a"), 12)
    back.vignette(c)


@scene("dua")
def _pineapples(c: Canvas) -> None:
    back.room(c, GREEN, "wood", 0.66, "plants")
    for x, y, w in ((770, 980, 250), (430, 1040, 300)):
        with c.at(x, y):
            food.pineapple(c, w)
    back.vignette(c)


@scene("mia-tim")
def _cane(c: Canvas) -> None:
    back.flat(c, "pale")
    for index in range(7):
        with c.at(600 + (index % 2) * 26, 320 + index * 84, 1.06, -8 + (index % 3)):
            food.cane(c)
    for x in (380, 800):
        c.path(f"M{x} 250 q24 320 -14 640", "none", 'stroke="#c9a55c" stroke-width="26" filter="url(#vol4)"')
    for x, y in ((860, 1040), (980, 1000), (930, 1110)):
        with c.at(x, y):
            food.roll_slice(c, 50, ("#f6efc4", "#d9cd8a"), "#5b2440")
    back.vignette(c)


@scene("gao-nep")
def _rice(c: Canvas) -> None:
    back.room(c, WARM, "wood", 0.64, "shelves")
    with c.at(470, 1030):
        ves.sack(c, 740, 500, ("#f6eedb", "#d6c6a2"), ("Nếp cái", "hoa vàng", "5 kg"), "#9a1f14")
    with c.at(910, 1080):
        ves.bowl(c, 360, CHINA, ("#ffffff", "#e2d9c2"), "fleck")
    back.vignette(c)


@scene("vit-co-lung")
def _duck(c: Canvas) -> None:
    back.flat(c, "slate")
    c.rect(110, 190, 980, 800, "#0c0f12", 50, 'opacity="0.5" filter="url(#blur24)"')
    with c.group('filter="url(#vol16)"'):
        c.rect(100, 170, 1000, 800, c.lin("#c08a50", "#8f5d2a"), 46)
    c.rect(100, 170, 1000, 800, "#000", 46, 'filter="url(#wood)" opacity="0.45"')
    with c.at(590, 570, 1.05):
        food.duck(c)
    with c.at(230, 1060, 0.9, -14):
        food.leaf(c)
    with c.at(960, 1050):
        food.garlic(c)
    back.vignette(c)


@scene("rau-ma")
def _pennywort(c: Canvas) -> None:
    back.flat(c, "linen")
    with c.at(600, 570, 1.25):
        food.herb_bunch(c, 34, 300)
    back.vignette(c)


@scene("ca-chua")
def _tomatoes(c: Canvas) -> None:
    back.room(c, GREEN, "pale", 0.6, "plants")
    heap(c, ((360, 850), (620, 820), (860, 860)), 130, TOMATO, "star")
    heap(c, ((240, 1010), (520, 1020), (800, 1030)), 145, TOMATO, "star")
    back.vignette(c)


@scene("dua-le")
def _melons(c: Canvas) -> None:
    back.room(c, COOL, "wood", 0.62, "plants")
    heap(c, ((360, 930), (760, 900)), 210, MELON, "leaf")
    with c.at(850, 1040):
        food.citrus(c, 165, ("#e6d27a", "#c9b04a"), ("#eef3c4", "#c9dc8a"), 6)
    back.vignette(c)


def veg_basket(c: Canvas, x: float, y: float, scale: float = 1) -> None:
    """A basket heaped with vegetables."""
    with c.at(x, y, scale):
        for dx, turn in ((-220, -120), (-140, -105), (-60, -95), (30, -85), (120, -75), (210, -60)):
            with c.at(dx, -250, 1.15, turn):
                food.leaf(c, ("#8fc25a", "#3f7f36"))
        with c.at(-190, -250, 0.95):
            food.herb_bunch(c, 16, 150)
        for dx, dy, colours, kind in (
            (10, -215, TOMATO, "star"),
            (240, -215, TOMATO, "star"),
            (130, -190, ORANGE, "leaf"),
        ):
            with c.at(dx, dy):
                food.orb(c, 90, colours, kind)
        ves.basket(c, 740, 260, filled=True)


@scene("gio-rau")
def _basket(c: Canvas) -> None:
    back.room(c, GREEN, "wood", 0.66, "shelves")
    veg_basket(c, 600, 1060)
    back.vignette(c)


@scene("gio-rau-nong-trai")
def _basket_flat(c: Canvas) -> None:
    back.flat(c, "wood")
    with c.at(400, 420, 0.9):
        food.herb_bunch(c, 24, 230)
    for x, y in ((820, 330), (980, 420), (860, 500)):
        with c.at(x, y + 90):
            food.orb(c, 100, TOMATO, "star")
    for y, turn in ((800, -12), (880, -6), (960, 2)):
        with c.at(220, y, 1.4, turn):
            food.leaf(c, ("#8fc25a", "#3f7f36"))
    with c.at(860, 930):
        food.citrus(c, 150, ("#e6d27a", "#c9b04a"), ("#eef3c4", "#c9dc8a"), 6)
    back.vignette(c)


@scene("bot-rau-ma")
def _green_powder(c: Canvas) -> None:
    back.room(c, GREEN, "pale", 0.66, "plants")
    with c.at(430, 1020):
        ves.carton(c, 450, 560, 150, ("Rau má", "Bột sấy lạnh", "100 g"), "#3f7a3c", "#2a5628", "#f4efc8")
    with c.at(890, 1080):
        ves.bowl(c, 340, CHINA, ("#8fc04a", "#4f8a2a"), "fleck")
    back.vignette(c)


@scene("buoi-cat")
def _pomelo_cut(c: Canvas) -> None:
    back.flat(c, "linen")
    for x, y, r in ((430, 470, 270), (830, 800, 230)):
        with c.at(x, y):
            food.citrus(c, r, ("#e25c3c", "#b5382a"), ("#ffb7a0", "#e8766a"), 13)
    with c.at(860, 470):
        food.orb(c, 170, POMELO, "leaf")
    with c.at(260, 1000, 1, -18):
        food.leaf(c)
    back.vignette(c)


@scene("gao-nep-xoi")
def _steamed_rice(c: Canvas) -> None:
    back.flat(c, "wood")
    with c.at(600, 560, 1, 5):
        food.banana_leaf(c, 980, 780)
    with c.at(600, 570):
        ves.plate(c, 380)
        c.ellipse(0, 0, 265, 250, c.rad("#fffdf4", "#f4ead0", "#c9b98f"))
        c.ellipse(0, 0, 265, 250, "#fff", 'filter="url(#fleck)" opacity="0.9"')
        c.ellipse(0, 0, 265, 250, "#000", 'filter="url(#darkfleck)" opacity="0.12"')
    with c.at(950, 1010, 0.9):
        food.garlic(c)
    back.vignette(c)

"""Pictures of fermented pork, fish sauce, seafood, cakes and herbs."""

from tools.draw_demo import backdrops as back
from tools.draw_demo import food
from tools.draw_demo import vessels as ves
from tools.draw_demo.canvas import Canvas
from tools.draw_demo.registry import scene

AMBER = ("#2c0d02", "#a34a12")
WARM = ("#f3d9a8", "#9a6a3c")
GREEN = ("#e4ead2", "#86966f")
COOL = ("#dbe8ea", "#7f9aa3")
CHINA = ("#fdfaf3", "#cfc4b0")
NEM = ("#f0a090", "#c95f54")


def nem_pile(c: Canvas, count: int, scale: float = 1) -> None:
    """A heap of leaf-wrapped nem."""
    spots = (
        (-150, -190, -8),
        (150, -200, 10),
        (-170, -60, 6),
        (130, -70, -12),
        (-140, 70, -5),
        (170, 65, 9),
        (-160, 195, 12),
        (140, 190, -7),
        (0, -20, 82),
        (-10, 130, 96),
    )
    for x, y, turn in spots[:count]:
        with c.at(x * scale, y * scale, scale, turn):
            food.leaf_parcel(c, 260, 96, ("#b9bb6e", "#6f7a38"))


def garnish(c: Canvas, x: float, y: float, scale: float = 1) -> None:
    """Chilli, garlic and lime."""
    with c.at(x, y, scale):
        with c.at(-20, 40, 1, -20):
            food.chilli(c)
        with c.at(-70, -60):
            food.garlic(c)
        with c.at(120, -50):
            food.lime(c)


@scene("nem-chua-10")
def _nem(c: Canvas) -> None:
    back.flat(c, "wood")
    with c.at(560, 560, 1, -6):
        food.banana_leaf(c, 980, 800)
    with c.at(540, 560, 1.12):
        nem_pile(c, 10)
    garnish(c, 960, 980, 1.1)
    back.vignette(c)


@scene("nem-chua-10-cat")
def _nem_cut(c: Canvas) -> None:
    back.flat(c, "dark")
    with c.at(600, 590):
        ves.plate(c, 470)
    for x, y in ((-180, -150), (30, -190), (200, -50), (-210, 60), (0, 0), (160, 160), (-60, 210)):
        with c.at(600 + x, 590 + y, 1.05):
            food.roll_slice(c, 98, NEM, "#e8c0a8")
    with c.at(250, 1010, 1.25, -14):
        food.leaf_parcel(c)
    garnish(c, 960, 1010)
    back.vignette(c)


@scene("nem-hop-qua")
def _nem_box(c: Canvas) -> None:
    back.room(c, WARM, "wood", 0.66, "plants")
    with c.at(520, 1030):
        ves.carton(
            c,
            560,
            560,
            190,
            ("Nem chua", "Hồ Thành · 20 chiếc", "Quà xứ Thanh"),
            "#a8231c",
            "#7a1510",
            "#f6d98f",
        )
    for x, y, turn in ((930, 1060, -4), (870, 1110, 6)):
        with c.at(x, y, 1.05, turn):
            food.leaf_parcel(c)
    back.vignette(c)


@scene("nem-nuong")
def _skewers(c: Canvas) -> None:
    back.flat(c, "slate")
    with c.at(600, 600, 1.05, 4):
        food.banana_leaf(c, 1000, 700)
    for index, y in enumerate((370, 520, 670, 820)):
        with c.at(600, y, 1.05, -5 + index * 3):
            food.skewer(c)
    garnish(c, 1000, 1030, 0.9)
    back.vignette(c)


@scene("gio-be")
def _veal(c: Canvas) -> None:
    back.flat(c, "pale")
    with c.at(420, 440, 1.7, -24):
        food.leaf_parcel(c, 420, 170, ("#86ad58", "#41702f"), 4)
    with c.at(700, 800):
        ves.plate(c, 350)
    for x, y in ((-130, -90), (60, -130), (150, 40), (-40, 40), (-150, 110), (50, 170)):
        with c.at(700 + x, 800 + y):
            food.roll_slice(c, 88, ("#e8b8a0", "#b9755c"), "#7a4a30")
    garnish(c, 220, 960)
    back.vignette(c)


def sauce_bowl(c: Canvas, x: float, y: float, w: float = 270) -> None:
    """A dipping bowl of fish sauce."""
    with c.at(x, y):
        ves.bowl(c, w, CHINA, ("#d9741f", "#6d2a08"))


@scene("nuoc-mam-500")
def _sauce(c: Canvas) -> None:
    back.room(c, WARM, "wood", 0.66, "jars")
    with c.at(540, 1030):
        ves.bottle(c, 880, 290, AMBER, ("Ba Làng", "Nước mắm cốt cá cơm", "500 ml"))
    sauce_bowl(c, 890, 1090)
    back.vignette(c)


@scene("nuoc-mam-500-ban-an")
def _sauce_table(c: Canvas) -> None:
    back.flat(c, "pale")
    with c.at(520, 620):
        ves.plate(c, 360)
    with c.at(520, 620):
        c.ellipse(0, 0, 250, 250, c.rad("#b5561a", "#7c2f0a", "#4a1804"))
        c.path(
            "M-190 -70 Q-90 -190 70 -170",
            "none",
            'stroke="#ffe0a8" stroke-width="16" opacity="0.55" filter="url(#blur8)"',
        )
        for x, y in ((-60, 20), (50, -40), (90, 70), (-20, 110), (-110, -40)):
            c.ellipse(x, y, 17, 13, "#d9281c")
            c.ellipse(x, y, 8, 6, "#ffd9a8")
    garnish(c, 930, 420, 1.2)
    with c.at(820, 980, 1, -28):
        food.leaf(c)
    back.vignette(c)


@scene("nuoc-mam-1l")
def _sauce_large(c: Canvas) -> None:
    back.room(c, COOL, "pale", 0.68, "jars")
    with c.at(610, 1060):
        ves.bottle(c, 960, 350, AMBER, ("Ba Làng", "Nước mắm", "1 lít"), "#1f4d6b", "#f4efe2", "#1f4d6b")
    sauce_bowl(c, 290, 1100, 230)
    back.vignette(c)


@scene("mam-tep")
def _shrimp(c: Canvas) -> None:
    back.room(c, GREEN, "wood", 0.64, "plants")
    with c.at(480, 1010):
        ves.jar(c, 620, 480, ("#6d1f14", "#c25540"), ("Mắm tép", "Ba Làng", "250 g"))
    with c.at(910, 1080):
        ves.bowl(c, 320, CHINA, ("#d9705a", "#8f2f20"), "fleck")
    back.vignette(c)


@scene("nuoc-mam-hop-qua")
def _sauce_gift(c: Canvas) -> None:
    back.room(c, WARM, "dark", 0.66, "shelves")
    with c.at(420, 1000):
        ves.carton(
            c,
            480,
            620,
            170,
            ("Ba Làng", "Bộ quà nước mắm", "2 chai × 300 ml"),
            "#1f4d6b",
            "#14364c",
            "#f2d79a",
        )
    for x in (760, 960):
        with c.at(x, 1070):
            ves.bottle(c, 560, 190, AMBER, ("Ba Làng", "300 ml"), "#c9a24a")
    back.vignette(c)


@scene("mam-tom")
def _paste(c: Canvas) -> None:
    back.room(c, COOL, "pale", 0.64, "shelves")
    with c.at(500, 1010):
        ves.jar(c, 640, 480, ("#47203f", "#8f5382"), ("Mắm tôm", "Hậu Lộc", "500 g"), "#8c2a24")
    with c.at(910, 1080):
        ves.bowl(c, 310, CHINA, ("#a8739b", "#6b3a60"))
    back.vignette(c)


@scene("moi-kho")
def _krill(c: Canvas) -> None:
    back.room(c, GREEN, "wood", 0.64, "plants")
    with c.at(470, 1030):
        ves.pouch(c, 720, 500, ("#f1e2c2", "#c9a568"), ("Moi khô", "Hậu Lộc", "200 g"), "#7a2f14", "#eaa880")
    with c.at(910, 1080):
        ves.bowl(c, 330, CHINA, ("#f2b48c", "#c97a52"), "darkfleck")
    back.vignette(c)


@scene("ca-thu")
def _mackerel(c: Canvas) -> None:
    back.flat(c, "slate")
    with c.at(600, 600, 1, 3):
        food.banana_leaf(c, 1000, 860)
    for x, y, turn in ((380, 400, -12), (800, 400, 14), (390, 790, 8), (800, 790, -10)):
        with c.at(x, y, 1.15, turn):
            food.fish_steak(c)
    with c.at(600, 600, 0.9):
        food.lime(c, 80)
    with c.at(1000, 1060, 1, 200):
        food.chilli(c)
    back.vignette(c)


@scene("muc-kho")
def _dried_squid(c: Canvas) -> None:
    back.flat(c, "wood")
    for x, y, turn in ((330, 590, -12), (610, 570, 3), (890, 600, 15)):
        with c.at(x, y, 1.12, turn):
            food.squid(c)
    garnish(c, 1010, 1070, 0.8)
    back.vignette(c)


@scene("muc-kho-goi")
def _squid_pack(c: Canvas) -> None:
    back.room(c, COOL, "pale", 0.64, "shelves")
    with c.at(600, 1050):
        ves.pouch(
            c,
            800,
            560,
            ("#dfeaf0", "#8fb0c2"),
            ("Mực khô", "Loại to", "Hậu Lộc · 500 g"),
            "#17425c",
            "#d99a6c",
        )
    back.vignette(c)


@scene("cha-muc")
def _patties(c: Canvas) -> None:
    back.flat(c, "linen")
    with c.at(580, 590):
        ves.plate(c, 470)
    for x, y in ((-190, -120), (20, -190), (210, -70), (-130, 100), (80, 40), (40, 230), (-10, -20)):
        with c.at(580 + x, 590 + y):
            food.patty(c)
    garnish(c, 1000, 1020)
    back.vignette(c)


def gai_cake(c: Canvas) -> None:
    """A gai cake in dry banana leaf."""
    food.leaf_parcel(c, 230, 170, ("#c7a064", "#7d5626"), 1)


@scene("banh-gai-10")
def _cakes(c: Canvas) -> None:
    back.flat(c, "dark")
    with c.at(560, 560, 1, 4):
        food.banana_leaf(c, 960, 820)
    for index in range(9):
        with c.at(310 + (index % 3) * 250, 350 + (index // 3) * 205, 1, (index * 37) % 17 - 8):
            gai_cake(c)
    with c.at(930, 950):
        food.block_sweet(c, 240, 150, ("#2c3326", "#14180f"))
        c.ellipse(0, 0, 62, 40, c.rad("#f4d76a", "#c99a2a"))
    back.vignette(c)


@scene("banh-gai-10-dia")
def _cake_plate(c: Canvas) -> None:
    back.flat(c, "pale")
    with c.at(600, 600):
        ves.plate(c, 450)
    for x, y, turn in ((-150, -130, 8), (150, -120, -10), (-130, 130, -6), (150, 130, 12)):
        with c.at(600 + x, 600 + y, 1, turn):
            food.block_sweet(c, 230, 190, ("#333a2a", "#161a10"))
            c.ellipse(0, 0, 74, 52, c.rad("#f4d76a", "#c99a2a"))
            c.ellipse(0, 0, 74, 52, "#fff", 'filter="url(#fleck)" opacity="0.5"')
    back.vignette(c)


@scene("banh-gai-5")
def _cake_bag(c: Canvas) -> None:
    back.room(c, WARM, "wood", 0.64, "plants")
    with c.at(480, 1020):
        ves.pouch(
            c, 700, 500, ("#e9d3a0", "#b58a45"), ("Bánh gai", "Tứ Trụ", "5 chiếc"), "#3c4a1c", "#2c3326"
        )
    for x, y, turn in ((900, 1050, -6), (870, 930, 8)):
        with c.at(x, y, 1, turn):
            gai_cake(c)
    back.vignette(c)


@scene("che-lam")
def _che_lam(c: Canvas) -> None:
    back.flat(c, "wood")
    with c.at(600, 600, 1, -4):
        food.banana_leaf(c, 960, 740)
    for index in range(12):
        with c.at(330 + (index % 4) * 175, 400 + (index // 4) * 190, 1, (index * 29) % 15 - 7):
            food.block_sweet(c, 150, 165, ("#d9a765", "#a8743a"))
    back.vignette(c)


@scene("banh-rang-bua")
def _steamed(c: Canvas) -> None:
    back.flat(c, "linen")
    with c.at(600, 600):
        ves.plate(c, 480)
    for index, y in enumerate((330, 450, 570, 690, 810)):
        with c.at(580 + (index % 2) * 40, y, 1.35, -4 + index * 2):
            food.leaf_parcel(c, 400, 88, ("#7fa552", "#3f6d33"), 0)
    garnish(c, 1000, 1040, 0.9)
    back.vignette(c)


@scene("keo-nhan")
def _sweets(c: Canvas) -> None:
    back.room(c, GREEN, "pale", 0.64, "shelves")
    with c.at(470, 1020):
        ves.pouch(c, 700, 480, ("#f6dfa0", "#d99c35"), ("Kẹo nhãn", "Lam Sơn", "200 g"), "#7a2f14", "#f0c060")
    for index in range(9):
        with c.at(780 + (index % 3) * 120, 950 + (index // 3) * 75, 0.8, index * 40):
            food.block_sweet(c, 90, 70, ("#f6d27a", "#c98a2a"))
    back.vignette(c)


@scene("mam-tom-cham")
def _paste_table(c: Canvas) -> None:
    back.flat(c, "pale")
    with c.at(520, 580):
        ves.plate(c, 370)
        c.ellipse(0, 0, 255, 255, c.rad("#b98aae", "#8f5a86", "#5a3052"))
        for x, y in ((-90, -40), (30, -110), (90, 50), (-30, 90), (120, -60)):
            c.ellipse(x, y, 26, 20, "#f0dcec", 'opacity="0.55" filter="url(#blur4)"')
        c.ellipse(40, 10, 22, 14, "#d9281c")
    garnish(c, 950, 900, 1.2)
    with c.at(240, 1040, 1, -10):
        food.leaf(c)
    back.vignette(c)

"""The wide picture at the head of each shop."""

from collections.abc import Callable

from tools.draw_demo import backdrops as back
from tools.draw_demo import craft, food, goods, places
from tools.draw_demo import scenes_farm as farm
from tools.draw_demo import scenes_food as dish
from tools.draw_demo import vessels as ves
from tools.draw_demo.canvas import Canvas
from tools.draw_demo.registry import Painter, scene
from tools.draw_demo.scenes_travel import valley, walker


def hero(shop: str) -> Callable[[Painter], Painter]:
    """Register a shop's wide picture."""
    return scene(f"{shop}-bia", 1600, 1000)


@hero("nem-ho-thanh")
def _nem(c: Canvas) -> None:
    back.flat(c, "wood")
    with c.at(1060, 500, 1, -6):
        food.banana_leaf(c, 1050, 820)
    with c.at(1060, 500, 1.15):
        dish.nem_pile(c, 10)
    dish.garnish(c, 420, 760, 1.15)
    back.vignette(c)


@hero("nuoc-mam-ba-lang")
def _sauce(c: Canvas) -> None:
    places.beach(c, 0.4)
    c.rect(0, 760, 1600, 60, "#1f1005", 0, 'opacity="0.4" filter="url(#blur14)"')
    back.surface(c, "dark", 780)
    for x, y, h, w in ((900, 880, 640, 220), (1130, 910, 760, 270), (1350, 880, 560, 190)):
        with c.at(x, y):
            ves.bottle(c, h, w, dish.AMBER, ("Ba Làng", "Nước mắm cốt"))
    dish.sauce_bowl(c, 620, 930)
    back.vignette(c)


@hero("hai-san-hau-loc")
def _fish(c: Canvas) -> None:
    back.flat(c, "slate")
    with c.at(1130, 520, 1, 6):
        food.banana_leaf(c, 820, 840)
    for x, y, turn in ((930, 480, -14), (1150, 470, 2), (1370, 500, 16)):
        with c.at(x, y, 1.02, turn):
            food.squid(c)
    for x, y in ((330, 720), (590, 800)):
        with c.at(x, y):
            food.fish_steak(c, 140)
    with c.at(250, 360, 1.2):
        food.lime(c)
    back.vignette(c)


@hero("coi-nga-son")
def _sedge(c: Canvas) -> None:
    places.sky(c, ("#8fc4dd", "#d9ebe2", "#fdf0cf"))
    c.rect(0, 480, 1600, 520, c.lin("#b9c95c", "#7d9a3a", "#55752a"))
    blades = "".join(
        f"M{c.random.uniform(0, 1600):.0f} {c.random.uniform(640, 900):.0f} q{c.random.uniform(-26, 26):.0f} -110 {c.random.uniform(-40, 40):.0f} -240"
        for _ in range(420)
    )
    c.path(blades, "none", 'stroke="#8fae3c" stroke-width="6" stroke-linecap="round" opacity="0.8"')
    c.path(
        blades,
        "none",
        'stroke="#4f7026" stroke-width="4" stroke-linecap="round" opacity="0.7" transform="translate(23 30)"',
    )
    back.surface(c, "pale", 800)
    with c.at(1080, 840):
        craft.rolled_mat(c, 760, 100, ("#b3392c", "#2f6b4f"))
    for x, w, h in ((420, 320, 250), (660, 230, 160)):
        with c.at(x, 930):
            ves.basket(c, w, h)
    back.vignette(c)


@hero("banh-tu-tru")
def _cakes(c: Canvas) -> None:
    back.flat(c, "dark")
    with c.at(1050, 500, 1, 4):
        food.banana_leaf(c, 1000, 800)
    for index in range(9):
        with c.at(800 + (index % 3) * 255, 300 + (index // 3) * 205, 1, (index * 37) % 17 - 8):
            dish.gai_cake(c)
    for x, y in ((250, 690), (430, 790)):
        with c.at(x, y):
            food.block_sweet(c, 210, 150, ("#333a2a", "#161a10"))
            c.ellipse(0, 0, 62, 42, c.rad("#f4d76a", "#c99a2a"))
    back.vignette(c)


@hero("duoc-lieu-thuong-xuan")
def _herbs(c: Canvas) -> None:
    places.mountains(c, warm=False)
    c.rect(0, 720, 1600, 60, "#1f1005", 0, 'opacity="0.4" filter="url(#blur14)"')
    back.surface(c, "wood", 740)
    with c.at(920, 880):
        ves.bottle(
            c, 600, 230, ("#7a3402", "#f0a01c"), ("Mật ong", "Hoa rừng"), "#c9a24a", "#fff6dc", "#7a4208"
        )
    with c.at(1230, 900):
        ves.carton(c, 320, 400, 110, ("Trà", "Giảo cổ lam"), "#e9e2bd", "#b9ad72", "#36592c")
    for y, turn in ((860, -4), (915, 3)):
        with c.at(500, y, 0.9, turn):
            food.cinnamon(c)
    back.vignette(c)


@hero("nong-san-nhu-xuan")
def _fruit(c: Canvas) -> None:
    back.room(c, ("#dfeed0", "#6d9a4a"), "wood", 0.62, "plants")
    with c.at(1330, 850):
        food.pineapple(c, 260)
    farm.heap(c, ((780, 800), (1040, 790)), 130, farm.ORANGE, "leaf")
    farm.heap(c, ((1140, 920),), 170, farm.POMELO, "leaf")
    farm.heap(c, ((640, 900), (880, 930)), 130, farm.ORANGE, "leaf")
    with c.at(400, 850):
        food.citrus(c, 120, farm.ORANGE[:2], ("#ffc35a", "#f58a12"))
    back.vignette(c)


@hero("rau-sach-thieu-hoa")
def _vegetables(c: Canvas) -> None:
    places.sky(c, ("#8fc4dd", "#dcefe2", "#fdf4d6"))
    c.rect(0, 470, 1600, 330, c.lin("#a3c25a", "#5f8f3a"))
    for row in range(6):
        y = 490 + row * 48
        c.path(
            f"M0 {y}H1600",
            "none",
            f'stroke="#3f7a30" stroke-width="{12 + row * 5}" stroke-dasharray="{20 + row * 8} {10 + row * 4}" stroke-linecap="round" opacity="0.75"',
        )
    back.surface(c, "pale", 800)
    farm.veg_basket(c, 1100, 940, 0.9)
    farm.heap(c, ((520, 930), (700, 940)), 80, farm.TOMATO, "star")
    back.vignette(c)


@hero("duc-dong-tra-dong")
def _bronze(c: Canvas) -> None:
    back.room(c, ("#8f5a34", "#24120a"), "dark", 0.7, "shelves")
    with c.at(980, 900, 1.1):
        craft.drum(c)
    with c.at(1420, 900, 0.75):
        craft.burner(c)
    back.vignette(c)


@hero("may-mac-ham-rong")
def _clothes(c: Canvas) -> None:
    back.flat(c, "linen")
    with c.at(680, 520, 0.95, -8):
        goods.shirt(c, ("#b9d7d2", "#8db8b2"), "#2d5a4a", "tee")
    with c.at(1240, 500, 0.95, 4):
        craft.scarf(c)
    back.vignette(c)


@hero("dien-may-bim-son")
def _electric(c: Canvas) -> None:
    back.room(c, dish.COOL, "white", 0.68, "shelves")
    with c.at(1380, 900, 0.95):
        goods.fan(c)
    with c.at(640, 900, 0.85):
        goods.rice_cooker(c)
    with c.at(1030, 920, 0.85):
        goods.kettle(c)
    back.vignette(c)


@hero("du-lich-xu-thanh")
def _tours(c: Canvas) -> None:
    valley(c, 0.7)
    for x, shirt in ((1080, "#c9412f"), (1200, "#2f6f8f"), (1310, "#d99a2c")):
        walker(c, x, 930, 0.95, shirt)
    back.vignette(c)


@hero("xe-khach-song-ma")
def _coach(c: Canvas) -> None:
    places.mountains(c)
    places.road(c)
    with c.at(880, 830):
        places.bus(c, 1180, ("#e2453a", "#a01f1c"), "SÔNG MÃ")
    back.vignette(c)


@hero("khach-san-bien-sam-son")
def _hotel(c: Canvas) -> None:
    places.beach(c)
    places.umbrella(c, 560, 880, 0.9)
    places.umbrella(c, 1000, 920, 1, ("#1f7f96", "#fbf3e2"))
    back.vignette(c)


@hero("homestay-pu-luong")
def _homestay(c: Canvas) -> None:
    valley(c, 0.6, True)
    with c.at(1100, 840, 1.15):
        places.stilt_house(c, True)
    back.vignette(c)


@hero("vat-lieu-nghi-son")
def _materials(c: Canvas) -> None:
    back.room(c, ("#cfe0ea", "#7f95a3"), "stone", 0.66, "none")
    with c.at(1200, 900):
        goods.rubble(c, 620, 330, 70)
    for x, y in ((420, 840), (760, 850), (590, 920)):
        with c.at(x, y, 0.72):
            ves.sack(c, 620, 470, ("#d5d2ca", "#a5a299"), ("Xi măng", "PCB40", "50 kg"), "#1d3f8a")
    back.vignette(c)

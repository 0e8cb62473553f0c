"""Pictures of sedge, bronze, garments, household electrics and building materials."""

from tools.draw_demo import backdrops as back
from tools.draw_demo import craft, food, goods
from tools.draw_demo import vessels as ves
from tools.draw_demo.canvas import Canvas
from tools.draw_demo.registry import scene
from tools.draw_demo.scenes_food import COOL, GREEN, WARM

RED = ("#b3392c", "#2f6b4f")
TEAL = ("#20707a", "#c9822c")


@scene("chieu-160")
def _mat(c: Canvas) -> None:
    back.flat(c, "dark")
    with c.at(130, 150, 1, 2):
        craft.flat_mat(c, 940, 640, RED, "#7c1f1a")
    with c.at(600, 980, 1, -3):
        craft.rolled_mat(c, 900, 105, RED)
    back.vignette(c)


@scene("chieu-160-can-canh")
def _mat_close(c: Canvas) -> None:
    with c.at(-80, -100, 2.1, -8):
        craft.flat_mat(c, 800, 760, RED, "#7c1f1a")
    back.leaf_light(c, 0.24)
    back.vignette(c)


@scene("chieu-120")
def _mat_single(c: Canvas) -> None:
    back.room(c, GREEN, "pale", 0.6, "plants")
    for y, scale, tones in ((830, 0.92, TEAL), (1010, 1, RED)):
        with c.at(600, y, scale):
            craft.rolled_mat(c, 900, 112, tones)
    back.vignette(c)


@scene("lan-coi")
def _bag(c: Canvas) -> None:
    back.room(c, COOL, "white", 0.68, "plants")
    with c.at(600, 1050):
        ves.basket(c, 640, 460, ("#e2be7c", "#9c7033"), "#7a3f1d")
    back.vignette(c)


@scene("lan-coi-can-canh")
def _bag_close(c: Canvas) -> None:
    back.room(c, WARM, "linen", 0.7, "shelves")
    with c.at(640, 1400, 1.7):
        ves.basket(c, 640, 460, ("#e2be7c", "#9c7033"), "#7a3f1d")
    back.vignette(c)


@scene("tham-coi")
def _rug(c: Canvas) -> None:
    back.flat(c, "wood")
    with c.at(600, 600):
        craft.round_rug(c, 500)
    back.vignette(c)


@scene("gio-coi-3")
def _baskets(c: Canvas) -> None:
    back.room(c, WARM, "pale", 0.66, "plants")
    for x, y, w, h in ((330, 930, 470, 420), (810, 960, 420, 320), (560, 1090, 340, 230)):
        with c.at(x, y):
            ves.basket(c, w, h)
    back.vignette(c)


@scene("trong-dong")
def _drum(c: Canvas) -> None:
    back.room(c, ("#8a6a4a", "#2b1a10"), "dark", 0.68, "shelves")
    with c.at(600, 1050, 1.25):
        craft.drum(c)
    back.vignette(c)


@scene("trong-dong-mat")
def _drum_face(c: Canvas) -> None:
    back.flat(c, "dark")
    c.ellipse(620, 640, 510, 510, "#0f0703", 'opacity="0.6" filter="url(#blur24)"')
    c.ellipse(600, 600, 510, 510, c.rad("#f6dc9c", "#c08a3c", "#6e4516"))
    with c.at(600, 600):
        craft.drum_face(c, 500)
    c.path(
        "M210 420 A430 430 0 0 1 520 150",
        "none",
        'stroke="#fff3d0" stroke-width="40" opacity="0.35" filter="url(#blur24)"',
    )
    back.vignette(c)


@scene("lu-huong")
def _burner(c: Canvas) -> None:
    back.room(c, ("#7a2f22", "#240c08"), "dark", 0.68, "shelves")
    with c.at(600, 1050, 1.3):
        craft.burner(c)
    back.vignette(c)


@scene("chuong-dong")
def _bell(c: Canvas) -> None:
    back.room(c, GREEN, "wood", 0.7, "plants")
    with c.at(600, 1060, 1.2):
        craft.bell(c)
    back.vignette(c)


@scene("ao-thun")
def _tee(c: Canvas) -> None:
    back.flat(c, "pale")
    with c.at(600, 610, 1.2, -3):
        goods.shirt(c, ("#fbf8f1", "#e2dccf"), "#2d5a4a", "tee")
    back.vignette(c)


@scene("ao-thun-xanh")
def _tee_blue(c: Canvas) -> None:
    back.flat(c, "linen")
    with c.at(600, 610, 1.2, 4):
        goods.shirt(c, ("#b9d7d2", "#8db8b2"), "#2d5a4a", "tee")
    back.vignette(c)


@scene("dong-phuc")
def _uniform(c: Canvas) -> None:
    back.flat(c, "wood")
    with c.at(600, 610, 1.2, -2):
        goods.shirt(c, ("#ffffff", "#dfe6ee"), "#1f4d8f", "uniform")
    back.vignette(c)


@scene("khan-tho-cam")
def _scarf(c: Canvas) -> None:
    back.flat(c, "linen")
    with c.at(600, 580, 1.1):
        craft.scarf(c)
    back.vignette(c)


@scene("khan-tho-cam-hoa-tiet")
def _scarf_close(c: Canvas) -> None:
    with c.at(-100, -40, 1.9, -6):
        craft.brocade(c, 820, 800, "#1f1a2b", ("#c8202f", "#e8b23a", "#f4ead2"))
    folds = c.lin(
        "#fff/0.16",
        "#000/0.35@0.2",
        "#fff/0.14@0.42",
        "#000/0.3@0.66",
        "#fff/0.12@0.85",
        "#000/0.3",
        angle="d",
    )
    c.rect(0, 0, 1200, 1200, folds)
    back.vignette(c)


@scene("bao-ho")
def _workwear(c: Canvas) -> None:
    back.flat(c, "slate")
    with c.at(600, 610, 1.2, 2):
        goods.shirt(c, ("#3f6a9a", "#274a73"), "#223a58", "work")
    back.vignette(c)


@scene("quat-cay")
def _fan(c: Canvas) -> None:
    back.room(c, COOL, "pale", 0.78, "plants")
    with c.at(600, 1110, 1.12):
        goods.fan(c)
    back.vignette(c)


@scene("noi-com")
def _cooker(c: Canvas) -> None:
    back.room(c, WARM, "white", 0.66, "shelves")
    with c.at(520, 1030, 1.15):
        goods.rice_cooker(c)
    with c.at(990, 1110):
        ves.bowl(c, 250, ("#fdfaf3", "#cfc4b0"), ("#ffffff", "#e8e0cc"), "fleck")
    back.vignette(c)


@scene("am-sieu-toc")
def _kettle(c: Canvas) -> None:
    back.room(c, GREEN, "stone", 0.68, "plants")
    with c.at(600, 1060, 1.2):
        goods.kettle(c)
    back.vignette(c)


@scene("den-led")
def _bulb(c: Canvas) -> None:
    back.room(c, ("#8f7a58", "#2c2418"), "dark", 0.72, "shelves")
    with c.at(600, 1010, 1.25):
        goods.bulb(c)
    back.vignette(c)


@scene("xi-mang")
def _cement(c: Canvas) -> None:
    back.room(c, ("#dcdcd6", "#85878a"), "stone", 0.68, "none")
    for x, y in ((380, 950), (840, 950), (600, 1060)):
        with c.at(x, y):
            ves.sack(c, 620, 470, ("#d5d2ca", "#a5a299"), ("Xi măng", "PCB40", "50 kg"), "#1d3f8a")
    back.vignette(c)


@scene("da-1x2")
def _stone(c: Canvas) -> None:
    back.room(c, ("#cfe0ea", "#8fa9b8"), "stone", 0.62, "none")
    with c.at(600, 1060):
        goods.rubble(c, 1000, 540)
    back.vignette(c)


@scene("da-op")
def _tiles(c: Canvas) -> None:
    back.flat(c, "slate")
    tones = (("#8f99a3", "#5f6973", "#7d8791"), ("#7d8791", "#596470", "#8f99a3"))
    for index in range(4):
        with c.at(335 + (index % 2) * 530, 335 + (index // 2) * 530):
            goods.tile(c, 510, tones[(index + index // 2) % 2], index * 90)
    back.vignette(c)


@scene("da-op-mau")
def _tile_samples(c: Canvas) -> None:
    back.flat(c, "pale")
    for index, tones in enumerate(
        (
            ("#3f464e", "#22272d", "#343a41"),
            ("#b7a68a", "#8d7c60", "#a8977a"),
            ("#8f99a3", "#5f6973", "#7d8791"),
        )
    ):
        with c.at(400 + index * 190, 420 + index * 180, 1, -10 + index * 8):
            goods.tile(c, 520, tones)
    with c.at(180, 1040, 0.9, -20):
        food.leaf(c)
    back.vignette(c)

"""`python -m tools.draw_demo [NAME…]`: draw all pictures, or only those whose name starts with a NAME."""

import sys
from pathlib import Path
from zlib import crc32

from tools.draw_demo import heroes, people, scenes_craft, scenes_farm, scenes_food, scenes_travel  # noqa: F401
from tools.draw_demo.canvas import Canvas
from tools.draw_demo.registry import SCENES
from tools.draw_demo.render import browser_page, rasterise, store

TARGET = Path(__file__).parents[2] / "storefront" / "demo" / "images"


def main(wanted: list[str]) -> None:
    """Draw the wanted pictures and print what they weigh."""
    total = 0
    with browser_page() as page:
        for scene in SCENES.values():
            if wanted and not scene.name.startswith(tuple(wanted)):
                continue
            canvas = Canvas(scene.width, scene.height, crc32(scene.name.encode()))
            scene.paint(canvas)
            picture = rasterise(page, canvas.svg(), scene.width, scene.height)
            size = store(picture, TARGET / f"{scene.name}.webp")
            total += size
            print(f"{size // 1024:5d} KiB  {scene.name}")
    print(f"{total / 2**20:.2f} MiB")


main(sys.argv[1:])

"""`python -m tools.draw_demo.sheet OUT.png [PREFIX…]`: a contact sheet of finished pictures."""

import sys
from pathlib import Path

from PIL import Image

IMAGES = Path(__file__).parents[2] / "storefront" / "demo" / "images"


def contact_sheet(files: list[Path], columns: int = 6, cell: int = 300) -> Image.Image:
    """All pictures as small cells, row by row."""
    rows = -(-len(files) // columns)
    sheet = Image.new("RGB", (columns * cell, rows * cell), "white")
    for index, file in enumerate(files):
        picture = Image.open(file).convert("RGB")
        picture.thumbnail((cell, cell))
        sheet.paste(picture, (index % columns * cell, index // columns * cell))
    return sheet


if __name__ == "__main__":
    prefixes = tuple(sys.argv[2:]) or ("",)
    chosen = sorted(file for file in IMAGES.glob("*.webp") if file.name.startswith(prefixes))
    contact_sheet(chosen).save(sys.argv[1])

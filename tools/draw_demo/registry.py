"""The pictures by name: what draws each, and its size."""

from collections.abc import Callable
from dataclasses import dataclass

from tools.draw_demo.canvas import Canvas

Painter = Callable[[Canvas], None]


@dataclass(frozen=True)
class Scene:
    """One picture to draw; sizes in pixels."""

    name: str
    paint: Painter
    width: int
    height: int


SCENES: dict[str, Scene] = {}


def scene(name: str, width: int = 1200, height: int = 1200) -> Callable[[Painter], Painter]:
    """Register a painter under the picture's file name (without its ending)."""

    def register(paint: Painter) -> Painter:
        SCENES[name] = Scene(name, paint, width, height)
        return paint

    return register

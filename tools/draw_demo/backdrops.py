"""Rooms, tables and flat surfaces the goods stand on."""

from tools.draw_demo.canvas import Canvas

TABLES = {
    "wood": ("#b9824e", "#8a5428"),
    "dark": ("#5b3d28", "#33200f"),
    "pale": ("#e6cfa8", "#c5a273"),
    "stone": ("#b9b7b0", "#8f8d86"),
    "linen": ("#efe6d6", "#d6c8b0"),
    "slate": ("#5c6470", "#353b45"),
    "white": ("#f4efe7", "#d9d0c3"),
}
GRAINED = {"wood", "dark", "pale"}


def leaf_light(c: Canvas, strength: float = 0.2) -> None:
    """Shadows of leaves and a band of sun falling across the scene."""
    with c.group(f'opacity="{strength}" filter="url(#blur14)"'):
        for _ in range(9):
            x, y = c.random.uniform(-50, c.width), c.random.uniform(-80, c.height * 0.5)
            with c.at(x, y, c.random.uniform(0.8, 1.7), c.random.uniform(15, 70)):
                c.path("M0 0 C70 -60 210 -50 300 0 C210 50 70 60 0 0Z", "#1d1206")
    sun = c.lin("#fff3cf/0.0", "#fff3cf/0.2", "#fff3cf/0.0", angle="h")
    c.path(
        f"M{c.width * 0.05} 0 L{c.width * 0.5} 0 L{c.width * 0.95} {c.height} L{c.width * 0.3} {c.height}Z",
        sun,
        'filter="url(#blur24)"',
    )


def vignette(c: Canvas) -> None:
    """Darker corners, to hold the eye in the middle."""
    c.rect(0, 0, c.width, c.height, c.rad("#000/0", "#000/0@0.6", "#1a0c02/0.38", cx=0.5, cy=0.47, r=0.75))


def surface(c: Canvas, kind: str, top: float = 0) -> None:
    """A table's surface from `top` down."""
    light, dark = TABLES[kind]
    h = c.height - top
    c.rect(0, top, c.width, h, c.lin(light, dark))
    if kind in GRAINED:
        c.rect(0, top, c.width, h, "#000", 0, 'filter="url(#wood)" opacity="0.5"')
        c.rect(0, top, c.width, h, "#000", 0, 'filter="url(#woodlight)" opacity="0.28"')
        _planks(c, top)
    elif kind in {"stone", "slate", "white"}:
        c.rect(0, top, c.width, h, "#000", 0, 'filter="url(#stone)" opacity="0.16"')
        c.rect(0, top, c.width, h, "#000", 0, 'filter="url(#stonelight)" opacity="0.28"')
    else:
        _weave(c, top)


def _planks(c: Canvas, top: float) -> None:
    gaps = (0.18, 0.42, 0.72) if top else (0.21, 0.44, 0.66, 0.87)
    for share in gaps:
        y = top + (c.height - top) * share
        c.rect(0, y, c.width, 3.5, "#241003", 0, 'opacity="0.5"')
        c.rect(0, y + 4, c.width, 2.5, "#ffe9c4", 0, 'opacity="0.25"')


def _weave(c: Canvas, top: float) -> None:
    lines = "".join(f"M0 {y}H{c.width}" for y in range(int(top), c.height, 9))
    posts = "".join(f"M{x} {top}V{c.height}" for x in range(0, c.width, 9))
    c.path(lines + posts, "none", 'stroke="#8d7450" stroke-width="1.6" opacity="0.17"')
    for share in (0.2, 0.55, 0.85):
        y = top + (c.height - top) * share
        c.path(f"M0 {y} Q{c.width / 2} {y - 70} {c.width} {y + 30}", "none",
               'stroke="#7d6540" stroke-width="26" opacity="0.13" filter="url(#blur14)"')  # fmt: skip


def flat(c: Canvas, kind: str, light: float = 0.2) -> None:
    """A surface seen from above."""
    surface(c, kind)
    leaf_light(c, light)


def room(c: Canvas, wall: tuple[str, str], table: str, horizon: float = 0.62, things: str = "plants") -> None:
    """A table in front of a blurred room."""
    top = c.height * horizon
    c.rect(0, 0, c.width, c.height, c.rad(wall[0], wall[0], wall[1], cx=0.3, cy=0.2, r=0.95))
    with c.group('filter="url(#blur24)"'):
        _window(c)
        _far_things(c, things, top)
    with c.group('opacity="0.9"'):
        c.rect(0, top - 6, c.width, 40, "#1f1005", 0, 'opacity="0.35" filter="url(#blur14)"')
    surface(c, table, top)
    c.rect(0, top, c.width, c.height * 0.1, c.lin("#fff4d8/0.35", "#fff4d8/0"))


def _window(c: Canvas) -> None:
    x, w, h = c.width * 0.06, c.width * 0.3, c.height * 0.46
    c.rect(x, -40, w, h, "#fff8e2", 14, 'opacity="0.85"')
    c.path(f"M{x + w / 2} -40V{h - 40}M{x} {h * 0.4}H{x + w}", "none", 'stroke="#8d6a44" stroke-width="16"')


def _far_things(c: Canvas, things: str, top: float) -> None:
    w = c.width
    if things == "plants":
        for index in range(11):
            with c.at(w * 0.86, top - 70, c.random.uniform(0.7, 1.15), -165 + index * 15):
                c.path(
                    "M0 0 C70 -60 210 -50 300 0 C210 50 70 60 0 0Z",
                    c.random.choice(("#5f8347", "#466b3a", "#7b9a55")),
                )
        c.rect(w * 0.8, top - 100, w * 0.12, 110, "#a8633a", 18)
    elif things == "jars":
        for index, colour in enumerate(("#7a3d1c", "#8f4a22", "#6a3216", "#95552c")):
            x = w * (0.5 + index * 0.135)
            c.ellipse(x, top - 90, w * 0.075, 120, colour)
            c.rect(x - w * 0.05, top - 225, w * 0.1, 40, "#d9b57c", 16)
    elif things == "shelves":
        for y in (top - 330, top - 120):
            c.rect(w * 0.45, y, w * 0.6, 18, "#8a5f3a")
            for index in range(6):
                x = w * 0.47 + index * w * 0.09
                c.rect(
                    x,
                    y - 110,
                    w * 0.06,
                    110,
                    c.random.choice(("#c98f4e", "#7d9a6b", "#e2c799", "#a3543a")),
                    12,
                )

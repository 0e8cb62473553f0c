"""Round portraits of the makers and flat logo marks of the firms."""

from dataclasses import dataclass

from tools.draw_demo.canvas import Canvas
from tools.draw_demo.registry import Painter, scene


@dataclass(frozen=True)
class Face:
    """What tells one portrait from another."""

    shop: str
    ground: tuple[str, str]
    dress: tuple[str, str]
    hair: str
    hat: str
    style: str
    logo: tuple[str, str]
    mark: str


LEAF = "M0 110 C-90 60 -90 -60 0 -130 C90 -60 90 60 0 110Z M0 110V-70"
FACES = (
    Face("nem-ho-thanh", ("#f6dfb0", "#d9a75c"), ("#a8231c", "#7a1510"), "#2a1a12", "scarf", "bun", ("#a8231c", "#f8e6bf"), LEAF),
    Face("nuoc-mam-ba-lang", ("#cfe3ea", "#7fa9ba"), ("#1f4d6b", "#14364c"), "#8f8a86", "", "short", ("#1f4d6b", "#f2d79a"), "M-34 120 H34 Q52 120 52 100 V-10 C52 -40 22 -46 22 -76 V-128 H-22 V-76 C-22 -46 -52 -40 -52 -10 V100 Q-52 120 -34 120Z"),
    Face("hai-san-hau-loc", ("#d6ecec", "#86b9bd"), ("#c9563c", "#943a26"), "#20150f", "hat", "bun", ("#0f6a78", "#fdf0d6"), "M-140 0 C-80 -90 40 -90 90 0 L150 -60 V60 L90 0 C40 90 -80 90 -140 0Z M-80 -16 h1"),
    Face("coi-nga-son", ("#e6edcf", "#a3b56c"), ("#5f7a3a", "#405626"), "#9a948d", "hat", "bun", ("#55702f", "#f6ebc6"), "M-110 -110H110V110H-110Z M-110 -40H110 M-110 40H110 M-40 -110V110 M40 -110V110"),
    Face("banh-tu-tru", ("#f7e2c0", "#d9a66a"), ("#7a4a6a", "#5a304c"), "#241710", "", "bun", ("#4a5a22", "#f8ebc8"), "M-120 40 L0 -110 L120 40 L80 100 H-80Z M-120 40H120"),
    Face("duoc-lieu-thuong-xuan", ("#dceacb", "#8fb06f"), ("#2f5f43", "#1f4230"), "#1c130d", "", "short", ("#2f5f43", "#eef2cf"), "M0 130V-20 M0 20 C-100 10 -110 -80 -100 -120 C-40 -110 0 -70 0 20 M0 60 C90 50 110 -20 100 -60 C50 -60 10 -20 0 60"),
    Face("nong-san-nhu-xuan", ("#fdebc0", "#e8b04a"), ("#b5601c", "#85420e"), "#2a1c12", "hat", "short", ("#d9761a", "#fff3d6"), "M0 110 A105 105 0 1 1 1 110Z M0 -100 C20 -140 60 -150 90 -140 C80 -110 40 -96 0 -100"),
    Face("rau-sach-thieu-hoa", ("#e2f0cf", "#8fbf6c"), ("#3f7a3c", "#2a5628"), "#1f150e", "hat", "bun", ("#3f7a3c", "#f1f6d6"), "M-110 20 H110 L70 120 H-70Z M-60 20 C-100 -60 -40 -120 0 -60 C40 -120 100 -60 60 20"),
    Face("duc-dong-tra-dong", ("#e3cfae", "#a37b48"), ("#4a3626", "#2f2118"), "#b5b0aa", "", "beard", ("#6b4214", "#f6d998"), "M0 -130 L24 -34 L120 -60 L52 10 L110 90 L16 56 L0 130 L-16 56 L-110 90 L-52 10 L-120 -60 L-24 -34Z"),
    Face("may-mac-ham-rong", ("#f3dbe0", "#c98a9a"), ("#f4efe6", "#cfc6b8"), "#1a120d", "", "long", ("#8a3b52", "#fbeff0"), "M-60 -120 Q0 -80 60 -120 L130 -60 L90 0 L70 -20 V120 H-70 V-20 L-90 0 L-130 -60Z"),
    Face("dien-may-bim-son", ("#dbe6f3", "#86a5c9"), ("#1d4ed8", "#1a3a94"), "#17110d", "", "short", ("#1d4ed8", "#f2f6ff"), "M20 -140 L-80 20 H-6 L-30 140 L80 -30 H6Z"),
    Face("du-lich-xu-thanh", ("#d3ecef", "#74b3bd"), ("#0e6374", "#094653"), "#1a120d", "cap", "short", ("#0e6374", "#eaf7f8"), "M-140 100 L-40 -80 L20 20 L60 -40 L140 100Z"),
    Face("xe-khach-song-ma", ("#dfe6ea", "#93a5b0"), ("#a01f1c", "#701412"), "#241a14", "cap", "beard", ("#a01f1c", "#fdeedd"), "M-140 -70 H100 Q140 -70 140 20 V60 H-140Z M-140 0H136 M-80 60 a1 1 0 0 0 1 30 M80 60 a1 1 0 0 0 1 30"),
    Face("khach-san-bien-sam-son", ("#dff1f4", "#82bfcb"), ("#12506e", "#0d3a50"), "#1a120d", "", "long", ("#12506e", "#fdf3d9"), "M-140 30 q35 -40 70 0 t70 0 t70 0 t70 0 M-140 90 q35 -40 70 0 t70 0 t70 0 t70 0 M-60 -20 a60 60 0 0 1 120 0Z"),
    Face("homestay-pu-luong", ("#e8f0d0", "#a3bd70"), ("#2b2038", "#1a1324"), "#1a120d", "brocade", "bun", ("#6d4420", "#f6e7bd"), "M-140 0 L-70 -110 H70 L140 0Z M-100 0 V70 H100 V0 M-80 70 V130 M80 70 V130 M0 70 V130"),
    Face("vat-lieu-nghi-son", ("#e2e4e6", "#a3a9af"), ("#e08a1c", "#b5690c"), "#1a120d", "helmet", "short", ("#374151", "#f5b93c"), "M-120 110 V20 H-10 V110Z M10 110 V20 H120 V110Z M-55 0 V-90 H55 V0Z"),
)  # fmt: skip


def _hair_back(c: Canvas, face: Face) -> None:
    if face.style in {"bun", "long"}:
        c.ellipse(0, -60, 122, 138, face.hair)
    if face.style == "bun" and face.hat in {"", "brocade"}:
        c.ellipse(0, -205, 52, 46, face.hair)
    if face.style == "long":
        c.path("M-118 -70 C-140 60 -130 130 -110 190 H110 C130 130 140 60 118 -70Z", face.hair)


def _face(c: Canvas, face: Face) -> None:
    skin = c.rad("#f6cfa6", "#e8b083", "#c4855a", cx=0.4, cy=0.35)
    c.path("M-40 60 V150 Q0 190 40 150 V60Z", "#d09868")
    c.path("M-98 -80 C-104 30 -60 112 0 112 C60 112 104 30 98 -80 C90 -170 -90 -170 -98 -80Z", skin)
    c.ellipse(-100, -30, 16, 26, "#d9a070")
    c.ellipse(100, -30, 16, 26, "#d9a070")
    for x in (-40, 40):
        c.path(
            f"M{x - 18} -30 Q{x} -46 {x + 18} -30",
            "none",
            'stroke="#33211a" stroke-width="7" stroke-linecap="round"',
        )
        c.path(
            f"M{x - 22} -58 Q{x} -72 {x + 22} -60",
            "none",
            f'stroke="{face.hair}" stroke-width="6" stroke-linecap="round" opacity="0.8"',
        )
        c.ellipse(x * 1.45, 18, 22, 14, "#e2765a", 'opacity="0.35" filter="url(#blur8)"')
    c.path(
        "M-4 -24 Q-14 10 -4 18 Q4 22 12 17",
        "none",
        'stroke="#a8673f" stroke-width="5" stroke-linecap="round"',
    )
    c.path(
        "M-36 46 Q0 82 36 46 Q0 58 -36 46Z",
        "#fdf6ee",
        'stroke="#a3402f" stroke-width="6" stroke-linejoin="round"',
    )
    if face.style == "beard":
        c.path("M-34 34 Q0 24 34 34", "none", f'stroke="{face.hair}" stroke-width="9" stroke-linecap="round"')
        c.path("M-24 88 Q0 130 24 88 Q0 100 -24 88Z", face.hair)


def _hair_front(c: Canvas, face: Face) -> None:
    if face.style in {"short", "beard"}:
        c.path(
            "M-104 -70 C-116 -200 116 -200 104 -70 C92 -120 60 -136 0 -126 C-60 -136 -92 -120 -104 -70Z",
            face.hair,
        )
    else:
        c.path(
            "M-108 -50 C-118 -190 118 -190 108 -50 C100 -110 50 -140 0 -140 C-50 -140 -100 -110 -108 -50Z",
            face.hair,
        )


def _hat(c: Canvas, face: Face) -> None:
    if face.hat == "hat":
        c.path(
            "M-220 -84 Q0 -20 220 -84 L8 -292 Q0 -298 -8 -292Z",
            c.lin("#c9a265", "#fbefcb@0.35", "#e8cf98@0.6", "#b08a4c", angle="h"),
        )
        rings = "".join(
            f"M{-k} {-292 + k * 0.94:.0f} Q0 {-292 + k * 1.2:.0f} {k} {-292 + k * 0.94:.0f}"
            for k in range(30, 215, 24)
        )
        c.path(rings, "none", 'stroke="#9a7638" stroke-width="4" opacity="0.5"')
        c.path(
            "M-112 -52 C-110 60 -60 124 0 124 C60 124 110 60 112 -52",
            "none",
            'stroke="#c9412f" stroke-width="7" opacity="0.7"',
        )
    elif face.hat == "scarf":
        c.path(
            "M-114 -70 C-124 -210 124 -210 114 -70 C60 -120 -60 -120 -114 -70Z", c.lin("#d9a02c", "#b5781a")
        )
    elif face.hat == "brocade":
        c.path("M-116 -84 C-110 -220 110 -220 116 -84 Q0 -130 -116 -84Z", "#1f1a2b")
        c.path("M-112 -96 Q0 -142 112 -96", "none", 'stroke="#c8202f" stroke-width="16"')
        c.path(
            "M-112 -120 Q0 -168 112 -120",
            "none",
            'stroke="#e8b23a" stroke-width="9" stroke-dasharray="16 10"',
        )
    elif face.hat in {"cap", "helmet"}:
        tone = ("#f6c02c", "#d99a12") if face.hat == "helmet" else face.dress
        c.path("M-116 -84 C-116 -230 116 -230 116 -84 Q0 -112 -116 -84Z", c.lin(*tone))
        c.path("M-128 -84 Q0 -124 128 -84 Q150 -66 118 -64 Q0 -96 -118 -64 Q-150 -66 -128 -84Z", tone[1])


def _portrait(face: Face) -> Painter:
    def paint(c: Canvas) -> None:
        c.rect(0, 0, 600, 600, c.rad(face.ground[0], face.ground[1], cx=0.35, cy=0.3, r=0.9))
        c.ellipse(430, 130, 150, 150, "#fff8e0", 'opacity="0.4" filter="url(#blur40)"')
        with c.at(300, 330, 1.05):
            _hair_back(c, face)
            with c.group('filter="url(#vol16)"'):
                c.path(
                    "M-260 320 C-250 170 -130 130 -60 116 Q0 170 60 116 C130 130 250 170 260 320Z",
                    c.lin(*face.dress),
                )
            _face(c, face)
            _hair_front(c, face)
            c.path("M-60 116 Q0 190 60 116", "none", 'stroke="#fff" stroke-width="9" opacity="0.5"')
            _hat(c, face)
        c.rect(0, 0, 600, 600, c.lin("#fff/0.12", "#fff/0@0.4", "#1a0c02/0.22", angle="d"))

    return paint


def _logo(face: Face) -> Painter:
    def paint(c: Canvas) -> None:
        ground, ink = face.logo
        c.rect(0, 0, 512, 512, "#ffffff")
        c.ellipse(256, 256, 244, 244, ground)
        c.ellipse(256, 256, 214, 214, "none", f'stroke="{ink}" stroke-width="7"')
        with c.at(256, 256):
            c.path(
                face.mark,
                "none",
                f'stroke="{ink}" stroke-width="20" stroke-linejoin="round" stroke-linecap="round"',
            )

    return paint


for _each in FACES:
    scene(f"{_each.shop}-chu", 600, 600)(_portrait(_each))
    scene(f"{_each.shop}-logo", 512, 512)(_logo(_each))

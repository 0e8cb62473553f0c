"""The shop that is measured: full theme, all its pages, many goods, made by the product's verbs."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, select

from storefront import create_app
from storefront.config import Settings
from storefront.domain.catalogue.collections import CollectionData, create_collection
from storefront.domain.catalogue.data import ImageData, ProductData, VariantData
from storefront.domain.catalogue.products import create_product, set_state
from storefront.domain.inventory.adjust import receive
from storefront.domain.onboarding.apply_kit import apply_kit
from storefront.domain.onboarding.kits import kit
from storefront.domain.onboarding.naming import start_shop
from storefront.domain.onboarding.texts import write_pages
from storefront.domain.payments.methods import switch_on
from storefront.infra import events, migrate
from storefront.infra.db import db
from storefront.infra.queue import Job
from storefront.infra.tenancy import enter_shop
from storefront.models.asset import Asset
from storefront.models.product import ProductState
from storefront.models.shop import ShopMode, ShopProfile, ShopState
from tests.factories import make_asset, make_user

PIECES = 1_000_000
WIDTHS = (240, 480, 720, 960)
FIRST = ("Mật ong", "Nem chua", "Chiếu cói", "Bánh gai", "Chè lam", "Nước mắm", "Miến dong", "Trà sâm")
SECOND = ("rừng Pù Luông", "xứ Thanh", "Nga Sơn", "Tứ Trụ", "Phủ Quảng", "Ba Làng", "Thạch Thành", "Như Xuân")


@dataclass(frozen=True)
class BenchShop:
    """Where the goods are. `empty` is a collection without any, drawn by the same theme."""

    shop_id: int
    path: str
    product: str
    collection: str
    empty: str


def settings_of(instance: Path, **fields: object) -> Settings:
    """Settings of an application in this process."""
    return Settings(instance=instance, argon2_fast=True, **fields)  # type: ignore[arg-type]


def stock_shop(instance: Path, goods: int) -> BenchShop:
    """Make the database of an instance with one open, real shop of so many goods in it."""
    settings = settings_of(instance, jobs=False, sandbox=False)
    instance.mkdir(parents=True, exist_ok=True)
    migrate.upgrade(settings.sqlalchemy_url)
    app = create_app(settings)
    with app.app_context():
        shop = start_shop("Đặc sản xứ Thanh", mode=ShopMode.REAL, owner=make_user())
        shop.state = ShopState.OPEN
        db.session.commit()
        with enter_shop(shop.id):
            apply_kit(shop, kit("food"), by=events.SYSTEM)
            _profile()
            write_pages(shop, by=events.SYSTEM)
            switch_on(shop, "cod", {}, by=events.SYSTEM)
            made = create_collection(CollectionData(name="Quà quê"), by=events.SYSTEM)
            empty = create_collection(CollectionData(name="Sắp có"), by=events.SYSTEM)
            first = _goods(goods, made.id)
            found = BenchShop(shop.id, f"/s/{shop.slug}", first, made.slug, empty.slug)
        _forget_jobs()
        db.session.commit()
        db.engine.dispose()
    return found


def copy_instance(instance: Path, target: Path) -> Path:
    """The same shop once more, for a second server."""
    shutil.copytree(instance, target)
    return target


def _forget_jobs() -> None:
    """What would follow the stocking is not what is measured."""
    db.session.execute(delete(Job))


def _profile() -> None:
    profile = db.session.scalars(select(ShopProfile)).one()
    profile.legal_name = "Hợp tác xã Đặc sản xứ Thanh"
    profile.representative = "Nguyễn Thị Đào"
    profile.phone = "+84912345678"
    profile.email = "chao@example.vn"
    profile.unit_code, profile.street = "14797", "12 Lê Lợi"
    profile.tagline = "Quà quê từ tay người làm"


def _goods(wanted: int, collection_id: int) -> str:
    """Goods on sale in one collection; the slug of the first."""
    pictures = [_picture() for _ in range(12)]
    slugs = [_product(number, pictures[number % 12].id, collection_id) for number in range(wanted)]
    return slugs[0]


def _picture() -> Asset:
    """A picture in all its sizes, as its row says; no page of the measurement asks for the files."""
    made = make_asset(1200, 900)
    made.widths = list(WIDTHS)
    return made


def _product(number: int, picture: int, collection_id: int) -> str:
    name = f"{FIRST[number % 8]} {SECOND[number // 8 % 8]} {number}"
    product = create_product(
        ProductData(
            name=name,
            variants=(VariantData(price=30_000 + number * 500, unit="hộp", stock_tracked=True),),
            summary=f"{name}, làm tại xã, giao trong ngày.",
            description=f"<p>{name} làm theo lối cũ của làng.</p>",
            origin=SECOND[number // 8 % 8],
            maker="Hợp tác xã Đặc sản xứ Thanh",
            ocop_stars=3 + number % 3,
            ocop_decision="1234/QĐ-UBND",
            tags=(FIRST[number % 8],),
            images=(ImageData(picture, name),),
            collection_ids=(collection_id,),
        ),
        by=events.SYSTEM,
    )
    receive(product.variants[0], PIECES * 1000, by=events.SYSTEM)
    set_state(product, ProductState.ACTIVE, by=events.SYSTEM)
    return product.slug

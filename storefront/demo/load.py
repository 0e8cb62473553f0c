"""`demo load`: fill an empty installation with the demo province."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import delete, func, select

from storefront.demo import UNFINISHED, files
from storefront.demo.accounts import any_account
from storefront.demo.province import Province
from storefront.domain.payments.practice import CONNECT
from storefront.domain.portal import directory
from storefront.infra import clock, ids, queue
from storefront.infra.db import begin_write, db
from storefront.infra.i18n import speaking
from storefront.infra.installation import IdNode
from storefront.infra.queue import Job
from storefront.infra.tenancy import enter_shop
from storefront.models.asset import Asset
from storefront.models.order import Order
from storefront.models.product import Product
from storefront.models.shop import Shop

NODE = ids.NODES - 1
"""The node of every id of the history; servers lease the lowest free ones."""
RENDER = "media.render"
APART = dt.timedelta(seconds=5)
"""Sizes of pictures are made this far apart, so that the first server is not busy with nothing else."""


class HalfLoaded(RuntimeError):
    """An earlier load was cut short; what it left is of no use."""


class AlreadyLoaded(RuntimeError):
    """There are accounts or shops already; the demo is never loaded over them."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was made, and in how many seconds."""

    shops: int
    products: int
    orders: int
    pictures: int
    seconds: float


@dataclass(frozen=True, slots=True)
class _Finished:
    """What one shop has."""

    pictures: list[int]
    products: int
    orders: int


def load(today: dt.date, *, firms: Sequence[Mapping[str, Any]] | None = None) -> Loaded:
    """Play the history of these firms (all) up to early on `today`; the same day gives the same rows.

    Different each time are only secrets and their hashes, sealed values, and when jobs are due.

    Raises AlreadyLoaded unless the database holds no account and no shop, HalfLoaded if a load was cut short.
    """
    unfinished = Path(current_app.instance_path) / UNFINISHED
    if unfinished.exists():
        raise HalfLoaded
    if any_account() or _shop_ids():
        raise AlreadyLoaded
    unfinished.touch()
    began, due_from = time.monotonic(), clock.now()
    history = files.firms() if firms is None else firms
    province, maker = Province(today, history), ids.IdMaker(NODE)
    with ids.made_by(maker), speaking("vi"):
        province.play()
        with clock.moved_to(province.end):
            _forget_jobs()
            finished = {shop_id: _finish(shop_id) for shop_id in _shop_ids()}
            _leave_renditions({shop_id: one.pictures for shop_id, one in finished.items()}, due_from)
            _give_node_back(maker)
    unfinished.unlink()
    return Loaded(
        shops=len(finished),
        products=sum(one.products for one in finished.values()),
        orders=sum(one.orders for one in finished.values()),
        pictures=sum(len(one.pictures) for one in finished.values()),
        seconds=time.monotonic() - began,
    )


def _shop_ids() -> list[int]:
    return list(db.session.scalars(select(Shop.id).order_by(Shop.id)))


def _forget_jobs() -> None:
    """What follows an event followed these long ago: no message of the history is sent today."""
    begin_write()
    db.session.execute(delete(Job))
    db.session.commit()


def _finish(shop_id: int) -> _Finished:
    """List the shop in the portal, and look what it has; pictures in the order in which pages need them."""
    with enter_shop(shop_id):
        directory.refresh()
        if db.session.get_one(Shop, shop_id).is_practice:
            # the sandbox is not there while the demo is loaded
            queue.enqueue(CONNECT, shop_id=shop_id)
        made = _Finished(
            pictures=list(db.session.scalars(select(Asset.id).order_by(Asset.id))),
            products=db.session.scalar(select(func.count(Product.id))) or 0,
            orders=db.session.scalar(select(func.count(Order.id))) or 0,
        )
        db.session.commit()
        db.session.expunge_all()
    return made


def _leave_renditions(pictures: Mapping[int, Sequence[int]], due_from: dt.datetime) -> None:
    """A job for the sizes of each picture, each shop's first one first; pages show the masters until then."""
    begin_write()
    turns = sorted(
        (turn, shop_id, asset_id)
        for shop_id, all_of_it in pictures.items()
        for turn, asset_id in enumerate(all_of_it)
    )
    for number, (_turn, shop_id, asset_id) in enumerate(turns):
        queue.enqueue(
            RENDER,
            shop_id=shop_id,
            unique_key=f"{RENDER}:{asset_id}",
            run_at=due_from + number * APART,
            asset_id=asset_id,
        )
    db.session.commit()


def _give_node_back(maker: ids.IdMaker) -> None:
    """Whoever leases the history's node next begins above its ids."""
    moment = clock.now()
    db.session.add(IdNode(node=NODE, holder="demo", leased_until=moment, high_water=maker.high_water))
    db.session.commit()

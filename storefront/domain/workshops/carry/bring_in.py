"""Bring a carried class in: first its rows, then shop after shop, each in a job and a transaction of its own.

A job killed in the middle leaves nothing and runs again; what stands here already is left alone.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import select

from storefront.domain.shops import slugs
from storefront.domain.shops.create import create_shop
from storefront.domain.theming.packages import theme_folders
from storefront.domain.transfer.parcel import Parcel
from storefront.domain.transfer.write import bring_files, let_go, write_shop
from storefront.domain.workshops import board, codes, money
from storefront.domain.workshops.carry import rows, uploads
from storefront.domain.workshops.carry.contents import (
    FILE_ENTITY,
    SHOP_ENTITY,
    Contents,
    check_own,
    known_here,
    read_contents,
    standing,
)
from storefront.domain.workshops.carry.package import BadFile
from storefront.domain.workshops.missions.log import FAR_AWAY
from storefront.domain.workshops.people import trains
from storefront.domain.workshops.return_codes import give_way_back
from storefront.infra import clock, events, ids, queue
from storefront.infra.db import begin_write, db, lock
from storefront.infra.errors import Conflict
from storefront.infra.tenancy import PLATFORM, enter_shop
from storefront.models.programme import CarriedHome
from storefront.models.shop import Shop, ShopMode, ShopState
from storefront.models.user import User
from storefront.models.workshop import (
    Certificate,
    Learner,
    LearnerState,
    Workshop,
    WorkshopState,
    WorkshopTrainer,
)

BRING = "workshops.bring_in"
"""The job; its payload names the user, the file, and which part of it is next."""


class SomebodyElsesClass(Conflict):
    """Another trainer brought this class in."""

    code = "somebody_elses_class"
    message = lazy_gettext("Another trainer has brought this class in. Ask to be added as its trainer.")


class PracticeIsDeleted(Conflict):
    """What the file would bring was kept for its time and deleted by rule."""

    code = "practice_is_deleted"
    message = lazy_gettext("The practice data of this class has been deleted already. Its results are here.")


def ask(user: User, digest: str) -> None:
    """Leave the job, or run one again that gave up; nothing happens when all is here.

    Raises SomebodyElsesClass, PracticeIsDeleted, BadFile, NotFound.
    """
    contents = read_contents(uploads.open_file(user, digest))
    found = standing(contents, digest)
    if found.workshop_id and not (user.is_staff or trains(user.id, found.workshop_id)):
        raise SomebodyElsesClass
    if found.complete:
        return
    if found.workshop_id and db.session.get_one(Workshop, found.workshop_id).practice_deleted_at:
        raise PracticeIsDeleted
    job = job_of(user, digest)
    if job is not None and job.parked_at:
        queue.run_again(job.id)
    elif job is None:
        _next(user, digest, 0)


def job_of(user: User, digest: str) -> queue.Job | None:
    """The job that is at work on this file, or gave up."""
    return db.session.scalar(
        select(queue.Job).where(queue.Job.unique_key.startswith(_key(user, digest), autoescape=True)).limit(1)
    )


def bring_part(user_id: int, digest: str, number: int) -> None:
    """Part 0 is the class, the others its shops; leaves the job of the next part. Harmless twice."""
    user = db.session.get_one(User, user_id)
    contents = read_contents(uploads.open_file(user, digest))
    if number == 0:
        _bring_class(contents, digest, user)
    else:
        _bring_shop(contents, contents.package.shops[number - 1], user)
    known = known_here(contents.package.installation)
    for later, learner_id in enumerate(contents.package.shops[number:], number + 1):
        if (SHOP_ENTITY, learner_id) not in known:
            _next(user, digest, later)
            return


def _next(user: User, digest: str, number: int) -> None:
    queue.enqueue(
        BRING,
        shop_id=PLATFORM,
        unique_key=f"{_key(user, digest)}{number}",
        user=str(user.id),
        file=digest,
        part=number,
    )


def _key(user: User, digest: str) -> str:
    return f"{BRING}:{user.id}:{digest[:32]}:"


def _bring_class(contents: Contents, digest: str, user: User) -> None:
    begin_write()
    installation = contents.package.installation
    known = known_here(installation)
    check_own(contents, known)
    for name, table in rows.TABLES.items():
        for row in contents.tables[name]:
            values = rows.to_values(name, row)
            for column, parent in table.refs.items():
                values[column] = known[parent, str(row[column])]
            key = (name, str(row["id"]))
            if key in known:
                _go_on(name, known[key], values)
            else:
                known[key] = _found(name, values) or _made(name, values, user)
                _remember(installation, *key, known[key])
    workshop_id = known["workshop", str(contents.workshop["id"])]
    if (FILE_ENTITY, digest) not in known:
        _remember(installation, FILE_ENTITY, digest, workshop_id)
    _count(db.session.get_one(Workshop, workshop_id))


def _found(name: str, values: dict[str, Any]) -> int | None:
    """The row that came to stand here by itself since the class was brought in, gone on with."""
    table = rows.TABLES[name]
    if not table.natural:
        return None
    model: Any = table.model
    same = (getattr(model, column) == values[column] for column in table.natural)
    row_id: int | None = db.session.scalar(select(model.id).where(*same))
    if row_id is not None:
        _go_on(name, row_id, values)
    return row_id


def _made(name: str, values: dict[str, Any], user: User) -> int:
    """The new row's id."""
    by = events.Actor(events.ActorKind.USER, user.id)
    match name:
        case "workshop":
            return _new_workshop(values, user, by)
        case "learner":
            return _new_learner(values, by)
        case "certificate":
            values |= {"issued_by": 0, **_replaced(values)}
        case "learner_progress":
            values["event_id"] = FAR_AWAY if values["reached_at"] else None
    row: Any = rows.TABLES[name].model(**values)
    db.session.add(row)
    db.session.flush()
    return int(row.id)


def _replaced(values: dict[str, Any]) -> dict[str, Any]:
    """A paper comes as taken back where another of its kind was issued here: one stands at a time."""
    better = select(Certificate.number).where(
        Certificate.learner_id == values["learner_id"],
        Certificate.kind == values["kind"],
        Certificate.revoked_at.is_(None),
    )
    number = None if values["revoked_at"] else db.session.scalar(better)
    if number is None:
        return {}
    reason = _("Certificate number %(number)s was issued in its place.", number=number)
    return {"revoked_at": clock.now(), "revoked_reason": reason}


def _new_workshop(values: dict[str, Any], user: User, by: events.Actor) -> int:
    """The class is over: nobody joins it here."""
    workshop = Workshop(
        **values, join_code=codes.new_code(), joining=False, state=WorkshopState.FINISHED, made_by=user.id
    )
    db.session.add(workshop)
    db.session.flush()
    db.session.add(WorkshopTrainer(workshop_id=workshop.id, user_id=user.id))
    events.record_platform("workshop.carried_home", workshop, by=by)
    return workshop.id


def _new_learner(values: dict[str, Any], by: events.Actor) -> int:
    """With an account that only the class opens, and a return code of this installation."""
    learner = Learner(**values, user=User(name=values["nickname"]))
    db.session.add(learner)
    db.session.flush()
    give_way_back(learner)
    events.record_platform("learner.carried_home", learner, by=by, workshop=str(learner.workshop_id))
    return learner.id


def _go_on(name: str, row_id: int, values: dict[str, Any]) -> None:
    """A later file of the class: what was reached or taken back since is added, nothing is undone."""
    if name not in ("learner_progress", "certificate"):
        return
    row = db.session.get(rows.TABLES[name].model, row_id)
    if row is None:
        return
    if row.learner_id != values["learner_id"]:
        raise BadFile
    if isinstance(row, Certificate):
        if row.origin != values["origin"]:
            raise BadFile
        if row.revoked_at is None:
            row.revoked_at, row.revoked_reason = values["revoked_at"], values["revoked_reason"]
    elif row.reached_at is None and (values["reached_at"] or values["count"] > row.count):
        for column in ("count", "began_at", "reached_at", "late", "skipped_at"):
            setattr(row, column, values[column])
        row.event_id = FAR_AWAY if row.reached_at else None


def _count(workshop: Workshop) -> None:
    joined = select(Learner.id).where(
        Learner.workshop_id == workshop.id, Learner.state == LearnerState.JOINED
    )
    number = len(db.session.scalars(joined).all())
    if workshop.joined != number:
        workshop.joined = number
        board.touch(workshop.id)


def _bring_shop(contents: Contents, learner_id: str, user: User) -> None:
    """A learner's practice shop, with new ids; its addresses are new where the old ones are taken."""
    installation = contents.package.installation
    known = known_here(installation)
    if (SHOP_ENTITY, learner_id) in known:
        return
    parcel = contents.shop(learner_id)
    shop_id = ids.new_id()
    bring_files(parcel, shop_id, read=contents.picture)
    begin_write()
    learner = lock(Learner, known["learner", learner_id])
    if learner.shop_id is not None or learner.workshop_id != known["workshop", str(contents.workshop["id"])]:
        raise BadFile
    by = events.Actor(events.ActorKind.USER, user.id)
    shop = _new_shop(parcel, shop_id, learner)
    let_go()
    write_shop(parcel, shop.id, by=by, users={contents.users[learner_id]: learner.user_id})
    with enter_shop(shop.id):
        money.begin(shop, by=by)
        let_go()
    learner.shop_id = shop.id
    _remember(installation, SHOP_ENTITY, learner_id, shop.id)
    board.touch(learner.workshop_id)


def _new_shop(parcel: Parcel, shop_id: int, learner: Learner) -> Shop:
    told = parcel.shop
    shop = create_shop(
        str(told["name"]),
        slugs.propose(str(told["slug"])),
        mode=ShopMode.PRACTICE,
        trade=str(told["trade"]),
        owner=learner.user,
        shop_id=shop_id,
    )
    shop.state = ShopState(told["state"])
    shop.opened_at = dt.datetime.fromisoformat(told["opened_at"]) if told["opened_at"] else None
    shop.locale, shop.currency = told["locale"], told["currency"]
    if told["theme_id"] in theme_folders():
        shop.theme_id = told["theme_id"]
    return shop


def _remember(installation: str, entity: str, origin_id: str, new_id: int) -> None:
    db.session.add(
        CarriedHome(origin_installation=installation, entity=entity, origin_id=origin_id, new_id=new_id)
    )

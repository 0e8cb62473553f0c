import datetime as dt
from dataclasses import replace

import pytest
from flask import Flask

from storefront.domain.accounts.names import Name
from storefront.domain.workshops import co_trainers, codes, schedule, trainers
from storefront.domain.workshops.kits import kit_for, kits_for
from storefront.domain.workshops.people import is_trainer
from storefront.domain.workshops.schedule import WorkshopData
from storefront.infra import clock, events
from storefront.infra.db import db
from storefront.infra.errors import Invalid
from storefront.models.programme import Venue
from storefront.models.user import IdentityKind, User
from storefront.models.workshop import Track, Workshop, WorkshopState
from tests.factories import make_trainer, make_user, make_workshop

TODAY = dt.date(2026, 11, 23)
DATA = WorkshopData(
    title="Bán hàng online, Hà Trung",
    track=Track.OWNER,
    starts_on=TODAY,
    ends_on=TODAY + dt.timedelta(days=2),
    kits=("craft", "food"),
    place="Nhà văn hóa xã",
)
BY = events.SYSTEM


def venue(name: str, **fields: int) -> Venue:
    made = Venue(name=name, **fields)
    db.session.add(made)
    db.session.flush()
    return made


def name_of(user: User) -> Name:
    return Name(IdentityKind.PHONE, user.identities[0].value)


def test_a_class_has_a_code_of_its_own_and_its_maker_as_trainer(context: Flask) -> None:
    trainer = make_trainer()

    workshop = schedule.make_workshop(DATA, user=trainer, by=BY)

    assert len(workshop.join_code) == codes.LENGTH
    assert set(workshop.join_code) <= set(codes.LETTERS)
    assert schedule.trainers(workshop) == [trainer]
    assert workshop.joining


def test_the_kits_of_a_class_are_those_chosen(context: Flask) -> None:
    workshop = schedule.make_workshop(DATA, user=make_trainer(), by=BY)

    assert [kit.key for kit in kits_for(workshop)] == ["food", "craft"]
    assert kit_for(workshop, "craft").key == "craft"
    assert kit_for(workshop, "stay").key == "food"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": "  "}, "title"),
        ({"ends_on": TODAY - dt.timedelta(days=1)}, "ends_on"),
        ({"kits": ()}, "kits"),
        ({"kits": ("unheard-of",)}, "kits"),
        ({"languages": ()}, "languages"),
        ({"capacity": 0}, "capacity"),
        ({"capacity": 201}, "capacity"),
        ({"online_url": "meet.example"}, "online_url"),
    ],
)
def test_a_class_that_makes_no_sense_is_refused(context: Flask, wrong: dict[str, object], field: str) -> None:
    trainer = make_trainer()

    with pytest.raises(Invalid) as refused:
        schedule.make_workshop(replace(DATA, **wrong), user=trainer, by=BY)  # type: ignore[arg-type]

    assert list(refused.value.errors) == [field]


def test_a_class_has_no_more_places_than_its_venue_has_seats(context: Flask) -> None:
    venue = Venue(name="Phòng 2", seats=20)
    db.session.add(venue)
    db.session.flush()

    with pytest.raises(Invalid) as refused:
        schedule.make_workshop(replace(DATA, venue_id=venue.id), user=make_trainer(), by=BY)

    assert list(refused.value.errors) == ["capacity"]


def test_the_second_of_two_devices_that_edit_a_class_is_told(context: Flask) -> None:
    workshop = make_workshop()
    schedule.edit_workshop(workshop, DATA, revision=1, by=BY)

    with pytest.raises(schedule.WorkshopChanged):
        schedule.edit_workshop(workshop, replace(DATA, title="Khác"), revision=1, by=BY)

    assert workshop.title == DATA.title


def test_places_that_are_taken_stay(context: Flask) -> None:
    workshop = make_workshop(joined=12)

    with pytest.raises(Invalid) as refused:
        schedule.edit_workshop(workshop, replace(DATA, capacity=11), revision=1, by=BY)

    assert list(refused.value.errors) == ["capacity"]


def test_a_copy_begins_today_with_another_code_and_nobody_in_it(context: Flask) -> None:
    trainer, colleague = make_trainer(), make_trainer()
    workshop = schedule.make_workshop(DATA, user=trainer, by=BY)
    co_trainers.add_trainer(workshop, name_of(colleague), by=BY)
    workshop.joined = 7

    copy = schedule.copy_workshop(workshop, user=colleague, by=BY)

    assert copy.join_code != workshop.join_code
    assert (copy.starts_on, copy.ends_on - copy.starts_on) == (clock.today_vn(), dt.timedelta(days=2))
    assert (copy.joined, copy.place, copy.kits) == (0, workshop.place, workshop.kits)
    assert {each.id for each in schedule.trainers(copy)} == {trainer.id, colleague.id}


def test_a_finished_class_takes_nobody_and_keeps_its_code(context: Flask) -> None:
    workshop = make_workshop()

    schedule.finish(workshop, by=BY)

    assert (workshop.state, workshop.joining) == (WorkshopState.FINISHED, False)
    with pytest.raises(schedule.WorkshopOver):
        schedule.renew_code(workshop, by=BY)


def test_a_class_that_was_finished_by_mistake_goes_on_and_an_archived_one_does_not(context: Flask) -> None:
    workshop, archived = make_workshop(), make_workshop(state=WorkshopState.ARCHIVED)
    schedule.finish(workshop, by=BY)

    schedule.reopen(workshop, by=BY)

    assert (workshop.state, workshop.joining) == (WorkshopState.OPEN, False)
    with pytest.raises(schedule.WorkshopOver):
        schedule.reopen(archived, by=BY)


def test_a_new_code_takes_the_old_ones_place(context: Flask) -> None:
    workshop = make_workshop()
    former = workshop.join_code

    schedule.renew_code(workshop, by=BY)
    db.session.commit()

    assert codes.workshop_by_code(workshop.join_code.lower(), address="10.0.0.9") is workshop
    with pytest.raises(codes.WrongJoinCode):
        codes.workshop_by_code(former, address="10.0.0.9")


def test_trainers_find_their_own_classes_and_staff_find_all(context: Flask) -> None:
    trainer, staff = make_trainer(), make_user(is_staff=True)
    mine = make_workshop(trainer=trainer, title="Lớp Hà Trung", venue_id=venue("Hội trường Đông Sơn").id)
    make_workshop(title="Lớp Hà Trung của người khác")

    def found(user: User, text: str) -> list[Workshop]:
        return list(db.session.scalars(schedule.workshops_of(user, text)))

    assert found(trainer, "hà trung") == [mine]
    assert found(trainer, mine.join_code.lower()) == [mine]
    assert found(trainer, "Nga Sơn") == []
    assert found(trainer, "dong son") == [mine]
    assert len(found(staff, "hà trung")) == 2


def test_only_a_trainer_becomes_a_co_trainer_and_the_last_one_stays(context: Flask) -> None:
    trainer, nobody = make_trainer(), make_user()
    workshop = make_workshop(trainer=trainer)

    with pytest.raises(Invalid):
        co_trainers.add_trainer(workshop, name_of(nobody), by=BY)
    with pytest.raises(co_trainers.LastTrainer):
        co_trainers.remove_trainer(workshop, trainer.id, by=BY)


def test_staff_make_a_trainer_end_it_and_make_it_again(context: Flask) -> None:
    user = make_user(name="Hoàng Thị Mai")

    appointed = trainers.appoint(name_of(user), organisation="Hội Nông dân", by=BY)
    as_trainer = is_trainer(user)
    trainers.end(appointed, by=BY)
    afterwards = is_trainer(user)
    trainers.appoint(name_of(user), organisation="Hội Phụ nữ", by=BY)

    assert (as_trainer, afterwards, is_trainer(user)) == (True, False, True)
    assert list(db.session.scalars(trainers.find("phụ nữ"))) == [appointed]


def test_nobody_becomes_a_trainer_without_an_account(context: Flask) -> None:
    with pytest.raises(trainers.NoSuchUser):
        trainers.appoint(Name(IdentityKind.PHONE, "+84900000001"), organisation="", by=BY)

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select

from storefront.domain.accounts import throttle
from storefront.domain.accounts.identities import user_of
from storefront.domain.accounts.names import Name
from storefront.domain.notifications.messages import practice_messages, sent_messages
from storefront.domain.workshops import attend, codes, practice_phone, return_codes, schedule
from storefront.domain.workshops.nicknames import NicknameTaken
from storefront.infra import events
from storefront.infra.db import db
from storefront.infra.tenancy import ShopScoped, enter_shop, platform_scope
from storefront.jobs.classes import give_shop
from storefront.jobs.registry import Work
from storefront.models.product import Product
from storefront.models.shop import ShopMode
from storefront.models.user import Identity, IdentityKind, User
from storefront.models.workshop import Learner, LearnerState, Workshop
from tests.factories import make_class_account, make_learner, make_user, make_workshop

BY = events.SYSTEM
WIFI = "192.168.1.1"
PHONE = Name(IdentityKind.PHONE, "+84912345678")


def join(
    workshop: Workshop, nickname: str, *, user: User | None = None, kit: str = "", locale: str = "vi"
) -> Learner:
    """Join in a request of its own: afterwards the session holds nothing of the new shop."""
    learner = attend.join(workshop, nickname=nickname, kit=kit, user=user, locale=locale)
    db.session.commit()
    for held in [each for each in db.session if isinstance(each, ShopScoped)]:
        db.session.expunge(held)
    return learner


def pupil(**fields: object) -> Learner:
    """A learner called Cô Tư whose account only the class opens."""
    learner = make_learner(user=make_class_account(), nickname="Cô Tư", nickname_folded="co tu", **fields)
    db.session.commit()
    return learner


def test_joining_gives_a_practice_shop_with_the_goods_of_the_kit(context: Flask) -> None:
    learner = join(make_workshop(kits=["food", "craft"]), "Cô Tư", kit="craft")

    shop = learner.shop
    assert shop is not None
    with enter_shop(shop.id):
        goods = db.session.scalars(select(Product)).all()
        topics = set(db.session.scalars(select(events.Event.topic)))
        pictured = all(product.images for product in goods)
    assert (shop.mode, shop.trade, shop.slug) == (ShopMode.PRACTICE, "craft", "co-tu")
    assert len(goods) >= 3 and pictured
    assert {"shop.created", "shop.kit_applied"} <= topics


def test_joining_tells_the_platform_counts_the_place_and_speaks_the_learners_language(context: Flask) -> None:
    workshop = make_workshop(languages=["vi", "en"])
    before = workshop.board_version

    learner = join(workshop, "Cô Tư", locale="en")

    with platform_scope():
        told = db.session.scalars(select(events.Event).where(events.Event.topic == "learner.joined")).all()
    assert [event.subject_id for event in told] == [learner.id]
    assert learner.workshop.joined == 1
    assert learner.workshop.board_version > before
    assert learner.shop and learner.shop.locale == "en"


def test_a_nickname_is_one_of_a_kind_whatever_its_marks(context: Flask) -> None:
    workshop = make_workshop()
    join(workshop, "Cô Tư")

    with pytest.raises(NicknameTaken) as taken:
        attend.join(
            db.session.get_one(Workshop, workshop.id), nickname="co  TU", kit="", user=None, locale="vi"
        )

    assert taken.value.free == "co TU 2"


def test_who_comes_to_a_full_class_waits_and_moves_up_when_somebody_leaves(context: Flask) -> None:
    workshop = make_workshop(capacity=2)
    leaving = make_learner(workshop)
    make_learner(workshop)
    second, third = join(workshop, "Hai"), join(workshop, "Ba")
    line = [attend.place_in_line(second), attend.place_in_line(third)]

    attend.leave(leaving, by=BY)

    states = {each.nickname: each.state for each in db.session.scalars(select(Learner))}
    assert line == [1, 2]
    assert (states["Hai"], states["Ba"]) == (LearnerState.JOINED, LearnerState.WAITING)
    assert workshop.joined == 2
    with pytest.raises(attend.ClassFull):
        attend.let_in(third, by=BY)


def test_the_waiting_list_is_as_long_as_the_class(context: Flask) -> None:
    workshop = make_workshop(capacity=1)
    make_learner(workshop)
    join(workshop, "Hai")

    with pytest.raises(attend.ClassFull):
        join(workshop, "Ba")


def test_more_places_go_to_those_who_wait_and_their_shops_are_made_by_a_job(context: Flask) -> None:
    workshop = make_workshop(capacity=1)
    make_learner(workshop)
    waits = join(workshop, "Hai")
    workshop.capacity = 2

    moved = attend.move_up(workshop, by=BY)
    before = waits.shop
    give_shop(Work(0, subject_id=waits.id))

    assert (moved, before) == (1, None)
    assert waits.shop is not None


@pytest.mark.parametrize("change", ["finish", "close"])
def test_nobody_joins_a_class_that_is_over_or_closed(context: Flask, change: str) -> None:
    workshop = make_workshop(joining=change != "close")
    changes = {"finish": lambda: schedule.finish(workshop, by=BY), "close": lambda: None}
    changes[change]()

    with pytest.raises(attend.JoiningClosed):
        attend.join(workshop, nickname="Hai", kit="", user=None, locale="vi")


def test_a_class_that_is_over_moves_nobody_up_and_takes_back_only_its_own(context: Flask) -> None:
    workshop = make_workshop(capacity=1)
    first, second = join(workshop, "Cô Tư"), join(workshop, "Bác Năm")
    schedule.finish(workshop, by=BY)

    attend.leave(first, by=BY)

    assert second.state is LearnerState.WAITING
    with pytest.raises(schedule.WorkshopOver):
        attend.let_in(second, by=BY)
    attend.let_in(first, by=BY)
    assert first.state is LearnerState.JOINED


def test_who_is_signed_in_joins_with_that_account_once_and_gets_no_return_code(context: Flask) -> None:
    workshop = make_workshop(capacity=2)
    make_learner(workshop)
    make_learner(workshop)
    user = make_user()

    learner = join(workshop, "Hai", user=user)
    again = join(learner.workshop, "Hai nữa", user=learner.user)

    assert learner.user_id == user.id
    assert again.id == learner.id
    assert learner.return_code is None


def test_who_was_taken_out_is_let_in_by_the_trainer_alone(context: Flask) -> None:
    learner = make_learner(user=make_class_account())
    attend.leave(learner, by=BY)

    with pytest.raises(attend.JoiningClosed):
        attend.join(learner.workshop, nickname="Khác", kit="", user=learner.user, locale="vi")
    attend.let_in(learner, by=BY)

    assert (learner.state, learner.workshop.joined) == (LearnerState.JOINED, 1)


def test_a_learner_comes_back_by_nickname_and_return_code(context: Flask) -> None:
    learner = pupil()

    found = return_codes.come_back(learner.workshop, nickname="CO TU", digits="482 915", address=WIFI)

    assert found is learner


@pytest.mark.parametrize(("nickname", "digits"), [("Cô Tư", "482916"), ("Cô Năm", "482915"), ("Cô Tư", "")])
def test_a_wrong_return_code_opens_nothing(context: Flask, nickname: str, digits: str) -> None:
    learner = pupil()

    with pytest.raises(return_codes.WrongReturnCode):
        return_codes.come_back(learner.workshop, nickname=nickname, digits=digits, address=WIFI)


def test_a_return_code_opens_no_account_with_a_phone_of_its_own(context: Flask) -> None:
    learner = make_learner(user=make_user(), nickname="Cô Tư", nickname_folded="co tu")
    db.session.commit()

    with pytest.raises(return_codes.OwnWayIn):
        return_codes.come_back(learner.workshop, nickname="Cô Tư", digits="482915", address=WIFI)


def test_return_codes_are_not_guessed(context: Flask) -> None:
    learner = pupil()
    for _try in range(throttle.PER_ACCOUNT):
        with pytest.raises(return_codes.WrongReturnCode):
            return_codes.come_back(learner.workshop, nickname="Cô Tư", digits="000000", address=WIFI)

    with pytest.raises(throttle.TooManyTries):
        return_codes.come_back(learner.workshop, nickname="Cô Tư", digits="482915", address=WIFI)


def test_wrong_join_codes_are_slowed_but_not_the_class_behind_the_same_address(
    context: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "PER_ADDRESS", 3)
    here, elsewhere = make_workshop(), make_workshop()
    codes.remember_place(here, address=WIFI)
    db.session.commit()
    for _try in range(3):
        with pytest.raises(codes.WrongJoinCode):
            codes.workshop_by_code("AAAAAA", address=WIFI)

    assert codes.workshop_by_code(here.join_code, address=WIFI) is here
    assert codes.workshop_by_code(elsewhere.join_code, address="10.0.0.2") is elsewhere
    with pytest.raises(throttle.TooManyTries):
        codes.workshop_by_code(elsewhere.join_code, address=WIFI)
    with pytest.raises(throttle.TooManyTries):
        codes.workshop_by_code("AAAAAA", address=WIFI)


def test_a_phone_is_proved_in_class_on_the_practice_phone_and_counts_nowhere_else(context: Flask) -> None:
    one, other = make_learner(user=make_class_account()), make_learner(user=make_class_account())
    practice_phone.send_code(one, PHONE, locale="vi")
    practice_phone.send_code(other, PHONE, locale="vi")
    db.session.commit()
    message = practice_messages(one.shop_id or 0)[0]
    digits = re.search(r"\b\d{6}\b", f"{message.subject} {message.body}")[0]  # type: ignore[index]

    practice_phone.prove(one, PHONE, digits)

    with platform_scope():
        topics = db.session.scalars(select(events.Event.topic)).all()
    assert (one.practice_phone, practice_phone.practising(one.user)) == (PHONE.value, None)
    assert practice_phone.practising(other.user) is other
    assert user_of(PHONE) is None
    assert sent_messages() == []
    assert "learner.phone_verified" in topics


def test_only_class_accounts_in_a_running_class_practise(context: Flask) -> None:
    real, pupil = make_learner(), make_learner(user=make_class_account())
    schedule.finish(pupil.workshop, by=BY)

    assert practice_phone.practising(real.user) is None
    assert practice_phone.practising(pupil.user) is None


def test_thirty_at_once_share_five_places_and_five_to_wait_in(committed_app: Flask) -> None:
    with committed_app.app_context():
        workshop_id = make_workshop(capacity=5).id
        db.session.commit()

    def come(number: int) -> str:
        with committed_app.app_context():
            mine = db.session.get_one(Workshop, workshop_id)
            try:
                learner = attend.join(mine, nickname=f"Bạn {number}", kit="", user=None, locale="vi")
            except attend.ClassFull:
                return "refused"
            db.session.commit()
            return learner.state.value

    with ThreadPoolExecutor(8) as phones:
        ends = Counter(phones.map(come, range(30)))

    with committed_app.app_context():
        joined = db.session.get_one(Workshop, workshop_id).joined
        shops = set(db.session.scalars(select(Learner.shop_id).where(Learner.shop_id.is_not(None))))
        users = db.session.scalar(select(func.count(Identity.id)).where(Identity.kind == IdentityKind.CLASS))
    assert ends == {"joined": 5, "waiting": 5, "refused": 20}
    assert (joined, len(shops), users) == (5, 5, 10)

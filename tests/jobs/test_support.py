from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select

from storefront.domain.support import conversations
from storefront.infra import clock
from storefront.infra.db import db
from storefront.infra.tenancy import all_shops, enter_shop
from storefront.jobs.support import forget_expired
from storefront.models.conversation import Conversation
from tests.factories import make_shop


def test_old_questions_of_every_shop_are_forgotten(context: Flask) -> None:
    for_one, for_other = make_shop().id, make_shop().id
    with enter_shop(for_one):
        conversations.ask(name="Lan", body="Còn hàng không?", phone="0912345678")
        db.session.flush()
        db.session.expunge_all()
    with enter_shop(for_other):
        conversations.ask(name="Mai", body="Còn hàng không?", phone="0912345678")
        db.session.flush()
        db.session.expunge_all()
    clock.freeze(clock.now() + timedelta(days=400))

    with all_shops():
        forget_expired()

        assert db.session.scalar(select(func.count(Conversation.id))) == 0

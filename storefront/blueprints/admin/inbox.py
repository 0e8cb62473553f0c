"""The owner's inbox: questions from the contact form, and what the shop answers."""

from __future__ import annotations

from flask import Blueprint, flash, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import Length

from storefront.blueprints.common.forms import BaseForm, required
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.respond import invalid, page, see_other
from storefront.domain.support import conversations
from storefront.domain.support.complaints import open_count
from storefront.infra.db import db
from storefront.infra.events import acting_user
from storefront.infra.paging import desc, paginate
from storefront.infra.phone import format_phone
from storefront.models.conversation import Conversation

bp = Blueprint("inbox", __name__, url_prefix="/inbox")


class AnswerForm(BaseForm):
    """What the shop answers."""

    body = TextAreaField(_l("Your answer"), validators=[required(), Length(max=4000)])


@bp.get("/")
@need_permission("inbox.view")
def index() -> ResponseReturnValue:
    """Conversations, the latest first; open ones unless closed ones are asked for."""
    closed = request.args.get("closed") == "1"
    found = paginate(
        db.session(),
        conversations.inbox(closed=closed),
        desc(Conversation.last_at),
        desc(Conversation.id),
        cursor=request.args.get("cursor"),
    )
    return page("admin/inbox/index.html", nav="inbox", found=found, closed=closed, complaints=open_count())


@bp.get("/<int:conversation_id>")
@need_permission("inbox.view")
def show(conversation_id: int) -> ResponseReturnValue:
    """One conversation and the form to answer."""
    conversation = conversations.conversation_by_id(conversation_id)
    return page("admin/inbox/show.html", **_face(conversation, AnswerForm(formdata=None)))


@bp.post("/<int:conversation_id>/answers")
@need_permission("inbox.answer")
def create_answer(conversation_id: int) -> ResponseReturnValue:
    """Answer; the shopper is told."""
    conversation = conversations.conversation_by_id(conversation_id)
    form = AnswerForm()
    if not form.validate():
        return invalid("admin/inbox/show.html", **_face(conversation, form))
    conversations.answer(conversation, form.body.data or "", by=acting_user())
    conversations.read(conversation)
    flash(_("Your answer is on its way."))
    return see_other(url_for("admin.inbox.show", conversation_id=conversation.id))


@bp.post("/<int:conversation_id>/closing")
@need_permission("inbox.answer")
def create_closing(conversation_id: int) -> ResponseReturnValue:
    """Put the conversation away."""
    conversation = conversations.conversation_by_id(conversation_id)
    conversations.read(conversation)
    conversations.close(conversation, by=acting_user())
    flash(_("The conversation is closed. You find it under Closed."))
    return see_other(url_for("admin.inbox.index"))


@bp.post("/<int:conversation_id>/reopening")
@need_permission("inbox.answer")
def create_reopening(conversation_id: int) -> ResponseReturnValue:
    """Take it out again."""
    conversation = conversations.conversation_by_id(conversation_id)
    conversations.reopen(conversation, by=acting_user())
    return see_other(url_for("admin.inbox.show", conversation_id=conversation.id))


def _face(conversation: Conversation, form: AnswerForm) -> dict[str, object]:
    return {
        "nav": "inbox",
        "conversation": conversation,
        "phone": format_phone(conversation.phone) if conversation.phone else "",
        "form": form,
        "may_answer": "inbox.answer" in g.permissions,
    }

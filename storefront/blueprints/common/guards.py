"""Who comes through which door, and what they may do behind it.

A view names what it needs by decorator; the door refuses a view that names nothing. Tests read `permission`
and `needs` off the views, so every route's guard can be enumerated.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Blueprint, Flask, abort, current_app, g, make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext
from flask_login import current_user
from flask_wtf.csrf import validate_csrf
from wtforms.validators import ValidationError

from storefront.blueprints.common import class_desk
from storefront.blueprints.common.csp import allow_forms_to
from storefront.blueprints.common.lesson_words import in_words
from storefront.blueprints.common.origin import SAFE
from storefront.blueprints.common.respond import page, wants_json
from storefront.domain.accounts.memberships import membership_of, owner_id
from storefront.domain.accounts.permissions import STAFF_HELP, permissions_of
from storefront.domain.shops.resolve import NoSuchShop, shop_by_slug
from storefront.infra.errors import Conflict, Forbidden, NotFound
from storefront.infra.events import Actor, ActorKind
from storefront.infra.links import shop_public_url
from storefront.infra.tenancy import enter_shop, scope
from storefront.models.shop import Shop
from storefront.models.user import Role

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
HELPING = "helping_shop"
"""Session key: the shop platform staff are helping inside."""


class PageTooOld(Conflict):
    """The form does not carry this session's token: its page was opened before the person signed in again."""

    code = "page_too_old"
    message = lazy_gettext("This page was open for too long. Please send it again.")


class ScopeLeft(RuntimeError):
    """A request ended and its shop was still in force."""


def init_app(app: Flask) -> None:
    """Hold every request to leaving its shop."""
    app.teardown_appcontext(_assert_no_scope)


def open_to_all(view: View) -> View:
    """This view needs nobody."""
    view.needs = "nobody"  # type: ignore[attr-defined]
    return view


def need_sign_in(view: View) -> View:
    """This view needs somebody who is signed in; nobody is sent to sign in and back."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        away = to_sign_in()
        if away:
            return away
        check_token()
        return view(*args, **kwargs)

    guarded.needs = "sign_in"  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]


def need_permission(name: str) -> Callable[[View], View]:
    """This view of a shop's desk needs one permission of the table in domain/accounts/permissions.py."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            if name not in g.permissions and name not in g.readable:
                raise Forbidden
            return view(*args, **kwargs)

        guarded.permission = name  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


def admin_door(bp: Blueprint) -> None:
    """Guard the desk at /admin/<slug>; its views and their url_for() calls need not name the slug."""
    bp.url_value_preprocessor(_take_slug)
    bp.url_defaults(_give_slug)
    bp.before_request(_enter_desk)
    bp.teardown_request(_leave_desk)
    bp.context_processor(_desk_words)


def staff_door(bp: Blueprint) -> None:
    """Guard platform staff's pages."""
    bp.before_request(_enter_staff)


def to_sign_in() -> ResponseReturnValue | None:
    """The way to the sign-in page and back, for somebody who is not signed in."""
    if current_user.is_authenticated:
        g._actor = Actor(ActorKind.USER, current_user.id)
        return None
    wanted = request.full_path if request.query_string else request.path
    back = request.script_root + wanted if request.method in SAFE else None
    return redirect(url_for("portal.sign_in.show", next=back), 303)


def check_token() -> None:
    """Every guard ends with it: what somebody signed in sends carries their session's token.

    Who signed in again in the meantime finds what they typed on a page of its own. Programs get PageTooOld.
    """
    if request.method in SAFE:
        return
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError as error:
        if wants_json():
            raise PageTooOld from error
        abort(make_response(_send_again(), 409))
    g.csrf_valid = True  # forms ask Flask-WTF, which need not look twice


def _send_again() -> str:
    typed = [
        (name, value) for name, values in request.form.lists() for value in values if name != "csrf_token"
    ]
    return page("shared/send_again.html", typed=typed, files=bool(request.files))


def _take_slug(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    g.shop_slug = (values or {}).pop("slug", "")


def _give_slug(_endpoint: str, values: dict[str, Any]) -> None:
    if "shop_slug" in g:
        values.setdefault("slug", g.shop_slug)


def _enter_desk() -> ResponseReturnValue | None:
    away = to_sign_in()
    if away:
        return away
    try:
        found = shop_by_slug(g.shop_slug)
    except NoSuchShop as unknown:
        raise NotFound from unknown  # in the words of a shop that is somebody else's
    g.shop = shop = found.shop
    g.membership = membership_of(current_user._get_current_object(), shop.id)
    g.helping, g.visit, g.readable = False, None, frozenset()
    if g.membership is None:
        _enter_as_guest(shop)
    else:
        g.permissions = permissions_of(g.membership)
        helper = g.membership.role is Role.HELPER
        g._actor = _actor_for(shop, helping=helper)
    if found.moved_to:
        return redirect(_moved_to(found.moved_to), 307)
    if not hasattr(current_app.view_functions[request.endpoint or ""], "permission"):
        raise Forbidden
    check_token()
    _let_forms_reach(shop)
    stopped = class_desk.enter_as_learner(shop) if shop.is_practice and g.membership else None
    if stopped:
        return stopped
    g.desk = ExitStack()
    g.desk.enter_context(enter_shop(shop.id))
    return None


def _let_forms_reach(shop: Shop) -> None:
    """With wildcard DNS "view the shop" ends on a host of the shop's own; browsers check every hop."""
    if current_app.config["SETTINGS"].wildcard_dns:
        home = urlsplit(shop_public_url(shop.slug, "/"))
        allow_forms_to(f"{home.scheme}://{home.netloc}")


def _moved_to(slug: str) -> str:
    """The same page of the desk under the shop's present address; only its own people are told."""
    rest = request.full_path if request.query_string else request.path
    return f"{request.script_root}/admin/{slug}{rest.removeprefix(f'/admin/{g.shop_slug}')}"


def _enter_as_guest(shop: Shop) -> None:
    """Who is no member comes as platform staff that help, or as a trainer that visits a learner."""
    if current_user.is_staff and session.get(HELPING) == shop.id:
        _enter_as_staff(shop)
    elif shop.is_practice:
        class_desk.enter_as_trainer(shop)
    else:
        raise NotFound


def _enter_as_staff(shop: Shop) -> None:
    g.permissions = STAFF_HELP
    g.helping = True
    g._actor = _actor_for(shop, helping=True)


def _actor_for(shop: Shop, *, helping: bool) -> Actor:
    return Actor(ActorKind.USER, current_user.id, on_behalf_of=owner_id(shop.id) if helping else None)


def _leave_desk(_error: BaseException | None) -> None:
    desk: ExitStack | None = g.pop("desk", None)
    if desk:
        desk.close()


def _desk_words() -> dict[str, Any]:
    return {
        "root": f"{request.script_root}/admin/{g.get('shop_slug', '')}",
        "shop": g.get("shop"),
        "permissions": g.get("permissions", frozenset()),
        "helper": g.get("helping", False),
        "visit": g.get("visit"),
        "class_news": class_desk.news,
        "class_lesson": class_desk.lesson,
        "say": in_words,
    }


def _enter_staff() -> ResponseReturnValue | None:
    away = to_sign_in()
    if away:
        return away
    if not current_user.is_staff:
        raise Forbidden
    check_token()
    return None


def _assert_no_scope(_error: BaseException | None) -> None:
    left = scope()
    if left is not None:
        raise ScopeLeft(f"{left} was still in force when the request ended")

"""Who may do what in a shop: one table from roles, and from a helper's parts, to permissions."""

from __future__ import annotations

from flask_babel import LazyString, lazy_gettext

from storefront.models.user import Membership, Role

ORDERS = frozenset(
    {
        "desk.view",
        "orders.view",
        "orders.accept",
        "orders.cancel",
        "orders.fulfil",
        "orders.note",
        "customers.view",
        "products.view",
        "inbox.view",
        "inbox.answer",
    }
)
GOODS = frozenset({"desk.view", "products.view", "products.edit", "stock.edit", "pages.view"})
PAGES = frozenset({"desk.view", "products.view", "pages.view", "pages.edit", "theme.edit"})
SETTINGS = frozenset({"desk.view", "settings.view", "settings.edit"})
INBOX = frozenset({"desk.view", "inbox.view", "inbox.answer"})
FIGURES = frozenset({"desk.view", "figures.view"})
MONEY = frozenset(
    {
        "desk.view",
        "orders.view",
        "orders.note",
        "orders.mark_paid",
        "orders.refund",
        "customers.view",
        "products.view",
        "payments.view",
        "figures.view",
        "settings.view",
        "cards.view",
    }
)
# Cards of the shop are as good as its money: whoever issues them gives it away.
CARDS = frozenset({"desk.view", "cards.view", "cards.edit"})
# What decides where money goes and who is in: never a helper's, never platform staff's.
OWNERS_OWN = frozenset({"payments.edit", "members.edit", "shop.open", "shop.share"})
EVERYTHING = (
    ORDERS | GOODS | PAGES | SETTINGS | INBOX | FIGURES | MONEY | CARDS | {"members.view"} | OWNERS_OWN
)

PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.OWNER: EVERYTHING,
    Role.MANAGER: EVERYTHING - {"payments.edit", "members.edit", "shop.share"},
    Role.ORDER_CLERK: ORDERS | {"orders.mark_paid", "cards.view"},
    Role.CATALOGUE_EDITOR: GOODS | PAGES,
    Role.ACCOUNTANT: MONEY,
    Role.HELPER: frozenset(),
}
PARTS: dict[str, frozenset[str]] = {
    "orders": ORDERS,
    "products": GOODS,
    "pages": PAGES,
    "settings": SETTINGS,
    "inbox": INBOX,
    "figures": FIGURES,
}
"""What a helper may be let into."""

STAFF_HELP = EVERYTHING - OWNERS_OWN - {"orders.refund", "orders.mark_paid", "cards.edit"}
"""What platform staff may do while they help inside a shop."""

LOOKING = frozenset(name for name in EVERYTHING if name.endswith(".view"))
"""What a trainer sees of a learner's practice shop; a look changes nothing."""

ROLE_NAMES: dict[Role, LazyString] = {
    Role.OWNER: lazy_gettext("owner"),
    Role.MANAGER: lazy_gettext("manager"),
    Role.ORDER_CLERK: lazy_gettext("order clerk"),
    Role.CATALOGUE_EDITOR: lazy_gettext("catalogue editor"),
    Role.ACCOUNTANT: lazy_gettext("accountant"),
    Role.HELPER: lazy_gettext("helper"),
}
PART_NAMES: dict[str, LazyString] = {
    "orders": lazy_gettext("Orders"),
    "products": lazy_gettext("Products"),
    "pages": lazy_gettext("Pages and menus"),
    "settings": lazy_gettext("Settings"),
    "inbox": lazy_gettext("Inbox"),
    "figures": lazy_gettext("Figures"),
}


def permissions_of(membership: Membership) -> frozenset[str]:
    """Everything a membership allows now; a helper's comes from the chosen parts."""
    if not membership.is_live:
        return frozenset()
    if membership.role is Role.HELPER:
        return frozenset().union(*(PARTS.get(part, frozenset()) for part in membership.parts))
    return PERMISSIONS[membership.role]


def may(membership: Membership, permission: str) -> bool:
    """Whether the membership allows it now."""
    return permission in permissions_of(membership)

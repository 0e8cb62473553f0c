"""What tracks and sexes are called."""

from __future__ import annotations

from flask_babel import lazy_gettext

from storefront.models.workshop import Track

TRACK_NAMES = {
    Track.OWNER: lazy_gettext("Shop owners"),
    Track.CLERK: lazy_gettext("Order clerks"),
    Track.OFFICIAL: lazy_gettext("Commune officials"),
}
SEX_NAMES = {
    "": lazy_gettext("Not told"),
    "female": lazy_gettext("Woman"),
    "male": lazy_gettext("Man"),
    "other": lazy_gettext("Other"),
}

"""Forms of the class: the trainer's about a workshop, the learner's at the door."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields.choices import SelectChoice

from storefront.blueprints.common.forms import (
    BaseForm,
    CommuneField,
    ProvinceField,
    choices_of,
    optional,
    required,
)
from storefront.domain.workshops.kits import offered
from storefront.domain.workshops.schedule import WorkshopData
from storefront.domain.workshops.words import SEX_NAMES as SEXES
from storefront.domain.workshops.words import TRACK_NAMES as TRACKS
from storefront.infra.db import db
from storefront.infra.i18n import current_locale
from storefront.models.programme import Cohort, Donor, Venue
from storefront.models.workshop import Track, Workshop

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}


class WorkshopForm(BaseForm):
    """Everything a trainer says about a class."""

    title = StringField(_l("Title of the class"), [required()])
    track = RadioField(_l("For whom"), [required()], choices=choices_of(TRACKS))
    starts_on = DateField(_l("First day"), [required()])
    ends_on = DateField(_l("Last day"), [required()])
    venue = SelectField(_l("Venue"), [optional()])
    place = StringField(_l("Another place"), [optional()])
    online_url = StringField(_l("Address online"), [optional()])
    kits = SelectMultipleField(_l("What the practice shops sell"), [required()])
    languages = SelectMultipleField(_l("Languages"), [required()], choices=choices_of(LANGUAGES))
    capacity = IntegerField(_l("Places"), [required()])
    cohort = SelectField(_l("Cohort"), [optional()])
    donor = SelectField(_l("Donor"), [optional()])
    revision = HiddenField()

    def offer(self) -> None:
        """Set the choices that stand in the database, and the kits."""
        self.kits.choices = [SelectChoice(each.key, each.name(current_locale())) for each in offered()]
        for field, model in ((self.venue, Venue), (self.cohort, Cohort), (self.donor, Donor)):
            rows = db.session.execute(select(model.id, model.name).order_by(model.name))
            named = [SelectChoice(str(row.id), row.name) for row in rows]
            field.choices = [SelectChoice("", str(_l("None"))), *named]

    @classmethod
    def of(cls, workshop: Workshop) -> WorkshopForm:
        """The form as the class stands."""
        same = ("title", "starts_on", "ends_on", "place", "online_url", "kits", "languages", "capacity")
        form = cls(
            formdata=None,
            track=workshop.track.value,
            venue=str(workshop.venue_id or ""),
            cohort=str(workshop.cohort_id or ""),
            donor=str(workshop.donor_id or ""),
            revision=str(workshop.revision),
            **{name: getattr(workshop, name) for name in same},
        )
        form.offer()
        return form

    @property
    def typed(self) -> WorkshopData:
        """What was typed, once the form is valid."""
        return WorkshopData(
            title=self.title.data or "",
            track=Track(self.track.data),
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            kits=tuple(self.kits.data or ()),
            languages=tuple(self.languages.data or ()),
            capacity=self.capacity.data or 0,
            venue_id=int(self.venue.data) if self.venue.data else None,
            place=self.place.data or "",
            online_url=self.online_url.data or "",
            cohort_id=int(self.cohort.data) if self.cohort.data else None,
            donor_id=int(self.donor.data) if self.donor.data else None,
        )


class JoinForm(BaseForm):
    """Code and nickname; the kit is asked for when the class has several."""

    code = StringField(_l("Join code"), [required()])
    nickname = StringField(_l("Your nickname"), [required()])
    kit = RadioField(_l("What your practice shop sells"), [optional()], validate_choice=False)


class BackForm(BaseForm):
    """The way back from another phone."""

    code = StringField(_l("Join code"), [required()])
    nickname = StringField(_l("Your nickname"), [required()])
    return_code = StringField(_l("Return code"), [required()])


class AboutForm(BaseForm):
    """What a learner tells freely, for the programme's counts."""

    sex = SelectField(_l("You are"), [optional()], choices=choices_of(SEXES))
    province = ProvinceField(_l("Province"), [optional()])
    commune = CommuneField(_l("Commune"), [optional()])


class NicknameForm(BaseForm):
    """A learner's nickname, as the trainer writes it."""

    nickname = StringField(_l("Nickname"), [required()])

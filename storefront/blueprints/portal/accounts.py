"""Forms of the account pages."""

from __future__ import annotations

from flask_babel import lazy_gettext
from wtforms import HiddenField, PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice

from storefront.blueprints.common.forms import BaseForm, optional, required
from storefront.domain.accounts.names import Name, parse_name
from storefront.infra.errors import Conflict, Invalid

NAME_LABEL = lazy_gettext("Phone number or e-mail")


class NameField(StringField):
    """A phone number or e-mail; `name_typed` is what it was read as."""

    name_typed: Name | None = None

    def post_validate(self, form: BaseForm, validation_stopped: bool) -> None:
        """Read what was typed; say what is wrong with it."""
        if validation_stopped or not self.data:
            return
        try:
            self.name_typed = parse_name(self.data)
        except Invalid as error:
            self.errors = [*self.errors, str(error.message)]


class NamedForm(BaseForm):
    """A form that begins with a phone number or e-mail."""

    name = NameField(NAME_LABEL, [required()])
    next = HiddenField()

    @property
    def typed(self) -> Name:
        """The name, once the form is valid."""
        if self.name.name_typed is None:
            raise Invalid.field("name", lazy_gettext("Please fill this in."))
        return self.name.name_typed

    def validate(self, extra_validators: object = None) -> bool:
        """Whether every field holds, the name included."""
        return super().validate(extra_validators) and not self.name.errors


class SignUpForm(NamedForm):
    """Name, phone or e-mail, and a password for those who want one."""

    called = StringField(lazy_gettext("Your name"), [required()])
    password = PasswordField(lazy_gettext("Password"), [optional()])


class SignInForm(NamedForm):
    """With a password."""

    password = PasswordField(lazy_gettext("Password"), [required()])


class CodeForm(BaseForm):
    """A code that was sent, or one of the authenticator app."""

    code = StringField(lazy_gettext("Code"), [required()])
    next = HiddenField()


class NewPasswordForm(CodeForm):
    """A code and the new password."""

    password = PasswordField(lazy_gettext("New password"), [required()])


class ChangePasswordForm(BaseForm):
    """The present password, where there is one, and the new one."""

    old = PasswordField(lazy_gettext("Present password"), [optional()])
    new = PasswordField(lazy_gettext("New password"), [required()])


class ProfileForm(BaseForm):
    """What people see and read."""

    name = StringField(lazy_gettext("Your name"), [required()])
    locale = RadioField(
        lazy_gettext("Language of your messages"),
        [required()],
        choices=[SelectChoice("vi", "Tiếng Việt"), SelectChoice("en", "English")],
    )


class PlainForm(BaseForm):
    """A button."""

    next = HiddenField()

    def check_token(self) -> None:
        """Raises Conflict when the page was open for too long."""
        if not self.validate():
            raise Conflict(lazy_gettext("This page was open for too long. Please send it again."))

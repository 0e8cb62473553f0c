"""The four kinds of named error the domain raises; only the doors know which HTTP answer each one gets."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TypeAlias

from flask_babel import LazyString, lazy_gettext

Sentence: TypeAlias = str | LazyString


class AppError(Exception):
    """Something a person asked for cannot be done; `message` tells them why and what to do next."""

    code: str = "error"
    message: Sentence = lazy_gettext("This could not be done. Please try again.")

    def __init__(self, message: Sentence | None = None, **details: object) -> None:
        super().__init__(self.code)
        if message is not None:
            self.message = message
        self.details: dict[str, object] = details

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class NotFound(AppError):
    """There is no such thing, or it belongs to somebody else."""

    code = "not_found"
    message = lazy_gettext("We could not find what you are looking for.")


class Forbidden(AppError):
    """The person is known but may not do this."""

    code = "forbidden"
    message = lazy_gettext("You are not allowed to do this.")


class TooOften(Forbidden):
    """It may be done, but not so often; `wait` says how long until the next time."""

    code = "too_often"
    message = lazy_gettext("Too many attempts. Wait a few minutes and try again.")

    def __init__(self, wait: timedelta, message: Sentence | None = None) -> None:
        super().__init__(message)
        self.wait = wait


class Conflict(AppError):
    """It is allowed and well formed, but the present state does not permit it."""

    code = "conflict"
    message = lazy_gettext("Something has changed in the meantime. Reload the page and try again.")


class Invalid(AppError):
    """What was entered is wrong; `errors` holds sentences per field, "" for the whole form."""

    code = "invalid"
    message = lazy_gettext("Some of what you entered needs correcting.")

    def __init__(
        self,
        errors: Mapping[str, Sequence[Sentence]],
        message: Sentence | None = None,
        **details: object,
    ) -> None:
        super().__init__(message, **details)
        self.errors: dict[str, list[str]] = {
            field: [str(sentence) for sentence in sentences] for field, sentences in errors.items()
        }

    @classmethod
    def field(cls, name: str, sentence: Sentence) -> "Invalid":
        """One wrong field, whose sentence also stands for the whole."""
        return cls({name: [sentence]}, sentence)

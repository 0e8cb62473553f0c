"""What all steps share: keep what was typed, apply it when it is good, draw the page, go on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import g, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from storefront.blueprints.common.forms import BaseForm
from storefront.blueprints.common.respond import page, see_other
from storefront.domain.onboarding import steps, texts
from storefront.infra.db import record_first
from storefront.infra.errors import Invalid
from storefront.infra.events import acting_user

BACK, LATER, AUTOSAVE = "back", "later", "autosave"
NOT_ANSWERS = frozenset({"csrf_token", BACK, LATER, AUTOSAVE, "load_communes", "action", "do"})
FormT = TypeVar("FormT", bound=BaseForm)


@dataclass(frozen=True)
class StepPage:
    """One step's page: its key, its template, and the further words it needs from the database."""

    key: str
    context: Callable[[], Mapping[str, Any]] = dict

    def draw(self, form: BaseForm | None = None, **more: Any) -> str:
        """The page with a form."""
        standing = steps.standing()
        return page(
            f"admin/onboarding/{self.key}.html",
            step=steps.step(self.key),
            progress=progress(self.key, standing),
            back=steps.before(self.key),
            is_done=self.key in standing.done,
            form=form,
            **{"refusal": None, **self.context(), **more},
        )

    def restored(self, kind: type[FormT], **now: Any) -> FormT:
        """The form with what was typed and is not in force yet, else with the answers in force."""
        typed = steps.typed(self.key)
        if not typed:
            return kind(formdata=None, data=now)
        return kind(formdata=MultiDict([(name, value) for name in typed for value in typed[name]]))

    def keep(self) -> ResponseReturnValue | None:
        """Keep what was typed, whatever becomes of it; answers itself unless the step is to be applied."""
        later = LATER in request.form and steps.step(self.key).waits
        record_first(lambda: steps.remember(self.key, answers_sent(), later=later))
        if AUTOSAVE in request.form:
            return jsonify(saved=True)
        if BACK in request.form and steps.before(self.key):
            return see_other(step_url(steps.before(self.key) or self.key))
        return see_other(step_url(steps.after(self.key))) if later else None

    def apply(self, form: BaseForm, work: Callable[[], None]) -> ResponseReturnValue | None:
        """Do the step's work with a form that holds; the page again with 422 when one of them says no."""
        if not form.validate():
            return self.draw(form), 422
        try:
            work()
        except Invalid as error:
            form.add_errors(error.errors)
            return self.draw(form, refusal=error), 422
        return None

    def finish(self) -> ResponseReturnValue:
        """The step is done: write the pages that speak of it, and go on."""
        settle(self.key)
        return see_other(step_url(steps.after(self.key)))


def settle(key: str) -> None:
    """Note the step as done and let the shop's pages follow its answers."""
    steps.finish(g.shop, key, by=acting_user())
    texts.write_pages(g.shop, by=acting_user())


def step_url(key: str) -> str:
    """The address of a step of this shop."""
    return url_for(f"admin.setup.{key}.show", slug=g.shop.slug)


def progress(key: str, standing: steps.Standing) -> list[tuple[str, str, str]]:
    """The steps as the progress list shows them."""
    shown = []
    for step in steps.STEPS:
        state = "current" if step.key == key else "done" if step.key in standing.done else "todo"
        shown.append((str(step.title), step_url(step.key), state))
    return shown


def answers_sent() -> dict[str, list[str]]:
    """What the form sent, but for its buttons and token."""
    return {name: request.form.getlist(name) for name in request.form if name not in NOT_ANSWERS}

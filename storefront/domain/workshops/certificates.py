"""Certificates for what was really done: earned by evidence, signed, checked by anybody, taken back."""

from __future__ import annotations

import datetime as dt
import enum
import hashlib
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import select
from sqlalchemy.orm import undefer

from storefront.domain.workshops import certificate_words, steering
from storefront.domain.workshops.standing import Standing, standing_of, standings
from storefront.infra import clock, crypto, events
from storefront.infra.db import db, lock, locked, record_first
from storefront.infra.errors import Conflict, Invalid, NotFound
from storefront.infra.i18n import speaking
from storefront.infra.installation import installation_id
from storefront.infra.numbering import next_number
from storefront.infra.tenancy import platform_scope
from storefront.infra.text import clean, slugify
from storefront.infra.tokens import card_code, read_card_code
from storefront.models.programme import CarriedHome
from storefront.models.user import User
from storefront.models.workshop import Certificate, Learner, Mission, Workshop

LONGEST_NAME = 60


class Kind(enum.Enum):
    """What is certified: the missions of the class, or those and the first real sale."""

    CLASS = "class"
    PROGRAMME = "programme"


class NoSuchCertificate(NotFound):
    """No certificate has this code."""

    code = "no_such_certificate"
    message = lazy_gettext(
        "No certificate has this code. Look at the paper and type it again. One from a class without "
        "internet can be checked here once its trainer has carried the class home."
    )


class NameIsOnPaper(Conflict):
    """The name is printed already."""

    code = "name_is_on_paper"
    message = lazy_gettext("Your name is on a certificate already. Ask your trainer to issue it again.")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A learner, how far they are, and the certificate of the kind that is good now, if there is one."""

    standing: Standing
    kind: Kind
    certificate: Certificate | None

    @property
    def earned(self) -> bool:
        """Whether the missions are done."""
        whole = self.kind is Kind.PROGRAMME
        return self.standing.finished_programme if whole else self.standing.finished_class

    @property
    def lacks(self) -> Sequence[Mission]:
        """The missions that are still in the way, by code."""
        return self.standing.programme_lacks if self.kind is Kind.PROGRAMME else self.standing.class_lacks

    @property
    def can_be_issued(self) -> bool:
        """Whether it is earned, has a name to print and is not issued yet."""
        return self.earned and bool(self.standing.learner.paper_name) and self.certificate is None


def confirm_name(learner: Learner, name: str, *, by: events.Actor) -> None:
    """Keep the name the learner wants on the paper. Raises Invalid, NameIsOnPaper."""
    learner = locked(learner)
    tidy = clean(name)
    if not 2 <= len(tidy) <= LONGEST_NAME:
        raise Invalid.field("name", lazy_gettext("Enter your full name, at most 60 letters."))
    if valid_certificates([learner.id]):
        raise NameIsOnPaper
    learner.paper_name = tidy
    events.record_platform("learner.name_confirmed", learner, by=by)


def candidates(workshop_id: int, kind: Kind) -> list[Candidate]:
    """Everybody with a place in the class, by nickname."""
    return _candidates(standings(workshop_id), kind)


def candidate(learner: Learner, kind: Kind) -> Candidate:
    """One learner."""
    return _candidates([standing_of(learner)], kind)[0]


def issue(chosen: Sequence[Candidate], *, by: events.Actor) -> list[Certificate]:
    """Issue what can be issued of these; the rest is left out. The web's first write, as it numbers first.

    The papers are drawn before the rows are written, so a class of thirty holds up nobody's order. Who was
    given one meanwhile, or has changed the name, is left out.
    """
    able = [one for one in chosen if one.can_be_issued]
    if not able:
        return []
    numbers = record_first(partial(_numbers, len(able)))
    made = _still_right([_made(one, number, by) for one, number in zip(able, numbers, strict=True)])
    for certificate in made:
        db.session.add(certificate)
        events.record_platform(
            "certificate.issued", certificate, by=by, kind=certificate.kind, number=certificate.number
        )
    _tell([one.learner for one in made], by)
    return made


def revoke(certificate: Certificate, *, reason: str, by: events.Actor) -> None:
    """Take it back; the check page says so and why. Raises Invalid, Conflict."""
    certificate = locked(certificate)
    if certificate.revoked_at:
        raise Conflict(lazy_gettext("This certificate was taken back already."))
    if not clean(reason):
        raise Invalid.field("reason", lazy_gettext("Say why; the check page shows it."))
    certificate.revoked_at, certificate.revoked_reason = clock.now(), clean(reason)[:300]
    events.record_platform("certificate.revoked", certificate, by=by, number=certificate.number)


def by_code(code: str) -> Certificate:
    """The certificate with this code, typed with gaps and in any case. Raises NoSuchCertificate."""
    wanted = read_card_code(code)
    found = db.session.scalar(select(Certificate).where(Certificate.code == wanted)) if wanted else None
    if found is None:
        raise NoSuchCertificate
    return found


def of_workshop(workshop: Workshop, certificate_id: int) -> Certificate:
    """A certificate of this class. Raises NoSuchCertificate."""
    found = db.session.get(Certificate, certificate_id)
    if found is None or found.learner.workshop_id != workshop.id:
        raise NoSuchCertificate
    return found


def papers_of(workshop_id: int, kind: Kind) -> Sequence[Certificate]:
    """The good ones of a class with their files, in the order of their numbers."""
    return db.session.scalars(
        select(Certificate)
        .join(Learner, Learner.id == Certificate.learner_id)
        .where(
            Learner.workshop_id == workshop_id,
            Certificate.kind == kind.value,
            Certificate.revoked_at.is_(None),
        )
        .options(undefer(Certificate.pdf))
        .order_by(Certificate.number)
    ).all()


def valid_certificates(learner_ids: Sequence[int]) -> Sequence[Certificate]:
    """Those of the learners that were not taken back."""
    return db.session.scalars(
        select(Certificate)
        .where(Certificate.learner_id.in_(learner_ids), Certificate.revoked_at.is_(None))
        .order_by(Certificate.number)
    ).all()


def brought_home_at(certificate: Certificate) -> dt.datetime | None:
    """When it came from the laptop that issued it; None for one that was issued here."""
    return db.session.scalar(
        select(CarriedHome.created_at).where(
            CarriedHome.entity == "certificate", CarriedHome.new_id == certificate.id
        )
    )


def is_same_file(certificate: Certificate, data: bytes) -> bool:
    """Whether these are the bytes that were issued."""
    return hashlib.sha256(data).hexdigest() == certificate.sha256


def is_well_signed(certificate: Certificate) -> bool:
    """Whether the kept signature is that of the kept file."""
    return crypto.is_signed(
        bytes.fromhex(certificate.sha256), certificate.signature, certificate.public_key
    ) and is_same_file(certificate, certificate.pdf)


def file_name(certificate: Certificate) -> str:
    """A name for the download: number and person, in plain letters."""
    name = slugify(str(certificate.facts["name"])) or "hoc-vien"
    return f"giay-chung-nhan-{certificate.number}-{name}.pdf"


def zipped(certificates: Sequence[Certificate]) -> bytes:
    """All the papers in one file."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as package:
        for certificate in certificates:
            package.writestr(file_name(certificate), certificate.pdf)
    return target.getvalue()


def _candidates(found: Sequence[Standing], kind: Kind) -> list[Candidate]:
    good = valid_certificates([one.learner.id for one in found])
    held = {one.learner_id: one for one in good if one.kind == kind.value}
    return [Candidate(one, kind, held.get(one.learner.id)) for one in found]


def _numbers(count: int) -> list[int]:
    with platform_scope():
        return [next_number("certificate") for _number in range(count)]


def _tell(learners: Sequence[Learner], by: events.Actor) -> None:
    """On the pages of those who got one, in their language, until they have read it."""
    readers = {learner.user_id for learner in learners}
    locales = dict(db.session.execute(select(User.id, User.locale).where(User.id.in_(readers))).all())
    for locale in sorted({*locales.values()}):
        told = [learner for learner in learners if locales[learner.user_id] == locale]
        with speaking(locale):
            words = _("Your certificate has been issued. You find it under Class, Your certificate.")
        steering.say(told[0].workshop, words, told, by=by)


def _still_right(drawn: Sequence[Certificate]) -> list[Certificate]:
    learners = {number: lock(Learner, number) for number in sorted(one.learner_id for one in drawn)}
    held = {(one.learner_id, one.kind) for one in valid_certificates([*learners])}
    return [
        one
        for one in drawn
        if (one.learner_id, one.kind) not in held and learners[one.learner_id].paper_name == one.facts["name"]
    ]


def _made(one: Candidate, number: int, by: events.Actor) -> Certificate:
    facts = certificate_words.facts(one.standing, programme=one.kind is Kind.PROGRAMME)
    code, issued_at = card_code(), clock.now()
    pdf = certificate_words.paper(facts, number=number, code=code, issued_at=issued_at)
    digest = hashlib.sha256(pdf)
    return Certificate(
        learner_id=one.standing.learner.id,
        kind=one.kind.value,
        origin=installation_id(),
        number=number,
        code=code,
        facts=facts,
        pdf=pdf,
        sha256=digest.hexdigest(),
        signature=crypto.sign(digest.digest()),
        public_key=crypto.public_key(),
        issued_at=issued_at,
        issued_by=by.id or 0,
    )

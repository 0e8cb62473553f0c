"""People with an account: how they prove who they are, where they are signed in, and what they may do."""

from __future__ import annotations

import datetime as dt
import enum

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storefront.infra import clock
from storefront.infra.crypto import SealedPlatform
from storefront.infra.db import Base
from storefront.models.common import Created, PlatformRow


class IdentityKind(enum.Enum):
    """What a person signs in with."""

    EMAIL = "email"
    PHONE = "phone"
    CLASS = "class"


class Role(enum.Enum):
    """What a user is in a shop, in everyday words."""

    OWNER = "owner"
    MANAGER = "manager"
    ORDER_CLERK = "order_clerk"
    CATALOGUE_EDITOR = "catalogue_editor"
    ACCOUNTANT = "accountant"
    HELPER = "helper"


class User(PlatformRow, Created, Base):
    """An account. Addresses live in Identity; the password is an Argon2id hash."""

    __tablename__ = "user"

    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str | None]
    locale: Mapped[str] = mapped_column(String(5), default="vi")
    totp_secret: Mapped[str | None] = mapped_column(SealedPlatform)
    totp_confirmed_at: Mapped[dt.datetime | None]
    totp_last_step: Mapped[int | None]
    is_staff: Mapped[bool] = mapped_column(default=False)
    disabled_at: Mapped[dt.datetime | None]
    identities: Mapped[list[Identity]] = relationship(back_populates="user", order_by="Identity.id")

    # What Flask-Login asks of a user: the token stands for one signed-in device, so it can be revoked alone.
    session_token = ""
    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        """Whether staff have left the account open."""
        return self.disabled_at is None

    @property
    def has_totp(self) -> bool:
        """Whether signing in asks for a code of the authenticator app as well."""
        return self.totp_confirmed_at is not None

    def get_id(self) -> str:
        """The token of this device; its row is the SignIn."""
        return self.session_token


class RecoveryCode(PlatformRow, Created, Base):
    """A code that stands in once for the authenticator app."""

    __tablename__ = "recovery_code"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    used_at: Mapped[dt.datetime | None]


class Identity(PlatformRow, Created, Base):
    """A phone or e-mail a user claims; only a verified one is unique and lets them in."""

    __tablename__ = "identity"
    __table_args__ = (
        Index(
            "uq_identity_verified",
            "kind",
            "value",
            unique=True,
            sqlite_where=text("verified_at IS NOT NULL"),
            postgresql_where=text("verified_at IS NOT NULL"),
        ),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    kind: Mapped[IdentityKind]
    value: Mapped[str] = mapped_column(String(254), index=True)
    verified_at: Mapped[dt.datetime | None]
    user: Mapped[User] = relationship(back_populates="identities")


class SignIn(PlatformRow, Created, Base):
    """A signed-in device; deleting or revoking the row signs it out."""

    __tablename__ = "sign_in"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    device: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(64), default="")
    last_seen_at: Mapped[dt.datetime]
    revoked_at: Mapped[dt.datetime | None]
    user: Mapped[User] = relationship()


class SignInAttempt(PlatformRow, Created, Base):
    """One try to sign in or to use a code; counted per account first, then per address."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index(None, "name_hash", "created_at"), Index(None, "address", "created_at"))

    name_hash: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(64))
    succeeded: Mapped[bool]


class OneTimeCode(PlatformRow, Created, Base):
    """A code sent to a phone or e-mail; only its hash is kept, and it dies after a few wrong tries."""

    __tablename__ = "one_time_code"
    __table_args__ = (Index(None, "kind", "value", "purpose"),)

    kind: Mapped[IdentityKind]
    value: Mapped[str] = mapped_column(String(254))
    purpose: Mapped[str] = mapped_column(String(20))
    code_hash: Mapped[str] = mapped_column(String(64))
    tries: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[dt.datetime]
    used_at: Mapped[dt.datetime | None]


class Membership(PlatformRow, Created, Base):
    """A user's role in a shop; a helper's ends by itself and names the chosen parts."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("shop_id", "user_id"),)

    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    role: Mapped[Role]
    parts: Mapped[list[str]] = mapped_column(default=list)
    ends_at: Mapped[dt.datetime | None]
    ended_at: Mapped[dt.datetime | None]
    user: Mapped[User] = relationship()

    @property
    def is_live(self) -> bool:
        """Whether it still opens the shop's desk."""
        return self.ended_at is None and (self.ends_at is None or self.ends_at > clock.now())


class Invitation(PlatformRow, Created, Base):
    """An invitation to join a shop, sent to a phone or e-mail; `parts` and `ends_at` are a helper's."""

    __tablename__ = "invitation"

    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"), index=True)
    invited_by: Mapped[int] = mapped_column(BigInteger)
    role: Mapped[Role]
    kind: Mapped[IdentityKind]
    value: Mapped[str] = mapped_column(String(254))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    parts: Mapped[list[str]] = mapped_column(default=list)
    ends_at: Mapped[dt.datetime | None]
    expires_at: Mapped[dt.datetime]
    accepted_at: Mapped[dt.datetime | None]
    revoked_at: Mapped[dt.datetime | None]

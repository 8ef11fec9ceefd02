"""People, what they are in which store, their sessions and one-time codes."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from shop_admin.db import Model
from shop_admin.models.mixins import (
    Editable,
    Identified,
    Moment,
    Scope,
    StoreOwned,
    editable_checks,
    one_of,
)

MEMBER_ROLES = ("MANAGER", "STAFF", "ACCOUNTANT")
INVITED_ROLES = (*MEMBER_ROLES, "ADMIN")
SESSION_KINDS = ("console", "api_staff", "api_customer")


class User(Editable, Model):
    """One person: admin, member of stores, accountant, customer, or several of these."""

    __tablename__ = "users"
    scope: ClassVar[Scope] = Scope.PEOPLE

    name: Mapped[str] = mapped_column(server_default="")
    email: Mapped[str | None]
    mobile_number: Mapped[str | None]
    password_hash: Mapped[str | None] = mapped_column(deferred=True, deferred_raiseload=True)
    is_admin: Mapped[bool] = mapped_column(server_default=sa.false())
    is_staff: Mapped[bool] = mapped_column(server_default=sa.false())
    is_accountant: Mapped[bool] = mapped_column(server_default=sa.false())
    is_customer: Mapped[bool] = mapped_column(server_default=sa.false())
    is_active: Mapped[bool] = mapped_column(server_default=sa.true())
    language: Mapped[str] = mapped_column(server_default="en")
    last_login_at: Mapped[datetime | None] = mapped_column(Moment)

    memberships: Mapped[list["StoreMember"]] = relationship(
        back_populates="user", foreign_keys="StoreMember.user_id", viewonly=True
    )

    __table_args__ = (
        *editable_checks(),
        sa.CheckConstraint("email = lower(email)", name="email_lower"),
        sa.CheckConstraint("mobile_number ~ '^\\+[1-9][0-9]{6,14}$'", name="mobile_number_e164"),
        sa.Index(
            "ux_users_email",
            "email",
            unique=True,
            postgresql_where=sa.text("password_hash IS NOT NULL AND NOT is_deleted"),
        ),
        sa.Index(
            "ux_users_mobile_number",
            "mobile_number",
            unique=True,
            postgresql_where=sa.text("NOT is_deleted"),
        ),
        sa.Index("ix_users_mobile_number", "mobile_number"),
    )

    def __str__(self) -> str:
        """Return the person's name, or what there is instead."""
        return self.name or self.email or self.mobile_number or str(self.id)


class StoreMember(StoreOwned, Editable, Model):
    """A role of a person in a store, counting only while live, active and in its period."""

    __tablename__ = "store_members"

    user_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"), index=True)
    role: Mapped[str]

    user: Mapped[User] = relationship(
        back_populates="memberships", foreign_keys=[user_id], lazy="joined", innerjoin=True
    )

    __table_args__ = (
        *editable_checks(),
        one_of("role", MEMBER_ROLES),
        sa.Index(
            "ux_store_members_role",
            "store_id",
            "user_id",
            "role",
            unique=True,
            postgresql_where=sa.text("NOT is_deleted"),
        ),
    )


class Invitation(Editable, Model):
    """A role offered to an email address, in a store or (store_id null) in all of them.

    The link's token is an HMAC of the id and the nonce under the application's secret: it can be
    made again, but not out of the database alone, which holds its SHA-256.
    """

    __tablename__ = "invitations"
    # A store's own; those of the installation, without a store, are seen by parties of all stores.
    scope: ClassVar[Scope] = Scope.STORE

    store_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("stores.id"), sort_order=-90)
    email: Mapped[str]
    name: Mapped[str] = mapped_column(server_default="")
    role: Mapped[str]
    invited_by: Mapped[UUID | None] = mapped_column(sa.ForeignKey("users.id"))
    nonce: Mapped[bytes] = mapped_column(deferred=True, deferred_raiseload=True)
    token_hash: Mapped[str] = mapped_column(unique=True, deferred=True, deferred_raiseload=True)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    accepted_at: Mapped[datetime | None] = mapped_column(Moment)
    user_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("users.id"))

    state: Mapped[str] = column_property(
        sa.case(
            (accepted_at.is_not(None), "ACCEPTED"),
            (expires_at <= sa.func.shop_now(), "EXPIRED"),
            else_="OPEN",
        )
    )

    __table_args__ = (
        *editable_checks(),
        one_of("role", INVITED_ROLES),
        sa.CheckConstraint(
            "CASE WHEN store_id IS NULL THEN role IN ('ADMIN', 'ACCOUNTANT')"
            " ELSE role <> 'ADMIN' END",
            name="role_has_its_place",
        ),
        sa.CheckConstraint("email = lower(email)", name="email_lower"),
        sa.CheckConstraint("(accepted_at IS NULL) = (user_id IS NULL)", name="accepted_by"),
        sa.Index(
            "ux_invitations_open",
            "store_id",
            "email",
            "role",
            unique=True,
            postgresql_where=sa.text("accepted_at IS NULL AND NOT is_deleted"),
            postgresql_nulls_not_distinct=True,
        ),
    )


class Session(Identified, Model):
    """A login, server-side: the browser or client holds the secret, we its SHA-256."""

    __tablename__ = "sessions"
    scope: ClassVar[Scope] = Scope.PERSON

    user_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"), index=True)
    kind: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    device: Mapped[str] = mapped_column(server_default="")
    address: Mapped[str] = mapped_column(server_default="")
    cdate: Mapped[datetime] = mapped_column(Moment, server_default=sa.text("shop_now()"))
    last_seen_at: Mapped[datetime] = mapped_column(Moment, server_default=sa.text("shop_now()"))
    authenticated_at: Mapped[datetime] = mapped_column(Moment, server_default=sa.text("shop_now()"))
    expires_at: Mapped[datetime] = mapped_column(Moment)

    __table_args__ = (one_of("kind", SESSION_KINDS),)


class OneTimeCode(Identified, Model):
    """A code sent to a mobile number: only its HMAC is kept; five tries, then it is dead."""

    __tablename__ = "one_time_codes"
    scope: ClassVar[Scope] = Scope.INSTALLATION

    purpose: Mapped[str]
    mobile_number: Mapped[str]
    code_hmac: Mapped[str]
    cdate: Mapped[datetime] = mapped_column(Moment, server_default=sa.text("shop_now()"))
    expires_at: Mapped[datetime] = mapped_column(Moment)
    attempts: Mapped[int] = mapped_column(server_default="0")
    used_at: Mapped[datetime | None] = mapped_column(Moment)
    replaced_at: Mapped[datetime | None] = mapped_column(Moment)

    __table_args__ = (
        one_of("purpose", ("LOGIN",)),
        sa.CheckConstraint("attempts BETWEEN 0 AND 5", name="attempts"),
        sa.Index(
            "ux_one_time_codes_live",
            "purpose",
            "mobile_number",
            unique=True,
            postgresql_where=sa.text("used_at IS NULL AND replaced_at IS NULL"),
        ),
        sa.Index("ix_one_time_codes_mobile_number_cdate", "mobile_number", "cdate"),
    )


class Address(Editable, Model):
    """An address that a customer keeps for the next order."""

    __tablename__ = "addresses"
    scope: ClassVar[Scope] = Scope.PERSON

    user_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"), index=True)
    label: Mapped[str] = mapped_column(server_default="")
    data: Mapped[dict[str, str]]

    __table_args__ = (*editable_checks(),)


class RateBucket(Model):
    """How often something was tried in a window of time, counted for all processes together."""

    __tablename__ = "rate_buckets"
    scope: ClassVar[Scope] = Scope.INSTALLATION

    key: Mapped[str] = mapped_column(primary_key=True)
    window_start: Mapped[datetime] = mapped_column(Moment, primary_key=True)
    count: Mapped[int] = mapped_column(server_default="1")
    expires_at: Mapped[datetime] = mapped_column(Moment, index=True)

"""People and what they are in which store."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from flask import redirect, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_admin.helpers import get_form_data

from shop_admin.console import rights
from shop_admin.console.base import Column, ConsoleView, Empty, Group
from shop_admin.console.base.filters import FlagFilter, StoreFilter, WordFilter, parse_id
from shop_admin.console.base.lookups import Lookup
from shop_admin.console.base.permits import Permits, acting, editing, without
from shop_admin.console.forms.people import (
    MemberForm,
    MembershipForm,
    NewPersonForm,
    PasswordForm,
    PersonForm,
)
from shop_admin.console.languages import called
from shop_admin.console.shown import (
    changed_column,
    made_column,
    notes_column,
    period_group,
    status_column,
)
from shop_admin.db import db
from shop_admin.errors import Invalid
from shop_admin.language import N_, _
from shop_admin.models.accounts import MEMBER_ROLES, StoreMember, User
from shop_admin.permissions import Actor, Permission
from shop_admin.queries.visibility import visible
from shop_admin.services import accounts, open_sessions

PERSON_SEARCH = "name || ' ' || coalesce(email, '') || ' ' || coalesce(mobile_number, '')"
EDIT = Permission.PEOPLE_EDIT


class PersonView(ConsoleView):
    """People: everybody for admins, colleagues for managers."""

    plural, noun, icon, group = N_("People"), N_("person"), "people", N_("People")
    new_label = N_("New person")
    permits: ClassVar[Permits] = {
        **editing(Permission.PEOPLE_VIEW, EDIT),
        "restore_view": {"GET": EDIT, "POST": EDIT},
        "password_view": {"GET": EDIT, "POST": EDIT},
        **acting(EDIT, "end_session_view", "end_sessions_view"),
    }
    fresh = frozenset(
        {
            "create_view",
            "edit_view",
            "restore_view",
            "password_view",
            "end_session_view",
            "end_sessions_view",
        }
    )
    form = NewPersonForm
    edit_form_class = PersonForm
    details_template = "admin/person.html"
    columns = (
        Column(name="name", label=N_("Name"), kind="link", sort=User.name),
        Column(name="email", label=N_("Email"), sort=User.email),
        Column(name="mobile_number", label=N_("Mobile"), kind="mono", secondary=True),
        Column(name="is_staff", label=N_("Console"), kind="flag", secondary=True),
        Column(name="is_active", label=N_("May log in"), kind="flag"),
        Column(
            name="last_login_at",
            label=N_("Last login"),
            kind="moment",
            sort=User.last_login_at,
            secondary=True,
        ),
        status_column(User),
        Column(
            name="language",
            label=N_("Language"),
            secondary=True,
            extra=True,
            value=lambda user: called(user.language),
        ),
        Column(name="is_admin", label=N_("Admin"), kind="flag", secondary=True, extra=True),
        Column(
            name="is_accountant", label=N_("Accountant"), kind="flag", secondary=True, extra=True
        ),
        Column(name="is_customer", label=N_("Customer"), kind="flag", secondary=True, extra=True),
        made_column(),
        notes_column(),
    )
    groups = (
        Group(
            title=N_("Person"),
            columns=(
                Column(name="email", label=N_("Email")),
                Column(name="mobile_number", label=N_("Mobile number"), kind="mono"),
                Column(
                    name="language",
                    label=N_("Language"),
                    value=lambda user: called(user.language),
                ),
                Column(name="last_login_at", label=N_("Last login"), kind="moment"),
            ),
        ),
        Group(
            title=N_("Rights"),
            columns=(
                Column(name="is_active", label=N_("May log in"), kind="flag"),
                Column(name="is_staff", label=N_("Works in the console"), kind="flag"),
                Column(name="is_admin", label=N_("Admin of every store"), kind="flag"),
                Column(name="is_accountant", label=N_("Accountant of every store"), kind="flag"),
                Column(name="is_customer", label=N_("Has a customer account"), kind="flag"),
                Column(name="status_flag", label=N_("Status"), kind="pill"),
                Column(name="comments", label=N_("Notes"), kind="long"),
            ),
        ),
    )
    filters = (
        FlagFilter(name="console", label=N_("Console"), column=User.is_staff),
        FlagFilter(name="active", label=N_("May log in"), column=User.is_active),
        FlagFilter(name="admin", label=N_("Admin"), column=User.is_admin),
    )
    search_expression = PERSON_SEARCH
    search_hint = N_("Name, email or mobile number")
    default_sort = "name"
    empty = Empty(
        title=N_("Nobody"), text=N_("Colleagues appear here once they have a membership.")
    )
    removal = N_("They can no longer log in. What they made and signed stays as it is.")

    def create(self, actor: Actor, form: Any) -> Any:
        """Make a person."""
        return accounts.create_person(actor, form.given(), password=form.password.data or None)

    def update(self, actor: Actor, record: Any, form: Any) -> Any:
        """Edit a person."""
        return accounts.update_person(actor, record.id, form.given(), version=form.version.data)

    def details(self, record: Any) -> dict[str, Any]:
        """Add what the person is and may do in the stores that the reader sees, and sessions."""
        statement = sa.select(StoreMember).where(
            *visible(StoreMember, self.actor), StoreMember.user_id == record.id
        )
        members = db.session.scalars(statement.order_by(StoreMember.id)).all()
        may = {"members": members, "rights": rights.rights_of(self.actor, record)}
        if self.actor.may(EDIT):
            may["sessions"] = open_sessions.list_sessions(self.actor, record.id)
        return super().details(record) | may

    @expose("/password/", methods=("GET", "POST"))
    def password_view(self) -> ResponseReturnValue:
        """Give somebody a new password; all their sessions end."""
        given = request.args if request.method == "GET" else request.form
        record = self.named_record(given.get("id", ""))
        form = PasswordForm(get_form_data(), actor=self.actor)
        person_id, password = record.id, form.password.data or ""
        if request.method == "POST" and self.attempt(
            lambda: accounts.set_password(self.actor, person_id, password),
            _("The password was changed. All their sessions have ended."),
        ):
            return redirect(self.get_url(".details_view", id=person_id))
        return self.render("admin/password.html", record=record, form=form)

    @expose("/end-session/", methods=("POST",))
    def end_session_view(self) -> ResponseReturnValue:
        """End one session of a person."""
        record = self.named_record(request.form.get("id", ""))
        person_id, session_id = record.id, parse_id(request.form.get("session_id", ""))
        self.attempt(
            lambda: open_sessions.end_session(self.actor, person_id, session_id),
            _("The session has ended."),
        )
        return redirect(self.get_url(".details_view", id=person_id))

    @expose("/end-sessions/", methods=("POST",))
    def end_sessions_view(self) -> ResponseReturnValue:
        """End all sessions of a person."""
        record = self.named_record(request.form.get("id", ""))
        name, person_id = str(record), record.id
        self.attempt(
            lambda: open_sessions.end_sessions(self.actor, person_id),
            _("%(name)s is logged out everywhere.", name=name),
        )
        return redirect(self.get_url(".details_view", id=person_id))


class MemberView(ConsoleView):
    """Memberships: a role of a person in a store."""

    plural, noun, icon, group = N_("Memberships"), N_("membership"), "badge", N_("People")
    new_label = N_("New membership")
    permits: ClassVar[Permits] = {
        # A role that ended is granted anew, by somebody who may grant it.
        **without(
            editing(Permission.MEMBER_VIEW, Permission.MEMBER_EDIT),
            "action_view",
            "restore_view",
            "purge_view",
        ),
        "ajax_lookup": {"GET": Permission.MEMBER_EDIT},
    }
    fresh = frozenset({"create_view", "edit_view"})
    form = MemberForm
    edit_form_class = MembershipForm
    lookups: ClassVar[Mapping[str, Lookup]] = {
        "person": Lookup(model=User, expression=PERSON_SEARCH, value="email", text="name")
    }
    columns = (
        Column(name="user.name", label=N_("Person"), kind="link"),
        Column(name="user.email", label=N_("Email"), secondary=True),
        Column(name="store_id", label=N_("Store"), kind="store"),
        Column(name="role", label=N_("Role"), kind="pill", sort=StoreMember.role),
        Column(
            name="active_to",
            label=N_("Until"),
            kind="moment",
            sort=StoreMember.active_to,
            secondary=True,
        ),
        status_column(StoreMember),
        changed_column(StoreMember),
    )
    groups = (
        Group(
            title=N_("Membership"),
            columns=(
                Column(name="user.name", label=N_("Person")),
                Column(name="store_id", label=N_("Store"), kind="store"),
                Column(name="role", label=N_("Role"), kind="pill"),
                Column(name="cdate", label=N_("Granted"), kind="moment"),
            ),
        ),
        period_group(),
    )
    filters = (
        StoreFilter(name="store", label=N_("Store"), column=StoreMember.store_id),
        WordFilter(name="role", label=N_("Role"), column=StoreMember.role, words=MEMBER_ROLES),
    )
    empty = Empty(
        title=N_("No memberships"), text=N_("Grant somebody a role in a store to let them work.")
    )
    removal = N_("The role ends with the person's next click. It can be granted again.")

    def title(self, record: Any) -> str:
        """Return who is what."""
        return f"{record.user} as {record.role.lower()}"

    def create(self, actor: Actor, form: Any) -> Any:
        """Grant a role."""
        user_id = self._person(actor, form.email.data)
        return accounts.grant_membership(
            actor, form.store_uuid, user_id, form.role.data, form.membership()
        )

    def update(self, actor: Actor, record: Any, form: Any) -> Any:
        """Give a membership another period, status or note."""
        return accounts.update_membership(
            actor, record.id, form.membership(), version=form.version.data
        )

    def remove(self, actor: Actor, record: Any, version: int | None) -> Any:
        """End a role."""
        return accounts.end_membership(actor, record.id)

    def _person(self, actor: Actor, email: str) -> UUID:
        statement = sa.select(User.id).where(
            *visible(User, actor), User.email == email.strip().lower()
        )
        found = db.session.scalars(statement.limit(2)).all()
        if len(found) != 1:
            raise Invalid(
                _("Nobody here has this email address. Invite them instead."), field="user"
            )
        return found[0]

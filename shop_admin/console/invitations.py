"""Invitations: who was invited as what, by whom, and what became of it."""

from collections.abc import Callable
from typing import Any, ClassVar

import sqlalchemy as sa
from flask import request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from sqlalchemy import ColumnElement

from shop_admin.console.base import Column, ConsoleView, Empty, Group
from shop_admin.console.base.filters import CaseFilter, StoreFilter, WordFilter
from shop_admin.console.base.permits import Permits, acting, editing, without
from shop_admin.console.display import role
from shop_admin.console.forms.people import InvitationForm
from shop_admin.console.shown import changed_column
from shop_admin.console.vocabulary import spelled
from shop_admin.db import transaction
from shop_admin.errors import ShopError
from shop_admin.language import N_, _
from shop_admin.models.accounts import INVITED_ROLES, Invitation
from shop_admin.permissions import Actor, Permission
from shop_admin.services import invitations
from shop_admin.wiring import parts

EDIT = Permission.MEMBER_EDIT
STATES = ("OPEN", "ACCEPTED", "EXPIRED")


def _is(state: str) -> Callable[[], ColumnElement[bool]]:
    return lambda: sa.and_(Invitation.state == state)


class InvitationView(ConsoleView):
    """Offers of a role; the link of each is shown once, to whoever made it."""

    plural, noun, icon, group = N_("Invitations"), N_("invitation"), "invite", N_("People")
    new_label = N_("New invitation")
    permits: ClassVar[Permits] = {
        **without(
            editing(Permission.MEMBER_VIEW, EDIT),
            "edit_view",
            "action_view",
            "suspend_view",
            "purge_view",
        ),
        "restore_view": {"GET": EDIT, "POST": EDIT},
        **acting(EDIT, "resend_view"),
    }
    fresh = frozenset({"create_view", "restore_view", "resend_view"})
    form = InvitationForm
    details_template = "admin/invitation.html"
    columns = (
        Column(name="email", label=N_("Email"), kind="link", sort=Invitation.email),
        Column(name="name", label=N_("Name"), secondary=True),
        Column(name="store_id", label=N_("Store"), kind="store"),
        Column(name="role", label=N_("Role"), kind="pill", sort=Invitation.role),
        Column(name="state", label=N_("State"), kind="pill"),
        Column(
            name="expires_at",
            label=N_("Good until"),
            kind="moment",
            sort=Invitation.expires_at,
            secondary=True,
        ),
        changed_column(Invitation),
    )
    groups = (
        Group(
            title=N_("Invitation"),
            columns=(
                Column(name="email", label=N_("Email")),
                Column(name="name", label=N_("Name")),
                Column(name="store_id", label=N_("Store"), kind="store"),
                Column(name="role", label=N_("Role"), kind="pill"),
                Column(name="invited_by", label=N_("Invited by"), kind="person"),
            ),
        ),
        Group(
            title=N_("What became of it"),
            columns=(
                Column(name="state", label=N_("State"), kind="pill"),
                Column(name="expires_at", label=N_("Good until"), kind="moment"),
                Column(name="accepted_at", label=N_("Accepted"), kind="moment"),
                Column(name="user_id", label=N_("Accepted by"), kind="person"),
            ),
        ),
    )
    filters = (
        StoreFilter(name="store", label=N_("Store"), column=Invitation.store_id),
        CaseFilter(
            name="state",
            label=N_("State"),
            cases={state: (spelled(state), _is(state)) for state in STATES},
        ),
        WordFilter(name="role", label=N_("Role"), column=Invitation.role, words=INVITED_ROLES),
    )
    search_expression = "email || ' ' || name"
    search_hint = N_("Email or name")
    empty = Empty(
        title=N_("Nobody is invited"),
        text=N_("Offer somebody a role by email: they choose their own password."),
    )
    removal = N_("Its link opens nothing any more. Brought back from the bin, it does again.")

    def title(self, record: Any) -> str:
        """Return who is invited as what."""
        return _("%(email)s as %(role)s", email=record.email, role=role(record.role))

    def authors(self, record: Any) -> set[Any]:
        """Add who invited and who accepted to those whose names the page needs."""
        return super().authors(record) | {record.invited_by, record.user_id}

    def create(self, actor: Actor, form: Any) -> Any:
        """Invite somebody."""
        return invitations.invite(actor, form.given(), secret=parts().settings.secret())

    def remove(self, actor: Actor, record: Any, version: int | None) -> Any:
        """Take an offer back."""
        return invitations.revoke(actor, record.id, version=version)

    @expose("/new/", methods=("GET", "POST"))
    def create_view(self) -> ResponseReturnValue:
        """Show the form, or invite and show the link: this page is the only one that has it."""
        form = self.create_form()
        if request.method == "POST" and form.validate():
            sent = self.create_model(form)
            if sent is not None:
                return self._link_page(sent)
        return self._form_page(self.create_template, form)

    @expose("/resend/", methods=("POST",))
    def resend_view(self) -> ResponseReturnValue:
        """Send an invitation anew, with another link; the old one is dead."""
        record_id = self.named_record(request.form.get("id", "")).id
        try:
            with transaction():
                sent = invitations.resend(self.actor, record_id, secret=parts().settings.secret())
        except ShopError as refusal:
            if refusal.status in (403, 404):
                raise
            record = self.named_record(str(record_id))
            page = self.render(
                "admin/invitation.html",
                record=record,
                problem=refusal.message,
                **self.details(record),
            )
            return page, refusal.status
        return self._link_page(sent)

    def _link_page(self, sent: invitations.Sent) -> str:
        settings = parts().settings
        return self.render(
            "admin/invited.html",
            record=self.named_record(str(sent.invitation_id)),
            link=settings.base_url + invitations.path_of(sent.token),
            is_mailed=settings.mail_provider != "off",
        )

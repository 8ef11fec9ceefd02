"""Forms of people and of what they are in a store."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from wtforms.fields import SelectChoice

from shop_admin.console import choices
from shop_admin.console.display import words
from shop_admin.console.forms.base import ConsoleForm, Sections
from shop_admin.console.forms.fields import (
    ChoiceField,
    FlagField,
    MomentField,
    SecretField,
    TextField,
)
from shop_admin.console.languages import LANGUAGES
from shop_admin.language import N_, _
from shop_admin.models.accounts import MEMBER_ROLES
from shop_admin.models.mixins import STATUS_FLAGS
from shop_admin.permissions import Permission
from shop_admin.services.accounts import (
    MANAGER_GRANTS,
    MembershipInput,
    PersonInput,
    ProfileInput,
)
from shop_admin.services.invitations import InvitationInput

EVERYWHERE = "all"
SPEAKABLE = [SelectChoice(code, name) for code, name in LANGUAGES.items()]
LONG_ENOUGH = N_("12 characters at least: three or four words that do not belong together.")


class PersonForm(ConsoleForm):
    """A person, as an admin sees them."""

    sections: ClassVar[Sections] = (
        (N_("Person"), ("name", "email", "mobile_number", "language")),
        (N_("Rights"), ("is_active", "is_staff", "is_admin", "is_accountant")),
        (N_("Status"), ("status_flag", "comments")),
    )

    name = TextField(N_("Name"), required=True, most=200)
    email = TextField(N_("Email"), most=254)
    mobile_number = TextField(
        N_("Mobile number"), most=20, description=N_("With its country code: +49 …")
    )
    language = ChoiceField(N_("Language"), choices=SPEAKABLE, default="en")
    is_active = FlagField(N_("May log in"), default=True)
    is_staff = FlagField(
        N_("Works in the console"),
        default=True,
        description=N_("In the stores of their memberships."),
    )
    is_admin = FlagField(N_("Admin of every store"))
    is_accountant = FlagField(N_("Accountant of every store"))
    status_flag = ChoiceField(N_("Status"), words=STATUS_FLAGS, default="ACTIVE")
    comments = TextField(N_("Notes for colleagues"), lines=3, most=5000)

    def given(self) -> PersonInput:
        """Return what was typed, for the service."""
        return PersonInput(**{name: self[name].data for name in PersonInput.__dataclass_fields__})


class NewPersonForm(PersonForm):
    """A new person, with a first password if they are to log in at once."""

    sections: ClassVar[Sections] = (
        (N_("Person"), ("name", "email", "mobile_number", "language", "password")),
        *PersonForm.sections[1:],
    )

    password = SecretField(
        N_("First password"),
        description=N_("May stay empty. To let people choose their own, invite them instead."),
    )


class PasswordForm(ConsoleForm):
    """A new password for somebody."""

    sections: ClassVar[Sections] = (("", ("password",)),)
    password = SecretField(N_("New password"), description=LONG_ENOUGH)


class ProfileForm(ConsoleForm):
    """What people say of themselves."""

    sections: ClassVar[Sections] = (("", ("name", "language")),)
    name = TextField(N_("Name"), required=True, most=200)
    language = ChoiceField(N_("Language"), choices=SPEAKABLE)

    def given(self) -> ProfileInput:
        """Return what was typed, for the service."""
        return ProfileInput(name=self.name.data, language=self.language.data)


class OwnPasswordForm(ConsoleForm):
    """A new password of one's own: the present one says that it is really they."""

    sections: ClassVar[Sections] = (("", ("present", "password")),)
    present = SecretField(N_("Present password"), required=True)
    password = SecretField(N_("New password"), required=True, description=LONG_ENOUGH)


class MembershipForm(ConsoleForm):
    """A membership's period, status and notes: who, where and as what stay as they are."""

    sections: ClassVar[Sections] = (
        (N_("Period"), ("active_from", "active_to")),
        (N_("Status"), ("status_flag", "comments")),
    )

    active_from = MomentField(N_("Counts from"), description=N_("Empty: from now on."))
    active_to = MomentField(N_("Counts until"), description=N_("Empty: without an end."))
    status_flag = ChoiceField(N_("Status"), words=STATUS_FLAGS, default="ACTIVE")
    comments = TextField(N_("Notes for colleagues"), lines=3, most=5000)

    def membership(self) -> MembershipInput:
        """Return what was typed, for the service."""
        names = MembershipInput.__dataclass_fields__
        return MembershipInput(**{name: self[name].data for name in names if name in self})


class InvitationForm(ConsoleForm):
    """An email address and the role that is offered to it."""

    sections: ClassVar[Sections] = ((N_("Invitation"), ("email", "name", "store_id", "role")),)

    email = TextField(N_("Email"), required=True, most=254)
    name = TextField(
        N_("Name"), most=200, description=N_("How the letter greets them; may stay empty.")
    )
    store_id = ChoiceField(N_("Store"))
    role = ChoiceField(N_("Role"), description=N_("What each may do stands under “Roles”."))

    def prepare(self, formdata: Any) -> None:
        """Offer the stores and roles that this person may invite to."""
        stores = choices.stores_with(self.actor, Permission.MEMBER_EDIT)
        every = self.actor.may(Permission.PEOPLE_EDIT)
        everywhere = [(EVERYWHERE, _("All stores"))] if every else []
        self.store_id.offer([(str(store.id), store.name) for store in stores] + everywhere)
        # The least comes first: what nobody chose on purpose must not be much.
        roles = ["STAFF", "ACCOUNTANT", *(("MANAGER", "ADMIN") if every else ())]
        self.role.offer([(role, words(role)) for role in roles])

    def given(self) -> InvitationInput:
        """Return what was typed, for the service."""
        where = self.store_id.data
        return InvitationInput(
            email=self.email.data,
            name=self.name.data or "",
            role=self.role.data,
            store_id=None if where == EVERYWHERE else UUID(where),
        )


class MemberForm(MembershipForm):
    """A role of a person in a store."""

    sections: ClassVar[Sections] = (
        (N_("Membership"), ("store_id", "email", "role")),
        (N_("Period"), ("active_from", "active_to")),
    )
    field_names: ClassVar[Mapping[str, str]] = {"user": "email"}

    store_id = ChoiceField(N_("Store"))
    email = TextField(
        N_("Email of the person"),
        required=True,
        most=254,
        description=N_("Somebody who is known here already; type two letters for suggestions."),
        render_kw={"data-lookup": "person", "autocomplete": "off"},
    )
    role = ChoiceField(N_("Role"), words=MEMBER_ROLES)

    def prepare(self, formdata: Any) -> None:
        """Offer the stores and roles that this person may grant; a new role is simply active."""
        del self.status_flag, self.comments
        stores = choices.stores_with(self.actor, Permission.MEMBER_EDIT)
        self.store_id.offer([(str(store.id), store.name) for store in stores])
        every = self.actor.may(Permission.PEOPLE_EDIT)
        roles = [role for role in MEMBER_ROLES if every or role in MANAGER_GRANTS]
        self.role.offer([(role, words(role)) for role in roles])

    @property
    def store_uuid(self) -> UUID:
        """Return the chosen store's id."""
        return UUID(self.store_id.data)

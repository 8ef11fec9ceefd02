"""Forms of people and of what they are in a store."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from shop_admin.console import choices
from shop_admin.console.forms.base import ConsoleForm, Sections
from shop_admin.console.forms.fields import (
    ChoiceField,
    FlagField,
    MomentField,
    SecretField,
    TextField,
)
from shop_admin.console.languages import LANGUAGES
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
LONG_ENOUGH = "12 characters at least: three or four words that do not belong together."


class PersonForm(ConsoleForm):
    """A person, as an admin sees them."""

    sections: ClassVar[Sections] = (
        ("Person", ("name", "email", "mobile_number", "language")),
        ("Rights", ("is_active", "is_staff", "is_admin", "is_accountant")),
        ("Status", ("status_flag", "comments")),
    )

    name = TextField("Name", required=True, most=200)
    email = TextField("Email", most=254)
    mobile_number = TextField("Mobile number", most=20, description="With its country code: +49 …")
    language = ChoiceField("Language", choices=SPEAKABLE, default="en")
    is_active = FlagField("May log in", default=True)
    is_staff = FlagField(
        "Works in the console", default=True, description="In the stores of their memberships."
    )
    is_admin = FlagField("Admin of every store")
    is_accountant = FlagField("Accountant of every store")
    status_flag = ChoiceField("Status", words=STATUS_FLAGS, default="ACTIVE")
    comments = TextField("Notes for colleagues", lines=3, most=5000)

    def given(self) -> PersonInput:
        """Return what was typed, for the service."""
        return PersonInput(**{name: self[name].data for name in PersonInput.__dataclass_fields__})


class NewPersonForm(PersonForm):
    """A new person, with a first password if they are to log in at once."""

    sections: ClassVar[Sections] = (
        ("Person", ("name", "email", "mobile_number", "language", "password")),
        *PersonForm.sections[1:],
    )

    password = SecretField(
        "First password",
        description="May stay empty. To let people choose their own, invite them instead.",
    )


class PasswordForm(ConsoleForm):
    """A new password for somebody."""

    sections: ClassVar[Sections] = (("", ("password",)),)
    password = SecretField("New password", description=LONG_ENOUGH)


class ProfileForm(ConsoleForm):
    """What people say of themselves."""

    sections: ClassVar[Sections] = (("", ("name", "language")),)
    name = TextField("Name", required=True, most=200)
    language = ChoiceField("Language", choices=SPEAKABLE)

    def given(self) -> ProfileInput:
        """Return what was typed, for the service."""
        return ProfileInput(name=self.name.data, language=self.language.data)


class OwnPasswordForm(ConsoleForm):
    """A new password of one's own: the present one says that it is really they."""

    sections: ClassVar[Sections] = (("", ("present", "password")),)
    present = SecretField("Present password", validators=[InputRequired("Fill this in.")])
    password = SecretField(
        "New password", description=LONG_ENOUGH, validators=[InputRequired("Fill this in.")]
    )


class MembershipForm(ConsoleForm):
    """A membership's period, status and notes: who, where and as what stay as they are."""

    sections: ClassVar[Sections] = (
        ("Period", ("active_from", "active_to")),
        ("Status", ("status_flag", "comments")),
    )

    active_from = MomentField("Counts from", description="Empty: from now on.")
    active_to = MomentField("Counts until", description="Empty: without an end.")
    status_flag = ChoiceField("Status", words=STATUS_FLAGS, default="ACTIVE")
    comments = TextField("Notes for colleagues", lines=3, most=5000)

    def membership(self) -> MembershipInput:
        """Return what was typed, for the service."""
        names = MembershipInput.__dataclass_fields__
        return MembershipInput(**{name: self[name].data for name in names if name in self})


class InvitationForm(ConsoleForm):
    """An email address and the role that is offered to it."""

    sections: ClassVar[Sections] = (("Invitation", ("email", "name", "store_id", "role")),)

    email = TextField("Email", required=True, most=254)
    name = TextField("Name", most=200, description="How the letter greets them; may stay empty.")
    store_id = ChoiceField("Store")
    role = ChoiceField("Role", description="What each may do stands under “Roles”.")

    def prepare(self, formdata: Any) -> None:
        """Offer the stores and roles that this person may invite to."""
        stores = choices.stores_with(self.actor, Permission.MEMBER_EDIT)
        every = self.actor.may(Permission.PEOPLE_EDIT)
        everywhere = [(EVERYWHERE, "All stores")] if every else []
        self.store_id.offer([(str(store.id), store.name) for store in stores] + everywhere)
        # The least comes first: what nobody chose on purpose must not be much.
        roles = ["STAFF", "ACCOUNTANT", *(("MANAGER", "ADMIN") if every else ())]
        self.role.offer([(role, role.capitalize()) for role in roles])

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
        ("Membership", ("store_id", "email", "role")),
        ("Period", ("active_from", "active_to")),
    )
    field_names: ClassVar[Mapping[str, str]] = {"user": "email"}

    store_id = ChoiceField("Store")
    email = TextField(
        "Email of the person",
        required=True,
        most=254,
        description="Somebody who is known here already; type two letters for suggestions.",
        render_kw={"data-lookup": "person", "autocomplete": "off"},
    )
    role = ChoiceField("Role", words=MEMBER_ROLES)

    def prepare(self, formdata: Any) -> None:
        """Offer the stores and roles that this person may grant; a new role is simply active."""
        del self.status_flag, self.comments
        stores = choices.stores_with(self.actor, Permission.MEMBER_EDIT)
        self.store_id.offer([(str(store.id), store.name) for store in stores])
        every = self.actor.may(Permission.PEOPLE_EDIT)
        roles = [role for role in MEMBER_ROLES if every or role in MANAGER_GRANTS]
        self.role.offer([(role, role.capitalize()) for role in roles])

    @property
    def store_uuid(self) -> UUID:
        """Return the chosen store's id."""
        return UUID(self.store_id.data)

"""Forms of people and of what they are in a store."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from shop_admin.console import choices
from shop_admin.console.forms.base import ConsoleForm, Sections
from shop_admin.console.forms.fields import ChoiceField, FlagField, SecretField, TextField
from shop_admin.models.accounts import MEMBER_ROLES
from shop_admin.models.mixins import STATUS_FLAGS
from shop_admin.permissions import Permission
from shop_admin.services.accounts import MANAGER_GRANTS, PersonInput


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
    language = TextField("Language", most=5, default="en")
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

    password = SecretField("First password", description="12 characters at least; may stay empty.")


class PasswordForm(ConsoleForm):
    """A new password for somebody."""

    sections: ClassVar[Sections] = (("", ("password",)),)
    password = SecretField("New password", description="12 characters at least.")


class MemberForm(ConsoleForm):
    """A role of a person in a store."""

    sections: ClassVar[Sections] = (("Membership", ("store_id", "email", "role")),)
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
        """Offer the stores and roles that this person may grant."""
        stores = choices.stores_with(self.actor, Permission.MEMBER_EDIT)
        self.store_id.offer([(str(store.id), store.name) for store in stores])
        every = self.actor.may(Permission.PEOPLE_EDIT)
        roles = [role for role in MEMBER_ROLES if every or role in MANAGER_GRANTS]
        self.role.offer([(role, role.capitalize()) for role in roles])

    @property
    def store_uuid(self) -> UUID:
        """Return the chosen store's id."""
        return UUID(self.store_id.data)

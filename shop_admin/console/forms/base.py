"""ConsoleForm: explicit fields, per person; refusals of the services land on their fields."""

import secrets
from collections.abc import Mapping
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from flask_admin.form import BaseForm
from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.validators import Regexp

from shop_admin.console import choices
from shop_admin.console.forms.conflicts import (
    UNSHOWN,
    Meanwhile,
    differences,
    read_snapshot,
    snapshot,
    take,
)
from shop_admin.console.forms.fields import MomentField, MoneyField, VersionField
from shop_admin.console.forms.speaking import SpokenForm
from shop_admin.errors import ShopError
from shop_admin.models.stores import Store
from shop_admin.permissions import Actor

Sections = tuple[tuple[str, tuple[str, ...]], ...]


class ConsoleForm(SpokenForm, BaseForm, FlaskForm):
    """A form of the console. CSRF is checked for every request before it gets here.

    Labels, descriptions and titles of sections are N_: whoever shows them says them. Choices are
    said already when the form is there (see forms/fields): whoever shows them prints them.
    """

    sections: ClassVar[Sections] = ()
    field_names: ClassVar[Mapping[str, str]] = {}
    """Names that services use, where the form's own field is called otherwise."""

    version = VersionField(least=1, most=999_999_999, default=1, required=True)
    form_token = HiddenField(
        default=lambda: secrets.token_hex(16), validators=[Regexp("^[0-9a-f]{32}$")]
    )

    seen = HiddenField()
    """What the fields said when the form was opened: a conflict tells who changed what by it."""

    def __init__(
        self, formdata: Any = None, obj: Any = None, *, actor: Actor, **options: Any
    ) -> None:
        self.actor = actor
        self.record = obj
        self.refusals: list[str] = []
        self.conflict: Meanwhile | None = None
        super().__init__(formdata, obj=obj, **options)
        if obj is not None and formdata:
            self._decide(formdata)
        elif obj is not None:
            self.seen.data = snapshot(self)

    def process(self, formdata: Any = None, obj: Any = None, **options: Any) -> None:
        """Offer choices, set the store's zone and currency, then take what was sent."""
        self.prepare(formdata)
        store = self.store(formdata)
        for field in self:
            if isinstance(field, MomentField) and store is not None:
                field.zone = ZoneInfo(store.time_zone)
            if isinstance(field, MoneyField) and store is not None:
                field.currency = store.currency
        super().process(formdata, obj, **options)

    def prepare(self, formdata: Any) -> None:
        """Offer choices, drop fields that this person has no say in."""

    def store(self, formdata: Any) -> Store | None:
        """Return the store that the form is about: the record's, the chosen, or the only one."""
        stores = choices.stores(self.actor)
        if self.record is not None:
            wanted = str(getattr(self.record, "store_id", None) or self.record.id)
        else:
            wanted = formdata.get("store_id", "") if formdata else ""
        found = [store for store in stores if str(store.id) == wanted]
        only = found or (stores if len(stores) == 1 else [])
        return only[0] if only else None

    @property
    def is_refused(self) -> bool:
        """Tell whether something has to be put right."""
        return bool(self.refusals or self.conflict or any(field.errors for field in self))

    def refuse(self, refusal: ShopError) -> None:
        """Put a service's refusal onto the fields that it is about; the rest above the form."""
        problems = [(one.field, one.detail) for one in getattr(refusal, "problems", ())]
        for name, detail in problems or [(refusal.field, refusal.message)]:
            own = self.field_names.get(name or "", name)
            field = next((f for f in self if own in (f.name, f.name.removesuffix("_id"))), None)
            if field is None:
                self.refusals.append(detail)
            else:
                field.errors = [*field.errors, detail]

    def show_conflict(self, conflict: ShopError, record: Any, by: str) -> None:
        """Say what somebody else wrote meanwhile; sending the form again is then a decision."""
        theirs = type(self)(None, obj=record, actor=self.actor)
        seen = read_snapshot(self.seen.data)
        self.conflict = Meanwhile(
            by=by, at=record.mdate, differences=differences(self, theirs, seen)
        )
        self.refusals.append(conflict.message)
        self.version.take(record.version)
        self.seen.data = theirs.seen.data

    def _decide(self, formdata: Any) -> None:
        """Take what the other person saved where this one chose so on the page of the conflict."""
        chosen = [one for one in self if formdata.get(f"take-{one.name}") == "theirs"]
        if not chosen:
            return
        theirs = type(self)(None, obj=self.record, actor=self.actor)
        for one in chosen:
            if one.name in theirs and one.name not in UNSHOWN:
                take(one, theirs[one.name])

    def shown_sections(self) -> list[tuple[str, list[Any]]]:
        """Return the fields that are there, under their titles; those in conflict stand apart."""
        apart = self.conflict.names if self.conflict else frozenset()
        named = [
            (title, [self[n] for n in names if n in self and n not in apart])
            for title, names in self.sections
        ]
        return [(title, fields) for title, fields in named if fields]

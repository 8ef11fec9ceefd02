"""One record: found through the gate, shown with the columns that were declared."""

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from flask import request
from flask_admin import expose

from shop_admin.console.base.columns import Group
from shop_admin.console.base.filters import parse_id
from shop_admin.console.base.listing import Listing
from shop_admin.db import db
from shop_admin.errors import NotFound
from shop_admin.models.accounts import User
from shop_admin.queries.visibility import visible
from shop_admin.services.records import CHANGES, may_change, may_restore, store_of


class Records(Listing):
    """A record's page, in place of Flask-Admin's."""

    groups: ClassVar[tuple[Group, ...]] = ()
    record_loading: ClassVar[tuple[Any, ...]] = ()
    """What a record's page shows of others, besides `loading`, which its list shows too."""
    can_view_details = True
    details_template = "admin/details.html"

    def list_context(self, rows: Sequence[Any]) -> dict[str, Any]:
        """Add the names of the people that the list shows."""
        shows_people = any(column.kind == "person" for column in self.columns)
        return {"people": self.people(rows) if shows_people else {}}

    @expose("/details/")
    def details_view(self) -> str:
        """Show the record that the address names, from the bin too."""
        return self.record_page(self.get_one(request.args.get("id", "")))

    def record_page(self, record: Any) -> str:
        """Return the page of a record, read within this request. Raises NotFound for None."""
        if record is None:
            raise NotFound
        return self.render(self.details_template, record=record, **self.details(record))

    def details(self, record: Any) -> dict[str, Any]:
        """Return what the record's page needs besides the record."""
        return {"people": self.people([record])}

    def title(self, record: Any) -> str:
        """Return what a record is called on its page and in messages."""
        return str(record)

    def get_one(self, id: str) -> Any:  # noqa: A002 - Flask-Admin's name
        """Return the record if the person may see it here, live or in the bin, or None."""
        record_id = parse_id(id)
        for removed in (False, True):
            statement = self.get_query(removed=removed).where(self.model.id == record_id)
            statement = statement.options(*self.loading, *self.record_loading)
            record = db.session.scalars(statement).unique().one_or_none()
            if record is not None:
                return record
        return None

    def asked_record(self) -> Any:
        """Return the live record that the address names. Raises NotFound, for out of scope too."""
        return self.named_record(request.args.get("id", ""))

    def named_record(self, raw: str, *, removed: bool = False) -> Any:
        """Return the record of this id, live or (removed=True) in the bin. Raises NotFound."""
        record = self.get_one(raw)
        if record is None or getattr(record, "is_deleted", False) is not removed:
            raise NotFound
        return record

    def people(self, records: Sequence[Any]) -> dict[UUID, str]:
        """Return the names of who made and changed these records, where they are known."""
        ids = {person for one in records for person in self.authors(one)}
        statement = sa.select(User).where(User.id.in_(ids - {None}), *visible(User, self.actor))
        return {user.id: str(user) for user in db.session.scalars(statement)}

    def authors(self, record: Any) -> set[UUID | None]:
        """Return who made and who changed a record."""
        return {getattr(record, name, None) for name in ("cuser_id", "muser_id")}

    def may(self, endpoint: str, record: Any = None) -> bool:
        """Tell whether this person may use an endpoint, on this record: what the buttons ask."""
        method = "POST" if endpoint != "details_view" else "GET"
        permission = self.permission_for(endpoint, method)
        if permission is None:
            return False
        if record is None:
            return self.actor.may_somewhere(permission)
        if type(record) not in CHANGES or endpoint == "details_view":
            return self.actor.may(permission, store_of(record))
        if record.is_deleted:
            may_purge = endpoint == "purge_view" and self.actor.may(permission)
            return may_purge or (endpoint == "restore_view" and may_restore(self.actor, record))
        if endpoint in ("edit_view", "delete_view", "action_view"):
            return may_change(self.actor, record)
        return endpoint not in ("restore_view", "purge_view") and self.actor.may(
            permission, store_of(record)
        )

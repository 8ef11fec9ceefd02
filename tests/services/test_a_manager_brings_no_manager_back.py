import pytest
from factories import make_person, make_store
from flask import Flask
from sqlalchemy import select

from shop_admin.db import acting_as, db, transaction
from shop_admin.errors import Forbidden
from shop_admin.models.accounts import StoreMember
from shop_admin.permissions import command
from shop_admin.services import accounts, records


def test_a_removed_manager_is_restored_by_admins_only(app: Flask) -> None:
    store = make_store()
    manager = make_person(store, "MANAGER").actor
    former = make_person(store, "MANAGER")
    admin = command()
    with acting_as(admin.db_context()):
        held = select(StoreMember.id).where(StoreMember.user_id == former.user_id)
        member_id = db.session.scalars(held).one()
    with transaction(admin.db_context()):
        accounts.end_membership(admin, member_id)

    with pytest.raises(Forbidden), transaction(manager.db_context()):
        records.restore(manager, StoreMember, member_id)

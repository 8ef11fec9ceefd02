from uuid import UUID

import pytest
import sqlalchemy as sa
from factories import make_person, make_store
from flask import Flask
from inviting import SECRET, come, invite

from shop_admin.db import acting_as
from shop_admin.documents.mails import Letter
from shop_admin.errors import Conflict
from shop_admin.models.mails import Mail
from shop_admin.permissions import IDENTITY, Actor, job
from shop_admin.services import invitations


def _write(actor: Actor, invitation_id: UUID) -> Letter:
    with acting_as(actor.db_context()) as session:
        mail = session.scalars(sa.select(Mail).where(Mail.record_id == invitation_id)).one()
        return invitations.letter(actor, mail, secret=SECRET, address="https://shop.example")


def test_a_stores_job_writes_it_out_of_the_id_alone(app: Flask) -> None:
    store = make_store("Lantern House")
    sent = invite(make_person(store, "MANAGER").actor, store)

    letter = _write(job(store), sent.invitation_id)

    link = f"https://shop.example/admin/invitation/{sent.token}/"
    assert link in letter.text
    assert link in letter.html
    assert "Lantern House as a member of the staff" in letter.text


def test_the_installations_own_is_written_without_a_store(app: Flask) -> None:
    sent = invite(make_person(admin=True).actor, None, "ADMIN")
    letter = _write(IDENTITY, sent.invitation_id)
    assert sent.token in letter.text
    assert "all stores as admin" in letter.text


def test_none_goes_out_once_it_was_accepted(app: Flask) -> None:
    store = make_store()
    sent = invite(make_person(store, "MANAGER").actor, store)
    come(sent.token)
    with pytest.raises(Conflict, match="no longer open"):
        _write(job(store), sent.invitation_id)

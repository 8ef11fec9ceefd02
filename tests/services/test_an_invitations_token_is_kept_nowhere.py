import hashlib

import sqlalchemy as sa
from factories import make_person, make_store
from flask import Flask
from inviting import SECRET, invite, stored

from shop_admin.db import acting_as, db
from shop_admin.models.accounts import Invitation
from shop_admin.models.audit import AuditEntry
from shop_admin.permissions import IDENTITY, command
from shop_admin.services.invitations import link_token


def test_only_its_hash_is_stored(app: Flask) -> None:
    store = make_store()
    sent = invite(make_person(store, "MANAGER").actor, store)
    row = stored(sent.invitation_id)

    assert len(sent.token) == 43
    assert row["token_hash"] == hashlib.sha256(sent.token.encode()).hexdigest()
    assert sent.token not in str(row)


def test_neither_token_nor_nonce_is_in_the_trail_or_the_jobs(app: Flask) -> None:
    store = make_store()
    sent = invite(make_person(store, "MANAGER").actor, store)
    row = stored(sent.invitation_id)
    with acting_as(command().db_context()):
        made = sa.select(AuditEntry).where(AuditEntry.record_id == sent.invitation_id)
        (entry,) = db.session.scalars(made).all()
        new = dict(entry.new)
        jobs = db.session.scalars(sa.text("SELECT args::text FROM procrastinate_jobs")).all()

    assert (new["token_hash"], new["nonce"]) == ("•••", "•••")
    assert bytes(row["nonce"]).hex() not in str(new)
    assert sent.token not in "".join(jobs)


def test_it_is_made_again_with_the_secret_only(app: Flask) -> None:
    store = make_store()
    sent = invite(make_person(store, "MANAGER").actor, store)
    with acting_as(IDENTITY.db_context()):
        invitation = db.session.scalars(
            sa.select(Invitation)
            .where(Invitation.id == sent.invitation_id)
            .options(sa.orm.undefer(Invitation.nonce))
        ).one()
        assert link_token(SECRET, invitation) == sent.token
        assert link_token("another", invitation) != sent.token


def test_a_store_role_reads_no_token_hash(app: Flask) -> None:
    store = make_store()
    manager = make_person(store, "MANAGER").actor
    invite(manager, store)
    with acting_as(manager.db_context()):
        allowed = sa.text("SELECT has_column_privilege('invitations', 'token_hash', 'SELECT')")
        assert db.session.scalar(allowed) is False

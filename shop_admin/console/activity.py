"""What people did lately, in sentences, each leading to its entry of the audit trail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from flask import url_for

from shop_admin.console.audit import noun_of
from shop_admin.db import db
from shop_admin.language import N_, _
from shop_admin.models.accounts import User
from shop_admin.models.audit import AuditEntry
from shop_admin.models.catalog import Product
from shop_admin.models.mixins import STATES, said
from shop_admin.models.orders import Order
from shop_admin.permissions import Actor
from shop_admin.queries import acts
from shop_admin.queries.visibility import visible

SENTENCES = {
    "create": N_("%(who)s made %(what)s."),
    "update": N_("%(who)s changed %(what)s."),
    "remove": N_("%(who)s moved %(what)s to the bin."),
    "restore": N_("%(who)s brought %(what)s back."),
    "cancel": N_("%(who)s cancelled %(what)s."),
    "log_in": N_("%(who)s logged in."),
    "log_in_failed": N_("A login as %(who)s failed."),
    "denied": N_("%(who)s tried what they may not do."),
    "note": N_("%(who)s wrote a note on %(what)s."),
}
LABELLED = {"orders": N_("order %(name)s"), "products": N_("product %(name)s")}
MOVED = N_("%(who)s set %(what)s to %(state)s.")
OTHERWISE = N_("%(who)s did something with %(what)s.")
NOBODY = N_("The shop itself")
STRANGER = N_("Somebody else")


@dataclass(frozen=True, kw_only=True)
class Act:
    """Something that somebody did."""

    sentence: str
    at: datetime
    store_id: UUID | None
    url: str


def list_acts(actor: Actor, stores: Sequence[UUID], limit: int) -> Sequence[Act]:
    """Return the latest acts in these stores that the actor may read of, the newest first."""
    entries = acts.list_latest(actor, stores, limit)
    names, labels = _names(actor, entries), _labels(actor, entries)
    return [
        Act(
            sentence=sentence_of(entry, names, labels),
            at=entry.cdate,
            store_id=entry.store_id,
            url=url_for("audit.details_view", id=entry.id),
        )
        for entry in entries
    ]


def sentence_of(entry: AuditEntry, names: dict[UUID, str], labels: dict[UUID, str]) -> str:
    """Return what an entry says, as people would."""
    what = noun_of(entry)
    if entry.record_id in labels:
        what = _(LABELLED[entry.table_name], name=labels[entry.record_id])
    who = (names.get(entry.cuser_id) or _(STRANGER)) if entry.cuser_id else _(NOBODY)
    state = str(entry.new.get("status", ""))
    if entry.action == "move" and state in STATES:
        return _(MOVED, who=who, what=what, state=said(state))
    return _(SENTENCES.get(entry.action, OTHERWISE), who=who, what=what)


def _labels(actor: Actor, entries: Sequence[AuditEntry]) -> dict[UUID, str]:
    """Return what the orders and products of the entries are called today, in the bin or not."""
    found: dict[UUID, str] = {}
    for model, label in ((Order, Order.number), (Product, Product.name)):
        wanted = {one.record_id for one in entries if one.table_name == model.__tablename__}
        if wanted:
            seen = (sa.and_(*visible(model, actor, removed=removed)) for removed in (False, True))
            statement = sa.select(model.id, label).where(model.id.in_(wanted), sa.or_(*seen))
            found |= {record_id: name for record_id, name in db.session.execute(statement) if name}
    return found


def _names(actor: Actor, entries: Sequence[AuditEntry]) -> dict[UUID, str]:
    wanted = {entry.cuser_id for entry in entries if entry.cuser_id}
    if not wanted:
        return {}
    rows = db.session.execute(
        sa.select(User.id, User.name).where(*visible(User, actor), User.id.in_(wanted))
    )
    return {row.id: row.name for row in rows}

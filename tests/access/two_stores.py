"""What the access walk meets: two stores with one of everything, live and in the bin."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

import factories
import sqlalchemy as sa
from making import (
    Ids,
    Words,
    add_picture,
    do,
    first,
    invite,
    make_bulk_jobs,
    make_colleague,
    make_customer,
    make_exports,
    make_shelf,
    make_store,
    open_session,
    sell,
    write,
)

from shop_admin.db import acting_as, db, transaction
from shop_admin.models.accounts import Invitation, StoreMember, User
from shop_admin.models.audit import AuditEntry
from shop_admin.models.catalog import Category, Product, ProductImage, Subcategory
from shop_admin.models.inbox import ProviderEvent
from shop_admin.models.mails import Mail
from shop_admin.models.mixins import new_id
from shop_admin.models.orders import Order, Shipment
from shop_admin.models.saved_views import SavedView
from shop_admin.models.stores import Store, TaxRate
from shop_admin.permissions import command
from shop_admin.queue import enqueue
from shop_admin.services import accounts, records
from shop_admin.services import stores as store_service

# Lists are searched by the first half: a page that repeats what was typed shows no whole word.
TYPED = "zqxcanary"
SHOWN = f"{TYPED}shown"
SECRET = f"{TYPED}secret"
BINNED = f"{TYPED}binned"
# What staff removed themselves, they read in the bin.
MINE = "zqxmine"


QUIET = Words()
CANARY = Words(shown=SHOWN, secret=SECRET)


@dataclass(frozen=True, kw_only=True)
class Side:
    """One store: the ids of its records by noun, and its people."""

    store_id: UUID
    ids: Ids
    colleague: factories.Person


@dataclass(frozen=True, kw_only=True)
class TwoStores:
    """The store that the roles work in, the other one, and what belongs to no store."""

    own: Side
    other: Side
    shared: Ids
    people: Mapping[str, factories.Person]
    customers: Mapping[str, UUID]
    versions: Mapping[str, int] = field(default_factory=dict)


def arrange() -> TwoStores:
    """Make both stores and everybody who walks. Call it in an application context."""
    own = _side("Berlin", QUIET, Words(binned=BINNED))
    other = _side("Paris", CANARY, Words(binned=SECRET))
    people = _people(own, other)
    _make_exports(own, other, people["accountant"])
    _make_bulk_jobs(own, people["staff"])
    _make_bulk_jobs(other, people["other"])
    shared = _shared()
    customers = {
        role: make_customer(number, side.ids["order"], side.ids["paid order"])
        for role, number, side in (
            ("customer", "+4915123450001", own),
            ("stranger", "+4915123450002", other),
        )
    }
    _remove_as(people["staff"], own, "product that staff removed", Product)
    _remove_as(people["staff"], own, "category that staff removed", Category)
    _remove_as(people["staff"], own, "subcategory that staff removed", Subcategory)
    return TwoStores(
        own=own,
        other=other,
        shared=shared,
        people=people,
        customers=customers,
        versions=_versions((own, other)),
    )


def _make_exports(own: Side, other: Side, walker: factories.Person) -> None:
    """Let the walker export; so do a colleague, another store's accountant, and one of all."""
    own.ids.update(make_exports(walker, own.store_id, QUIET.secret))
    make_exports(factories.make_person(own.store_id, "ACCOUNTANT"), own.store_id, SECRET)
    stranger = factories.make_person(other.store_id, "ACCOUNTANT")
    other.ids.update(make_exports(stranger, other.store_id, SECRET))
    make_exports(factories.make_person(books=True), None, SECRET)


def _make_bulk_jobs(side: Side, walker: factories.Person) -> None:
    """Let the walker change products in bulk, and a colleague, whose jobs nobody else finds."""
    colleague = factories.make_person(side.store_id, "STAFF")
    make_bulk_jobs(colleague, factories.make_product(side.store_id), SECRET)
    product = factories.make_product(side.store_id, low_stock_at=9)
    side.ids.update(make_bulk_jobs(walker, product, QUIET.secret))


def _people(own: Side, other: Side) -> dict[str, factories.Person]:
    make = factories.make_person
    return {
        "manager": make(own.store_id, "MANAGER"),
        "staff": make(own.store_id, "STAFF"),
        "accountant": make(own.store_id, "ACCOUNTANT"),
        "other": make(other.store_id, "STAFF"),
        "books": make(books=True),
        "admin": make(admin=True),
        "disabled": make(own.store_id, "MANAGER"),
        "ended": make(own.store_id, "MANAGER"),
    }


def _shared() -> Ids:
    category = factories.make_category(None, "Shared")
    subcategory = factories.make_subcategory(category, "Shared part")
    gone = factories.make_category(None, f"Shared {BINNED}")
    part = factories.make_subcategory(category, f"Shared part {BINNED}")
    _remove(Subcategory, part)
    _remove(Category, gone)
    return {
        "shared category": category,
        "shared subcategory": subcategory,
        "removed shared category": gone,
        "removed shared subcategory": part,
        "shared failed job": _job("failed"),
        "shared waiting job": _job("todo"),
        "shared provider event": _provider_event(),
    }


def _job(status: str) -> int:
    """Put a job of no store into the queue, in a state."""
    with transaction(command().db_context()) as session:
        enqueue("upkeep.prune", lock=f"walk {status}")
        statement = sa.text(
            "UPDATE procrastinate_jobs SET status = cast(:status AS procrastinate_job_status)"
            " WHERE lock = :lock RETURNING id"
        )
        found: int = session.execute(
            statement, {"status": status, "lock": f"walk {status}"}
        ).scalar_one()
    return found


def _provider_event() -> UUID:
    event = ProviderEvent(
        id=new_id(), provider="sandbox", event_id="walk-1", kind="paid", payload={"id": "walk-1"}
    )
    event_id = event.id
    with transaction(command().db_context()) as session:
        session.add(event)
    return event_id


def _side(name: str, words: Words, gone: Words) -> Side:
    store_id = make_store(name, words)
    colleague = make_colleague(store_id, words.secret)
    ids: Ids = {"store": store_id, "user": colleague.user_id}
    # A store with open orders is not removed: this one has none, and no people either.
    ids["idle store"] = factories.make_store(f"Idle {words.shown}")
    ids["member"] = first(StoreMember, StoreMember.user_id == colleague.user_id)
    ids["session"] = open_session(colleague.user_id)
    ids["invitation"] = invite(store_id, words.secret)
    ids["saved view"] = _saved_view(store_id, colleague, words.secret)
    ids["tax rate"] = first(TaxRate, TaxRate.store_id == store_id)
    write(TaxRate, ids["tax rate"], name=words.secret, comments=words.secret)
    ids |= make_shelf(store_id, words, "")
    ids["draft product"] = factories.make_product(
        store_id, name=words.secret, sku=f"{words.secret}-draft", status_flag="DRAFT"
    )
    ids |= sell(store_id, ids["product"], words)
    ids |= _removed(store_id, gone.binned)
    ids["draft"] = _draft(store_id, words.secret)
    _write_words(ids, store_id, words.secret)
    ids["removed draft"] = _removed_draft(store_id, gone.binned)
    ids["audit entry"] = _entry("products", ids["product"])
    ids["document entry"] = _entry("invoices", ids["invoice"])
    return Side(store_id=store_id, ids=ids, colleague=colleague)


def _write_words(ids: Ids, store_id: UUID, word: str) -> None:
    """Write the word where no deed of the arrangement does."""
    write(Shipment, ids["shipment"], note=word)
    write(Invitation, ids["invitation"], comments=word)
    write(Mail, first(Mail, Mail.store_id == store_id), subject=word, error=word)


def _removed(store_id: UUID, word: str) -> Ids:
    """Make one of everything that has a bin, and put it there."""
    gone = make_shelf(store_id, Words(shown=word, secret=word), "removed ")
    live = factories.make_product(store_id, name="Holder of a removed picture")
    picture = add_picture(live, word)
    rate = do(
        lambda actor: store_service.create_tax_rate(
            actor,
            store_service.TaxRateInput(
                store_id=store_id, tax_class="zero", country="AT", name=word, rate=Decimal(0)
            ),
        )
    )
    person = make_colleague(store_id, word)
    member = first(StoreMember, StoreMember.user_id == person.user_id)
    deleted = make_colleague(store_id, word)
    shut = factories.make_store(word)
    ids = gone | {
        "removed image": picture,
        "removed image's product": live,
        "removed tax rate": rate,
    }
    ids["removed invitation"] = invite(store_id, word)
    ids["removed saved view"] = _saved_view(store_id, deleted, word)
    write(SavedView, ids["removed saved view"], is_deleted=True)
    _remove(Subcategory, ids["removed subcategory"])
    # Under a category that is there: else it could not come back before that.
    ids["removed subcategory"] = factories.make_subcategory(
        factories.make_category(store_id, "Holder of a removed part"), word
    )
    ids |= {"removed member": member, "removed user": deleted.user_id, "removed store": shut}
    ids["removed idle store"] = shut
    for noun, model in IN_BIN.items():
        _remove(model, ids[noun])
    return ids | {"removed order": _removed_draft(store_id, word)}


IN_BIN: Mapping[str, Any] = {
    "removed image": ProductImage,
    "removed product": Product,
    "removed subcategory": Subcategory,
    "removed category": Category,
    "removed tax rate": TaxRate,
    "removed member": StoreMember,
    "removed invitation": Invitation,
    "removed user": User,
    "removed store": Store,
}


def _saved_view(store_id: UUID, owner: factories.Person, word: str) -> UUID:
    """Let somebody share a view of the invoices with the people of a store."""
    view = SavedView(
        id=new_id(),
        user_id=owner.user_id,
        list_name="invoices",
        name=word,
        query={"search": [word]},
        stores=[store_id],
    )
    view_id = view.id
    with transaction(command().db_context()) as session:
        session.add(view)
    return view_id


def _draft(store_id: UUID, word: str) -> UUID:
    draft = Order(
        id=new_id(),
        store_id=store_id,
        channel="CONSOLE",
        currency="EUR",
        prices_include_tax=True,
        contact_name=word,
        contact_email=f"{word}@example.com",
        shipping_address={"name": word},
        billing_address={"name": word},
    )
    draft_id = draft.id
    with transaction(command().db_context()) as session:
        session.add(draft)
    return draft_id


def _removed_draft(store_id: UUID, word: str) -> UUID:
    draft_id = _draft(store_id, word)
    _remove(Order, draft_id)
    return draft_id


def _remove_as(person: factories.Person, side: Side, noun: str, model: Any) -> None:
    """Let somebody remove a fresh record, since what one removed oneself one may restore."""
    if model is Category:
        record = factories.make_category(side.store_id, MINE)
    elif model is Subcategory:
        record = factories.make_subcategory(side.ids["category"], MINE)
    else:
        record = factories.make_product(side.store_id, name=MINE, stock=0)
    with transaction(person.actor.db_context()):
        records.remove(person.actor, model, record)
    side.ids[noun] = record


def _remove(model: Any, record_id: UUID) -> None:
    do(lambda actor: records.remove(actor, model, record_id))


def _entry(table: str, record_id: UUID) -> int:
    clause = sa.and_(AuditEntry.table_name == table, AuditEntry.record_id == record_id)
    found: int = first(AuditEntry, clause)
    return found


def _versions(sides: tuple[Side, ...]) -> dict[str, int]:
    """Return the versions of all records that have one, by id: forms carry them."""
    ids = [value for side in sides for value in side.ids.values() if isinstance(value, UUID)]
    found: dict[str, int] = {}
    with acting_as(command().db_context()) as session:
        for mapper in db.Model.registry.mappers:
            model: Any = mapper.class_
            if hasattr(model, "version") and hasattr(model, "id"):
                rows = session.execute(sa.select(model.id, model.version).where(model.id.in_(ids)))
                found |= {str(record): version for record, version in rows}
    return found


def settle(people: Mapping[str, factories.Person]) -> None:
    """Disable one person and end another's role, behind the back of their open sessions."""
    write(User, people["disabled"].user_id, is_active=False)
    actor = command()
    member = first(StoreMember, StoreMember.user_id == people["ended"].user_id)
    with transaction(actor.db_context()):
        accounts.end_membership(actor, member)

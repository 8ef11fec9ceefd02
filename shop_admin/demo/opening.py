"""Opens the demo's stores: logos, taxes, shelves and the people who work there."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from uuid import UUID

from shop_admin.config import DEMO_PASSWORD
from shop_admin.demo.catalogue import SHARED_CATEGORIES, STORES
from shop_admin.demo.moments import move_clock, opening_moment
from shop_admin.demo.people import STAFF
from shop_admin.demo.records import DemoCategory, DemoStore, filled
from shop_admin.demo.stocking import Shelves
from shop_admin.permissions import Actor
from shop_admin.services import accounts, catalog, stores


def open_stores(
    actor: Actor, today: date, logos: Mapping[str, str]
) -> tuple[dict[str, UUID], Shelves]:
    """Open all stores with their staff; `logos` are storage keys by store. Returns store ids."""
    move_clock(opening_moment(today))
    opened = {given.slug: _open(actor, given, logos[given.slug]) for given in STORES}
    shelves = _build_shelves(actor, opened)
    _hire(actor, opened)
    return opened, shelves


def _open(actor: Actor, given: DemoStore, logo: str) -> UUID:
    store_id = stores.create_store(actor, _store_input(given)).id
    stores.set_logo(actor, store_id, logo)
    for rate in given.tax_rates:
        stores.create_tax_rate(
            actor,
            stores.TaxRateInput(
                store_id=store_id,
                tax_class=rate.tax_class,
                country=given.address.country,
                name=rate.name,
                rate=rate.rate,
                components=rate.components,
            ),
        )
    return store_id


def _store_input(given: DemoStore) -> stores.StoreInput:
    return stores.StoreInput(
        name=given.name,
        slug=given.slug,
        description=given.description,
        legal_name=given.legal_name,
        tax_id=given.tax_id,
        address=filled({**asdict(given.address), "country": ""}),
        country=given.address.country,
        contact_email=given.contact_email,
        contact_phone=given.contact_phone,
        currency=given.currency,
        language=given.language,
        time_zone=given.time_zone,
        accent=given.accent,
        bank_details=filled(asdict(given.bank)),
        payment_methods=("cash_on_delivery", "bank_transfer", "sandbox"),
        reservation_minutes=given.reservation_minutes,
        fiscal_year_start=given.fiscal_year_start,
        invoice_prefix=given.invoice_prefix,
        credit_note_prefix=given.credit_note_prefix,
    )


def _build_shelves(actor: Actor, opened: Mapping[str, UUID]) -> Shelves:
    shelves: dict[tuple[UUID, str, str], tuple[UUID, UUID]] = {}
    shared = list(_iter_shelves(actor, SHARED_CATEGORIES, None))
    for given in STORES:
        store_id = opened[given.slug]
        own = list(_iter_shelves(actor, given.categories, store_id))
        shelves |= {(store_id, *slugs): ids for slugs, ids in shared + own}
    return shelves


def _iter_shelves(
    actor: Actor, given: Iterable[DemoCategory], store_id: UUID | None
) -> Iterator[tuple[tuple[str, str], tuple[UUID, UUID]]]:
    for one in given:
        category = catalog.create_category(
            actor,
            catalog.CategoryInput(
                store_id=store_id, name=one.name, slug=one.slug, description=one.description
            ),
        )
        for shelf in one.subcategories:
            made = catalog.create_subcategory(
                actor,
                catalog.SubcategoryInput(category_id=category.id, name=shelf.name, slug=shelf.slug),
            )
            yield (one.slug, shelf.slug), (category.id, made.id)


def _hire(actor: Actor, opened: Mapping[str, UUID]) -> None:
    for one in STAFF:
        person = accounts.PersonInput(
            name=one.name,
            email=one.email,
            is_admin=one.is_admin,
            is_accountant=one.is_accountant,
        )
        user = accounts.create_person(actor, person, password=DEMO_PASSWORD)
        for store, role in one.roles:
            accounts.grant_membership(actor, opened[store], user.id, role)

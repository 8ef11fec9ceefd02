"""Stores and their tax rates."""

from datetime import UTC, datetime
from typing import Any, ClassVar

import sqlalchemy as sa
from babel.numbers import format_decimal
from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin import expose

from shop_admin.console.base import Column, ConsoleView, Empty, Group
from shop_admin.console.base.filters import StoreFilter, WordFilter, parse_id
from shop_admin.console.base.permits import Permits, acting, editing, without
from shop_admin.console.display import words
from shop_admin.console.forms.stores import StoreForm, TaxRateForm
from shop_admin.console.languages import called
from shop_admin.console.shown import changed_column, period_group, status_column
from shop_admin.console.uploads import contents_of
from shop_admin.db import db, transaction
from shop_admin.documents.pictures import read_logo
from shop_admin.errors import ShopError
from shop_admin.language import N_, _, locale
from shop_admin.models.mixins import STATUS_FLAGS
from shop_admin.models.stores import Store, TaxRate
from shop_admin.permissions import Actor, Permission
from shop_admin.providers.storage.base import new_key
from shop_admin.queries.visibility import get, visible
from shop_admin.services import stores
from shop_admin.services.stores import TAX_CLASSES
from shop_admin.wiring import parts


def ways_to_pay(store: Store) -> list[str]:
    """Return the store's ways to pay as people read them."""
    return [words(way) for way in store.payment_methods]


def parts_of(rate: TaxRate) -> dict[str, str]:
    """Return a rate's parts by name."""
    return {part["name"]: part["rate"] for part in rate.components}


def class_of(rate: TaxRate) -> str:
    """Return a rate's class as people read it."""
    return words(rate.tax_class)


def per_cent(rate: TaxRate) -> str:
    """Return a rate as people of this language write it, with as many decimals as it has."""
    return format_decimal(rate.rate.normalize(), locale=locale(), decimal_quantization=False)


class StoreView(ConsoleView):
    """The stores themselves."""

    plural, noun, icon, group = N_("Stores"), N_("store"), "store", N_("Settings")
    new_label = N_("New store")
    permits: ClassVar[Permits] = {
        # A store is never purged: its books are kept.
        **without(
            editing(Permission.STORE_VIEW, Permission.STORE_EDIT, create=Permission.STORE_CREATE),
            "purge_view",
        ),
        "delete_view": {"GET": Permission.STORE_CREATE, "POST": Permission.STORE_CREATE},
        "action_view": {"POST": Permission.STORE_CREATE},
        "restore_view": {"GET": Permission.STORE_CREATE, "POST": Permission.STORE_CREATE},
        **acting(Permission.STORE_EDIT, "logo_view"),
    }
    unscoped = frozenset({"logo_view"})
    uploads = frozenset({"logo_view"})
    form = StoreForm
    details_template = "admin/store.html"
    columns = (
        Column(name="name", label=N_("Name"), kind="link", sort=Store.name),
        Column(name="country", label=N_("Country"), secondary=True, sort=Store.country),
        Column(name="currency", label=N_("Currency"), secondary=True, sort=Store.currency),
        Column(name="contact_email", label=N_("Email"), secondary=True),
        status_column(Store),
        changed_column(Store),
    )
    groups = (
        Group(
            title=N_("Store"),
            columns=(
                Column(name="slug", label=N_("Slug"), kind="mono"),
                Column(name="description", label=N_("Description"), kind="long"),
                Column(
                    name="language",
                    label=N_("Language"),
                    value=lambda store: called(store.language),
                ),
                Column(name="time_zone", label=N_("Time zone")),
            ),
        ),
        Group(
            title=N_("Who sells"),
            columns=(
                Column(name="legal_name", label=N_("Legal name")),
                Column(name="tax_id", label=N_("Tax number"), kind="mono"),
                Column(name="address", label=N_("Address"), kind="address"),
                Column(name="country", label=N_("Country")),
                Column(name="contact_email", label=N_("Email")),
                Column(name="contact_phone", label=N_("Phone")),
            ),
        ),
        Group(
            title=N_("Money and documents"),
            columns=(
                Column(name="currency", label=N_("Currency")),
                Column(name="prices_include_tax", label=N_("Prices include tax"), kind="flag"),
                Column(name="payment_methods", label=N_("Ways to pay"), value=ways_to_pay),
                Column(name="payment_terms_days", label=N_("Days to pay"), kind="number"),
                Column(name="bank_details", label=N_("Bank account"), kind="pairs"),
                Column(name="invoice_rule", label=N_("Issue an invoice"), kind="pill"),
                Column(name="invoice_prefix", label=N_("Prefix of invoices"), kind="mono"),
                Column(name="credit_note_prefix", label=N_("Prefix of credit notes"), kind="mono"),
                Column(
                    name="fiscal_year_start", label=N_("First month of the year"), kind="number"
                ),
            ),
        ),
        period_group(),
    )
    filters = (
        WordFilter(name="status", label=N_("Status"), column=Store.status_flag, words=STATUS_FLAGS),
    )
    search_expression = "name || ' ' || slug"
    search_hint = N_("Name or slug")
    default_sort = "name"
    empty = Empty(
        title=N_("No stores"), text=N_("A store has its own catalogue, stock, orders and invoices.")
    )
    removal = N_("The whole store leaves the public shop. Its orders and invoices are kept.")

    def create(self, actor: Actor, form: Any) -> Any:
        """Open a store."""
        return stores.create_store(actor, form.given())

    def update(self, actor: Actor, record: Any, form: Any) -> Any:
        """Edit a store."""
        return stores.update_store(actor, record.id, form.given(), version=form.version.data)

    def may(self, endpoint: str, record: Any = None) -> bool:
        """Tell what the buttons ask; managers edit their store but never remove it."""
        if endpoint in ("edit_view", "logo_view") and record is not None:
            return not record.is_deleted and self.actor.may(Permission.STORE_EDIT, record.id)
        return super().may(endpoint, record)

    def details(self, record: Any) -> dict[str, Any]:
        """Add the store's tax rates."""
        statement = sa.select(TaxRate).where(
            *visible(TaxRate, self.actor), TaxRate.store_id == record.id
        )
        rates = db.session.scalars(statement.order_by(TaxRate.country, TaxRate.rate.desc())).all()
        return super().details(record) | {"rates": rates}

    @expose("/logo/", methods=("POST",))
    def logo_view(self) -> ResponseReturnValue:
        """Decode, re-encode and store a logo, then give it to the store."""
        store_id = parse_id(request.form.get("id", ""))
        with self.reading():
            get(Store, self.actor, store_id)
        self.actor.require(Permission.STORE_EDIT, store_id)
        upload = request.files.get("pictures")
        try:
            logo = read_logo(contents_of(upload) if upload else b"")
            key = new_key("logos", "png", datetime.now(UTC).date())
            parts().storage.put(key, logo.data, "image/png")
            with transaction(self.actor.db_context()):
                stores.set_logo(self.actor, store_id, key)
        except ShopError as refusal:
            if refusal.status in (403, 404):
                raise
            flash(refusal.message, "error")
        else:
            flash(_("The logo was saved. Documents issued before keep theirs."), "success")
        return redirect(self.get_url(".details_view", id=store_id))


class TaxRateView(ConsoleView):
    """Tax rates of the stores in scope."""

    plural, noun, icon, group = N_("Tax rates"), N_("tax rate"), "percent", N_("Settings")
    new_label = N_("New tax rate")
    permits: ClassVar[Permits] = {
        **editing(Permission.STORE_VIEW, Permission.STORE_EDIT),
        "restore_view": {"GET": Permission.STORE_EDIT, "POST": Permission.STORE_EDIT},
    }
    form = TaxRateForm
    columns = (
        Column(name="name", label=N_("Name"), kind="link", sort=TaxRate.name),
        Column(name="store_id", label=N_("Store"), kind="store"),
        Column(name="tax_class", label=N_("Class"), sort=TaxRate.tax_class, value=class_of),
        Column(name="country", label=N_("Country"), sort=TaxRate.country),
        Column(
            name="rate",
            label=N_("Per cent"),
            kind="number",
            sort=TaxRate.rate,
            value=per_cent,
        ),
        Column(name="active_from", label=N_("From"), kind="moment", secondary=True),
        Column(name="active_to", label=N_("Until"), kind="moment", secondary=True),
        status_column(TaxRate),
    )
    groups = (
        Group(
            title=N_("Tax rate"),
            columns=(
                Column(name="store_id", label=N_("Store"), kind="store"),
                Column(name="tax_class", label=N_("Class"), value=class_of),
                Column(name="country", label=N_("Country")),
                Column(name="rate", label=N_("Per cent"), value=per_cent),
                Column(name="components", label=N_("Parts"), kind="pairs", value=parts_of),
            ),
        ),
        period_group(),
    )
    filters = (
        StoreFilter(name="store", label=N_("Store"), column=TaxRate.store_id),
        WordFilter(name="class", label=N_("Class"), column=TaxRate.tax_class, words=TAX_CLASSES),
    )
    search_expression = "name || ' ' || country"
    search_hint = N_("Name or country")
    empty = Empty(
        title=N_("No tax rates"),
        text=N_("Without a rate for its class nothing can be sold. Add the standard rate first."),
    )
    removal = N_(
        "Products of this class cannot be sold to this country until there is another rate."
    )

    def title(self, record: Any) -> str:
        """Return the rate as people say it."""
        return _(
            "%(name)s %(rate)s %% in %(country)s",
            name=record.name,
            rate=per_cent(record),
            country=record.country,
        )

    def create(self, actor: Actor, form: Any) -> Any:
        """Add a rate."""
        return stores.create_tax_rate(actor, form.given())

    def update(self, actor: Actor, record: Any, form: Any) -> Any:
        """Edit a rate."""
        return stores.update_tax_rate(actor, record.id, form.given(), version=form.version.data)

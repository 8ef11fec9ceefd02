"""Phone orders: the list of drafts, and the sheet on which each is written down and placed."""

from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from flask import flash, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from werkzeug.exceptions import BadRequest

from shop_admin.console import suggestions
from shop_admin.console.base import Column, ConsoleView, Empty, Group
from shop_admin.console.base.filters import StoreFilter, parse_id
from shop_admin.console.base.lookups import MIN_LETTERS
from shop_admin.console.base.permits import Permits, reading
from shop_admin.console.base.writing import refusal_text
from shop_admin.console.forms.drafts import DraftForm, NewDraftForm
from shop_admin.console.shown import day_filters, store_column
from shop_admin.db import db, transaction
from shop_admin.errors import Forbidden, NotFound, ShopError
from shop_admin.language import N_, _
from shop_admin.models.catalog import Product
from shop_admin.models.orders import ORDER_SEARCH, Order
from shop_admin.models.stores import Store
from shop_admin.permissions import Actor, Permission
from shop_admin.queries.visibility import find, get, visible
from shop_admin.services import drafts

BOTH = {"GET": Permission.ORDER_WORK, "POST": Permission.ORDER_WORK}


def caller(order: Order) -> str:
    """Return whom a draft is for, or what there is instead."""
    return order.contact_name or order.contact_phone or order.contact_email or _("Somebody")


class DraftView(ConsoleView):
    """Orders that staff prepare: they hold no stock and have no number yet."""

    plural, noun, icon, group = N_("Drafts"), N_("phone order"), "phone", N_("Sales")
    new_label = N_("New phone order")
    permits: ClassVar[Permits] = {
        **reading(Permission.ORDER_VIEW),
        "create_view": BOTH,
        "edit_view": BOTH,
        "delete_view": BOTH,
        "restore_view": {"POST": Permission.RESTORE_OWN},
        "action_view": {"POST": Permission.ORDER_WORK},
        "lookup_view": {"GET": Permission.ORDER_WORK},
    }
    form = NewDraftForm
    edit_form_class = DraftForm
    edit_template = "admin/draft.html"
    details_template = "admin/draft_kept.html"
    columns = (
        Column(name="contact_name", label=N_("Customer"), kind="link", value=caller),
        Column(name="contact_phone", label=N_("Phone"), secondary=True),
        store_column(),
        Column(name="total_amount", label=N_("Total"), kind="money", sort=Order.total_amount),
        Column(name="cuser_id", label=N_("By"), kind="person", secondary=True),
        Column(name="mdate", label=N_("Changed"), kind="moment", sort=Order.mdate),
    )
    groups = (
        Group(
            title=N_("Customer"),
            columns=(
                Column(name="contact_name", label=N_("Name")),
                Column(name="contact_phone", label=N_("Phone")),
                Column(name="contact_email", label=N_("Email")),
                Column(name="shipping_address", label=N_("Goes to"), kind="address"),
                Column(name="comments", label=N_("Notes"), kind="long"),
            ),
        ),
    )
    filters = (
        StoreFilter(name="store", label=N_("Store"), column=Order.store_id),
        *day_filters(Order.cdate),
    )
    search_expression = ORDER_SEARCH
    search_hint = N_("Name, email or phone")
    default_sort = "-mdate"
    empty = Empty(
        title=N_("No drafts"),
        text=N_(
            "What customers order by phone is written down here, and placed when it is agreed."
        ),
    )
    removal = N_("It goes to the bin, from where it can be restored. Nobody is told.")

    def _gate(self, *, removed: bool) -> tuple[Any, ...]:
        return (*super()._gate(removed=removed), Order.status == "DRAFT")

    def title(self, record: Any) -> str:
        """Return whom the draft is for."""
        return _("Draft for %(name)s", name=caller(record))

    def create(self, actor: Actor, form: Any) -> Any:
        """Begin a draft for whoever is calling."""
        return drafts.create_draft(actor, form.store_id.chosen_id, form.contact())

    def after_save(self, record: Any) -> str:
        """Return the sheet, which looks for the customer among the known ones."""
        typed = request.form.get("customer", "")
        return str(self.get_url(".edit_view", id=record.id, customer=typed))

    def update(self, actor: Actor, record: Any, form: Any) -> Any:
        """Write down the whole sheet."""
        return drafts.save_draft(actor, record.id, form.given(), version=form.version.data)

    @expose("/details/")
    def details_view(self) -> Any:
        """Lead to the sheet; show what lies in the bin, or who may only look, without it."""
        record = self.get_one(request.args.get("id", ""))
        if record is None:
            raise NotFound
        if not record.is_deleted and self.may("edit_view", record):
            return redirect(self.get_url(".edit_view", id=record.id))
        return self.render(self.details_template, record=record, **self.details(record))

    @expose("/edit/", methods=("GET", "POST"))
    def edit_view(self) -> ResponseReturnValue:
        """Show the sheet; or save all that is on it, then do what its button says."""
        placed = self._placed_already()
        if placed is not None:
            told = _("This order was placed already: it is %(number)s.", number=placed.number)
            flash(told, "success")
            return redirect(self.get_url("orders.details_view", id=placed.id))
        record = self.asked_record()
        if not self.may("edit_view", record):
            raise Forbidden
        form = self.edit_form(record)
        if request.method == "POST" and form.validate():
            where = self._done(record.id, form)
            if where:
                return redirect(where)
            record = self.asked_record()
        return self._sheet(record, form)

    @expose("/<uuid:store_id>/suggestions/")
    def lookup_view(self, store_id: UUID) -> ResponseReturnValue:
        """Return known customers or products of a store while somebody types."""
        get(Store, self.actor, store_id)
        self.actor.require(Permission.ORDER_WORK, store_id)
        text = request.args.get("query", "")
        if len(text.strip()) < MIN_LETTERS:
            raise BadRequest(_("Type %(number)s letters at least.", number=MIN_LETTERS))
        match request.args.get("name"):
            case "product":
                found = suggestions.products(self.actor, store_id, text)
                return jsonify(suggestions.product_options(found))
            case "customer":
                known = suggestions.customers(self.actor, store_id, text)
                return jsonify(suggestions.customer_options(known))
        raise NotFound

    def _placed_already(self) -> Order | None:
        """Return the order that the named draft has become, where somebody was quicker."""
        found: Order | None = find(Order, self.actor, parse_id(request.args.get("id", "")))
        return found if found is not None and found.status != "DRAFT" else None

    def _done(self, draft_id: UUID, form: DraftForm) -> str | None:
        """Save the sheet and do its deed; return where to go, or None where it is refused."""
        deed, _colon, target = request.form.get("deed", "save").partition(":")
        asked = self._take_in(deed, target, form)
        if not self.update_model(form, self.asked_record()):
            return None
        if deed == "prices":
            self.attempt(
                lambda: drafts.take_present_prices(self.actor, draft_id, version=None),
                _("These are the present prices and taxes."),
            )
        if deed == "place" and not asked:
            return self._place(draft_id, form)
        return str(self.get_url(".edit_view", id=draft_id, **asked))

    def _take_in(self, deed: str, target: str, form: DraftForm) -> dict[str, str]:
        """Take a line or a customer into the form; return what has to be asked back."""
        asked: dict[str, str] = {}
        store_id = form.record.store_id
        if deed == "drop":
            form.quantities[parse_id(target)] = 0
        if deed == "use":
            form.take_customer(get(Order, self.actor, parse_id(target)))
        elif form.customer.data:
            known = suggestions.customers(self.actor, store_id, form.customer.data)
            one = suggestions.the_customer(known, form.customer.data)
            if one is not None:
                form.take_customer(one)
            else:
                asked["customer"] = form.customer.data
        if deed == "add":
            form.add(parse_id(target))
        elif form.product.data:
            found = suggestions.products(self.actor, store_id, form.product.data)
            product = suggestions.the_product(found, form.product.data)
            if product is not None:
                form.add(product.id)
            else:
                asked |= {"product": form.product.data, "many": str(form.quantity.data or 1)}
        return asked

    def _place(self, draft_id: UUID, form: DraftForm) -> str:
        """Place the draft, which is saved already; a refusal leads back to it, in its words."""
        method = form.payment_method.data or ""
        try:
            with transaction():
                placed = drafts.place_draft(self.actor, draft_id, payment_method=method)
                number = placed.number
        except ShopError as refusal:
            if refusal.status in (403, 404):
                raise
            flash(refusal_text(refusal), "error")
            return str(self.get_url(".edit_view", id=draft_id))
        flash(_("The order is placed: %(number)s.", number=number), "success")
        return str(self.get_url("orders.details_view", id=draft_id))

    def _sheet(self, record: Any, form: DraftForm) -> ResponseReturnValue:
        asked = request.args
        customer, product = asked.get("customer", ""), asked.get("product", "")
        if request.method == "GET":
            form.customer.data = form.product.data = ""
            form.quantity.data = _whole(asked.get("many", ""))
        page = self.render(
            self.edit_template,
            record=record,
            form=form,
            changes=drafts.changes_of(record),
            stock_of=self._stock(record),
            customer=customer,
            known=suggestions.customers(self.actor, record.store_id, customer) if customer else (),
            facts_of=suggestions.facts_of,
            product=product,
            found=suggestions.products(self.actor, record.store_id, product) if product else (),
        )
        return page, 422 if form.is_refused else 200

    def _stock(self, draft: Order) -> dict[UUID, int]:
        """Return how many are left of each product of a draft."""
        wanted = [item.product_id for item in draft.items]
        statement = sa.select(Product.id, Product.inventory_count).where(
            Product.id.in_(wanted), *visible(Product, self.actor)
        )
        return {row.id: row.inventory_count for row in db.session.execute(statement)}


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 6 else 1

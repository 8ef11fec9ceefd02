"""What can go wrong, in sentences that a person can act on; the database's constraints too."""

import dataclasses
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import DBAPIError

from shop_admin.language import N_, _


class ShopError(Exception):
    """A refusal with a sentence for the person, a stable `code`, and the field it belongs to."""

    status = 409
    code = "refused"

    def __init__(self, message: str, *, field: str | None = None, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        if code is not None:
            self.code = code


class Invalid(ShopError):
    """The input cannot be accepted as it is; `problems` lists every field at once."""

    status = 422
    code = "invalid"

    def __init__(
        self,
        message: str,
        *,
        field: str | None = None,
        code: str | None = None,
        problems: "tuple[Problem, ...]" = (),
    ) -> None:
        super().__init__(message, field=field, code=code)
        self.problems = problems or ((Problem(field, message),) if field else ())


class NotFound(ShopError):
    """There is no such record, or none that this actor may know of."""

    status = 404
    code = "not_found"

    def __init__(self, message: str = "") -> None:
        super().__init__(message or _("There is no such record."))


class Forbidden(ShopError):
    """The actor sees the record but may not do this with it."""

    status = 403
    code = "forbidden"

    def __init__(self, message: str = "") -> None:
        super().__init__(message or _("You are not allowed to do this."))


class NotLoggedIn(ShopError):
    """Nobody is logged in, or the login is wrong or over."""

    status = 401
    code = "not_logged_in"


class Conflict(ShopError):
    """The request is sound but the state of things does not allow it."""

    code = "conflict"


class EditConflict(Conflict):
    """Somebody else changed the record since it was read."""

    code = "edit_conflict"


class Blocked(Conflict):
    """Something stands in the way; each problem says what, and which field would help."""

    code = "blocked"

    def __init__(self, message: str, problems: "tuple[Problem, ...]" = ()) -> None:
        super().__init__(message)
        self.problems = problems


class OutOfStock(Conflict):
    """There is less in stock than was asked for; one problem an item."""

    code = "out_of_stock"

    def __init__(self, message: str, problems: "tuple[Problem, ...]" = ()) -> None:
        super().__init__(message)
        self.problems = problems


class TooMany(ShopError):
    """Too many tries; `retry_after` seconds until the next one counts."""

    status = 429
    code = "rate_limited"

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one field; `field` is a dotted path such as `items.0.quantity`."""

    field: str | None
    detail: str
    extra: dict[str, Any] = dataclasses.field(default_factory=dict)


class Unavailable(ShopError):
    """The database is busy or away; the same request may be sent again after a moment."""

    status = 503
    code = "unavailable"
    retry_after = 2


class ProviderDown(ShopError):
    """Somebody outside (mail, SMS, payment) does not answer, or refuses; no secret in the words."""

    status = 503
    code = "provider_down"


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """What a constraint means for the person: the field, the sentence, the code."""

    field: str | None
    message: str
    code: str = "refused"
    status: int = 409


CONSTRAINTS: dict[str, Refusal] = {
    "uq_saved_views_name": Refusal(
        field="name", message=N_("You have a view of this name already."), code="name_taken"
    ),
    "stock_not_negative": Refusal(
        field="delta", message=N_("There is less in stock than this takes."), code="out_of_stock"
    ),
    "legal_move": Refusal(
        field=None, message=N_("This is not possible from the present state."), code="illegal_move"
    ),
    "order_frozen": Refusal(
        field=None, message=N_("A placed order keeps its items and its money."), code="order_frozen"
    ),
    "parcel_fits": Refusal(
        field="items",
        message=N_("This parcel holds more than is left to send."),
        code="parcel_fits",
    ),
    "parcel_frozen": Refusal(
        field=None, message=N_("A parcel that left keeps what was in it."), code="parcel_frozen"
    ),
    "order_partly_sent": Refusal(
        field=None,
        message=N_("A part of this order has left: it can no longer be cancelled."),
        code="not_cancellable",
    ),
    "undo_fits": Refusal(field=None, message=N_("This movement cannot be undone.")),
    "ux_stock_movements_undoes_id": Refusal(
        field=None, message=N_("This movement was undone already."), code="already_undone"
    ),
    "product_category_fits": Refusal(
        field="category", message=N_("This category belongs to another store."), status=422
    ),
    "fk_products_category_id_subcategory_id_subcategories": Refusal(
        field="subcategory", message=N_("This subcategory is not in the category."), status=422
    ),
    "ck_products_subcategory_in_category": Refusal(
        field="subcategory", message=N_("Choose the category of this subcategory too."), status=422
    ),
    "ux_products_sku": Refusal(
        field="sku", message=N_("Another product of this store has this SKU."), code="sku_taken"
    ),
    "ux_products_slug": Refusal(
        field="slug", message=N_("Another product of this store has this slug."), code="slug_taken"
    ),
    "ck_products_compare_at_price": Refusal(
        field="compare_at_price",
        message=N_("The price to compare with must be above the price."),
        status=422,
    ),
    "ux_categories_slug": Refusal(
        field="slug", message=N_("Another category of this store has this slug."), code="slug_taken"
    ),
    "ux_subcategories_slug": Refusal(
        field="slug", message=N_("Another subcategory here has this slug."), code="slug_taken"
    ),
    "ux_stores_slug": Refusal(
        field="slug", message=N_("Another store has this slug."), code="slug_taken"
    ),
    "invoice_prefix_taken": Refusal(
        field="invoice_prefix", message=N_("This prefix numbers other documents already.")
    ),
    "credit_note_prefix_taken": Refusal(
        field="credit_note_prefix", message=N_("This prefix numbers other documents already.")
    ),
    "uq_stores_invoice_prefix": Refusal(
        field="invoice_prefix", message=N_("This prefix numbers other documents already.")
    ),
    "uq_stores_credit_note_prefix": Refusal(
        field="credit_note_prefix", message=N_("This prefix numbers other documents already.")
    ),
    "ck_stores_prefixes_differ": Refusal(
        field="credit_note_prefix",
        message=N_("Invoices and credit notes need prefixes of their own."),
        status=422,
    ),
    "store_currency_fixed": Refusal(
        field="currency", message=N_("The currency is fixed once the store has a product.")
    ),
    "store_fiscal_year_fixed": Refusal(
        field="fiscal_year_start",
        message=N_("The fiscal year is fixed once the store has issued an invoice."),
    ),
    "store_has_open_orders": Refusal(
        field=None, message=N_("This store has open orders: finish or cancel them first.")
    ),
    "ex_tax_rates_period": Refusal(
        field="active_from",
        message=N_("There is a rate for this class and country in this period already."),
    ),
    "ux_users_email": Refusal(
        field="email",
        message=N_("Somebody with a login has this email address."),
        code="email_taken",
    ),
    "ux_users_mobile_number": Refusal(
        field="mobile_number", message=N_("Somebody has this mobile number."), code="mobile_taken"
    ),
    "login_email_fixed": Refusal(
        field="email", message=N_("You log in with this email address: ask an admin to change it.")
    ),
    "ux_store_members_role": Refusal(
        field="role", message=N_("This person has this role in the store already.")
    ),
    "ux_invitations_open": Refusal(
        field="email",
        message=N_("This role is offered to this address already: send that invitation anew."),
    ),
    "ux_coupons_code": Refusal(field="code", message=N_("This store has a coupon with this code.")),
    "ux_payments_live": Refusal(
        field=None, message=N_("This order has a payment already."), code="already_paid"
    ),
    "purge_of_live": Refusal(field=None, message=N_("Only what is in the bin is purged.")),
    "purge_of_referred": Refusal(
        field=None, message=N_("Something refers to this: it stays in the bin."), code="referred"
    ),
    "ux_invoices_order": Refusal(
        field=None, message=N_("This order has its invoice already."), code="already_invoiced"
    ),
}

PERIOD = Refusal(field="active_to", message=N_("The end must be after the beginning."), status=422)

_BUSY = frozenset({"57014", "55P03", "40001", "40P01", "53300", "57P01", "57P03"})


def from_database(refused: DBAPIError) -> ShopError:
    """Say in words what PostgreSQL refused; an unknown refusal is raised again as it came."""
    cause: Any = refused.orig
    state = getattr(cause, "pgcode", None)
    if state in _BUSY or refused.connection_invalidated or state is None:
        return Unavailable(_("The shop is busy at the moment. Try again in a few seconds."))
    name = getattr(getattr(cause, "diag", None), "constraint_name", None) or ""
    refusal = PERIOD if _is_period(name) else CONSTRAINTS.get(name)
    if refusal is not None:
        kind = Invalid if refusal.status == 422 else Conflict
        return kind(_(refusal.message), field=refusal.field, code=refusal.code)
    if state.startswith("22"):
        return Invalid(_("A value is out of range or not readable."))
    if state.startswith("23"):
        return Conflict(_("This does not fit with what is stored already."))
    raise refused


def _is_period(constraint: str) -> bool:
    """Tell whether this is the CHECK of a record's period, which every editable table has."""
    return constraint.startswith("ck_") and constraint.endswith("_period")

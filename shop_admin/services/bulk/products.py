"""Acts on products: price, shelf, status, threshold; each says what it changed, for an undo."""

from collections.abc import Callable
from dataclasses import fields, replace
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from shop_admin.errors import Conflict, Invalid
from shop_admin.language import _
from shop_admin.models.catalog import Product
from shop_admin.money import round_amount
from shop_admin.permissions import Actor, Permission
from shop_admin.queries.visibility import get_locked
from shop_admin.services import catalog
from shop_admin.services.bulk.task import SAME, Outcome, Task, Values
from shop_admin.services.catalog import ProductInput

BEFORE = ("leave", "old", "none")
"""What becomes of the price before: it stays, is the old price from now on, or goes."""
LEAST_PERCENT, MOST_PERCENT = Decimal(-100), Decimal(1000)
STATUSES = ("ACTIVE", "INACTIVE", "ARCHIVED")
MOST_LOW = 1_000_000

_AMOUNTS = frozenset({"price", "compare_at_price"})
_IDS = frozenset({"category_id", "subcategory_id"})


def change_status(actor: Actor, task: Task) -> Outcome:
    """Make a product active, inactive or archived."""
    return _change(actor, task, lambda product: {"status_flag": task.values["status"]})


def change_price(actor: Actor, task: Task) -> Outcome:
    """Set a product's price, or move it by some per cent; refused in another currency."""
    return _change(actor, task, lambda product: _priced(product, task.values))


def change_shelf(actor: Actor, task: Task) -> Outcome:
    """Put a product into a category and subcategory, or into none."""
    wanted = decoded({name: task.values[name] for name in sorted(_IDS)})
    return _change(actor, task, lambda product: wanted)


def change_threshold(actor: Actor, task: Task) -> Outcome:
    """Set from which count on a product is low in stock."""
    return _change(actor, task, lambda product: {"low_stock_at": task.values["low_stock_at"]})


def put_back(actor: Actor, task: Task) -> Outcome:
    """Give a product back what a job changed. Raises Conflict where it was changed since."""
    expected, wanted = task.was or {}, task.is_now or {}
    product: Product = get_locked(Product, actor, task.record_id)
    if encoded({name: getattr(product, name) for name in expected}) != dict(expected):
        raise changed_since()
    return _change(actor, task, lambda product: decoded(wanted))


def changed_since() -> Conflict:
    """Return the refusal to undo what somebody has changed since."""
    return Conflict(_("It was changed since: it stays as it is now."), code="changed_since")


def check_price(values: Values) -> None:
    """Make sure that a change of price says what it means. Raises Invalid."""
    if values.get("before") not in BEFORE or values.get("way") not in ("set", "percent"):
        raise Invalid(_("Say how the price is to change."), field="way")
    if values["way"] == "percent":
        percent = _decimal(values.get("percent"), "percent")
        if not LEAST_PERCENT <= percent <= MOST_PERCENT or percent == 0:
            raise Invalid(_("Give a percentage from -100 to 1,000."), field="percent")
    elif _decimal(values.get("amount"), "amount") < 0:
        raise Invalid(_("Give an amount from 0 to 9,999,999,999."), field="amount")


def check_status(values: Values) -> None:
    """Make sure that the status is one that can be given. Raises Invalid."""
    if values.get("status") not in STATUSES:
        raise Invalid(_("There is no such status."), field="status")


def check_shelf(values: Values) -> None:
    """Make sure that the shelf is named by ids. Raises Invalid."""
    try:
        decoded({name: values[name] for name in _IDS})
    except (KeyError, ValueError):
        raise Invalid(_("There is no such category in this store."), field="category") from None


def check_threshold(values: Values) -> None:
    """Make sure that the threshold is a count. Raises Invalid."""
    given = values.get("low_stock_at")
    if not isinstance(given, int) or not 0 <= given <= MOST_LOW:
        raise Invalid(_("Give a number from 0 to 1,000,000."), field="low_stock_at")


def encoded(values: Values) -> dict[str, Any]:
    """Return a product's values as JSON keeps them: amounts and ids as text, always alike."""
    return {name: _encoded(value) for name, value in values.items()}


def decoded(values: Values) -> dict[str, Any]:
    """Return a product's values out of JSON."""
    return {name: _decoded(name, value) for name, value in values.items()}


def _change(actor: Actor, task: Task, wanted: Callable[[Product], dict[str, Any]]) -> Outcome:
    product: Product = get_locked(Product, actor, task.record_id)
    actor.require(Permission.CATALOG_EDIT, product.store_id)
    values = wanted(product)
    was = encoded({name: getattr(product, name) for name in values})
    if was == encoded(values):
        return SAME
    kept = {one.name: getattr(product, one.name) for one in fields(ProductInput)}
    catalog.update_product(actor, product.id, replace(ProductInput(**kept), **values), version=None)
    return Outcome(was=was, is_now=encoded(values))


def _priced(product: Product, values: Values) -> dict[str, Any]:
    currency = product.store.currency
    if values["way"] == "percent":
        factor = 1 + Decimal(values["percent"]) / 100
        price = round_amount(product.price * factor, currency)
    else:
        if values.get("currency") != currency:
            raise Conflict(
                _(
                    "Its price is in %(own)s, and the new one in %(given)s.",
                    own=currency,
                    given=values.get("currency", ""),
                )
            )
        price = Decimal(values["amount"])
    match values["before"]:
        case "old" if price != product.price:
            return {"price": price, "compare_at_price": product.price}
        case "none":
            return {"price": price, "compare_at_price": None}
        case _:
            return {"price": price}


def _decimal(raw: Any, field: str) -> Decimal:
    try:
        number = Decimal(str(raw))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise Invalid(_("Give a number."), field=field)
    return number


def _encoded(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value) if isinstance(value, UUID) else value


def _decoded(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _AMOUNTS:
        return Decimal(value)
    return UUID(value) if name in _IDS else value

"""Find anything: records, people, stores, pages and deeds by a few letters, by who may see."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

import sqlalchemy as sa
from flask import Flask, current_app, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

from shop_admin.console import choices
from shop_admin.console.base import ConsolePage
from shop_admin.console.base.permits import Permits
from shop_admin.console.base.scope import rows_for
from shop_admin.console.base.search import patterns, words_of
from shop_admin.console.menu import menu_for
from shop_admin.console.site import views_of
from shop_admin.console.vocabulary import spelled
from shop_admin.db import db, transaction
from shop_admin.errors import TooMany
from shop_admin.language import N_, _, ngettext
from shop_admin.models.accounts import User
from shop_admin.models.catalog import PRODUCT_SEARCH, Product
from shop_admin.models.invoices import Invoice
from shop_admin.models.orders import ORDER_SEARCH, Order
from shop_admin.money import display
from shop_admin.permissions import IDENTITY, Actor, Permission
from shop_admin.queries.finding import find_newest
from shop_admin.services import throttle
from shop_admin.wiring import parts

FEW = 5
SHORTEST = 2
A_MINUTE = 240
"""A quick typist asks four times a second, for a minute on end; nobody reads that fast."""
HIGHEST = "\U0010ffff"

DEEDS: Sequence[tuple[str, str, str]] = (
    (N_("New phone order"), "drafts", "create_view"),
    (N_("New product"), "products", "create_view"),
    (N_("New category"), "categories", "create_view"),
    (N_("Invite somebody"), "invitations", "create_view"),
    (N_("Export documents"), "exports", "new_view"),
    (N_("Open a store"), "stores", "create_view"),
)
KEYS: Mapping[str, str] = {
    "d": "admin",
    "o": "orders",
    "n": "drafts",
    "p": "products",
    "s": "stock",
    "y": "payments",
    "i": "invoices",
    "e": "exports",
    "u": "people",
    "a": "audit",
}
"""Which page `g` and a letter lead to."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing that was found."""

    title: str
    text: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Kind:
    """Things of one kind that were found."""

    title: str
    icon: str
    items: Sequence[Item]


class FindPage(ConsolePage):
    """What the dialog asks while somebody types, and the same as a page for who has no script."""

    permits: ClassVar[Permits] = {
        "find_view": {"GET": Permission.STORE_VIEW},
        "page_view": {"GET": Permission.STORE_VIEW},
    }

    @expose("/")
    def find_view(self) -> ResponseReturnValue:
        """Return what fits, by kinds."""
        self._count()
        found = find(self.actor, words_of(request.args.get("q", "")))
        return jsonify([asdict(kind) for kind in found])

    @expose("/page/")
    def page_view(self) -> str:
        """Show what fits."""
        self._count()
        words = words_of(request.args.get("q", ""))
        return self.render("admin/find_page.html", kinds=find(self.actor, words), words=words)

    def _count(self) -> None:
        """Count a question of this person. Raises TooMany past what anybody types."""
        if not parts().settings.rate_limits:
            return
        limit = throttle.Limit(key=f"find:{self.actor.user_id}", tries=A_MINUTE, seconds=60)
        with transaction(IDENTITY.db_context()):
            wait = throttle.count([limit])
        if wait:
            raise TooMany(
                ngettext(
                    "Too many searches. Go on in %(number)s second.",
                    "Too many searches. Go on in %(number)s seconds.",
                    wait,
                ),
                retry_after=wait,
            )


def install(app: Flask) -> None:
    """Let the frame of every page show the keys."""
    app.jinja_env.globals["go_keys"] = go_keys


def go_keys() -> list[tuple[str, str, str]]:
    """Return the keys after `g` of what this person may open, as (key, name, address)."""
    views = {view.endpoint: view for view in views_of(current_app)}
    return [
        (key, _(str(views[endpoint].name)), url_for(f"{endpoint}.index_view"))
        for key, endpoint in KEYS.items()
        if views[endpoint].is_accessible()
    ]


def find(actor: Actor, words: Sequence[str]) -> list[Kind]:
    """Return what fits all the words; without any, the deeds that may be begun."""
    searches: tuple[tuple[str, str, Callable[[Actor, Sequence[str]], list[Item]]], ...] = (
        (N_("Orders"), "order", _orders),
        (N_("Products"), "tag", _products),
        (N_("Invoices"), "paper", _invoices),
        (N_("People"), "people", _people),
        (N_("Stores"), "store", _stores),
        (N_("Pages"), "open", _pages),
        (N_("Actions"), "plus", _deeds),
    )
    if len("".join(words)) < SHORTEST:
        searches = searches[-1:]
    found = [
        Kind(title=_(title), icon=icon, items=search(actor, words))
        for title, icon, search in searches
    ]
    return [kind for kind in found if kind.items]


def _gate(model: Any, actor: Actor, permission: Permission) -> tuple[Any, ...] | None:
    if not actor.may_somewhere(permission):
        return None
    return rows_for(model, actor, permission, removed=False)


def _orders(actor: Actor, words: Sequence[str]) -> list[Item]:
    gate = _gate(Order, actor, Permission.ORDER_VIEW)
    if gate is None:
        return []
    found = find_newest(Order, gate, ORDER_SEARCH, words, patterns(words), FEW)
    return [
        Item(
            title=str(one),
            text=_facts(
                one.contact_name or one.contact_email or one.contact_phone,
                display(one.total_amount, one.currency),
                _(spelled(one.status)),
            ),
            url=url_for("orders.details_view", id=one.id),
        )
        for one in found
    ]


def _products(actor: Actor, words: Sequence[str]) -> list[Item]:
    gate = _gate(Product, actor, Permission.CATALOG_VIEW)
    if gate is None:
        return []
    found = find_newest(Product, gate, PRODUCT_SEARCH, words, patterns(words), FEW)
    return [
        Item(
            title=one.name,
            text=_facts(one.sku, display(one.price, one.store.currency)),
            url=url_for("products.details_view", id=one.id),
        )
        for one in found
    ]


def _invoices(actor: Actor, words: Sequence[str]) -> list[Item]:
    """Return documents by the beginning of their number, which is one word without accents."""
    gate = _gate(Invoice, actor, Permission.INVOICE_VIEW)
    if gate is None or len(words) != 1 or not words[0].isascii():
        return []
    begins = words[0].upper()
    found = db.session.scalars(
        sa.select(Invoice)
        .where(*gate, Invoice.invoice_number.between(begins, begins + HIGHEST))
        .order_by(Invoice.invoice_number)
        .limit(FEW)
    )
    return [
        Item(
            title=one.invoice_number,
            text=_facts(one.buyer_name, display(one.amount, one.currency)),
            url=url_for("invoices.details_view", id=one.id),
        )
        for one in found
    ]


def _people(actor: Actor, words: Sequence[str]) -> list[Item]:
    gate = _gate(User, actor, Permission.PEOPLE_VIEW)
    if gate is None:
        return []
    text = User.name + " " + sa.func.coalesce(User.email, "")
    fits = [text.ilike(one, escape="\\") for one in patterns(words)]
    found = db.session.scalars(
        sa.select(User).where(*gate, User.is_staff, *fits).order_by(User.name, User.id).limit(FEW)
    )
    return [
        Item(title=one.name, text=one.email or "", url=url_for("people.details_view", id=one.id))
        for one in found
    ]


def _stores(actor: Actor, words: Sequence[str]) -> list[Item]:
    return [
        Item(
            title=store.name,
            text=store.currency,
            url=url_for("stores.details_view", id=store.id),
        )
        for store in choices.stores(actor)
        if _fits(store.name, words)
    ][:FEW]


def _pages(actor: Actor, words: Sequence[str]) -> list[Item]:
    return [
        Item(title=_(entry.name), text=_(section.title), url=entry.url)
        for section in menu_for(current_app)
        for entry in section.entries
        if _fits(f"{_(entry.name)} {_(section.title)}", words)
    ][:FEW]


def _deeds(actor: Actor, words: Sequence[str]) -> list[Item]:
    views = {view.endpoint: view for view in views_of(current_app)}
    return [
        Item(title=_(title), text="", url=url_for(f"{endpoint}.{view}"))
        for title, endpoint, view in DEEDS
        if views[endpoint].may_open(view) and _fits(_(title), words)
    ][: FEW + 1]


def _fits(text: str, words: Sequence[str]) -> bool:
    folded = text.casefold()
    return all(word.casefold() in folded for word in words)


def _facts(*facts: str) -> str:
    return " · ".join(fact for fact in facts if fact)

"""The console at /admin/: for the people who run the shops."""

from typing import Any

from flask import Flask
from flask_admin import Admin
from flask_admin.theme import Theme

from shop_admin.console import accepting, acting, display, find, languages, login, workbooks
from shop_admin.console.audit import AuditView
from shop_admin.console.base import selfcheck
from shop_admin.console.binned import BinPage
from shop_admin.console.bulk import BulkPage
from shop_admin.console.categories import CategoryView, SubcategoryView
from shop_admin.console.checks import CheckPage
from shop_admin.console.dashboard import Dashboard
from shop_admin.console.drafts import DraftView
from shop_admin.console.exports import ExportPage
from shop_admin.console.inbox import InboxView
from shop_admin.console.invitations import InvitationView
from shop_admin.console.invoices import InvoiceView
from shop_admin.console.jobs import JobPage
from shop_admin.console.lists import ListPage
from shop_admin.console.media import MediaPage
from shop_admin.console.orders import OrderView
from shop_admin.console.payments import PaymentView
from shop_admin.console.people import MemberView, PersonView
from shop_admin.console.products import ProductView
from shop_admin.console.profile import ProfilePage
from shop_admin.console.refunds import RefundView
from shop_admin.console.roles import RolePage
from shop_admin.console.sessions import SessionPage
from shop_admin.console.shipments import ShipmentView
from shop_admin.console.site import EXTENSION
from shop_admin.console.stock import MovementView, StockView
from shop_admin.console.stores import StoreView, TaxRateView
from shop_admin.console.vat import VatPage
from shop_admin.console.working_in import WorkingInPage
from shop_admin.language import N_
from shop_admin.models.accounts import Invitation, StoreMember, User
from shop_admin.models.audit import AuditEntry
from shop_admin.models.catalog import Category, Product, Subcategory
from shop_admin.models.inbox import ProviderEvent
from shop_admin.models.invoices import Invoice
from shop_admin.models.orders import Order, Shipment
from shop_admin.models.payments import Payment, Refund
from shop_admin.models.stock import StockMovement
from shop_admin.models.stores import Store, TaxRate

__all__ = ["install"]


def install(app: Flask) -> None:
    """Put the console into the application. Raises ConsoleError where a view breaks a rule."""
    login.install(app)
    languages.install(app)
    accepting.install(app)
    app.before_request(acting.refuse_foreign_pages)
    display.install(app)
    find.install(app)
    workbooks.install(app)
    # A theme of our own: the folder that Flask-Admin would take templates from does not exist.
    admin = Admin(
        name="shop_admin",
        index_view=Dashboard(name=N_("Dashboard"), endpoint="admin", url="/admin"),
        theme=Theme(folder="none", base_template="admin/base.html"),
    )
    admin.add_views(*_views())
    app.extensions[EXTENSION] = admin
    admin.init_app(app)
    selfcheck.check(app, admin._views)


def _views() -> tuple[Any, ...]:
    """Return every page besides the first, in the order of the menu."""
    return (
        OrderView(Order, endpoint="orders"),
        DraftView(Order, endpoint="drafts"),
        ShipmentView(Shipment, endpoint="shipments"),
        PaymentView(Payment, endpoint="payments"),
        RefundView(Refund, endpoint="refunds"),
        InvoiceView(Invoice, endpoint="invoices"),
        VatPage(name=N_("Tax report"), endpoint="vat"),
        ExportPage(name=N_("Exports"), endpoint="exports"),
        BulkPage(name=N_("Bulk changes"), endpoint="bulk"),
        ProductView(Product, endpoint="products"),
        StockView(Product, endpoint="stock"),
        MovementView(StockMovement, endpoint="movements"),
        CategoryView(Category, endpoint="categories"),
        SubcategoryView(Subcategory, endpoint="subcategories"),
        StoreView(Store, endpoint="stores"),
        TaxRateView(TaxRate, endpoint="tax_rates", url="tax-rates"),
        PersonView(User, endpoint="people"),
        MemberView(StoreMember, endpoint="members"),
        InvitationView(Invitation, endpoint="invitations"),
        RolePage(name=N_("Roles"), endpoint="roles"),
        ProfilePage(name=N_("Profile"), endpoint="profile"),
        SessionPage(name=N_("Sessions"), endpoint="sessions"),
        AuditView(AuditEntry, endpoint="audit"),
        BinPage(name=N_("Bin"), endpoint="bin"),
        JobPage(name=N_("Jobs"), endpoint="jobs"),
        CheckPage(name=N_("Checks"), endpoint="checks"),
        InboxView(ProviderEvent, endpoint="inbox"),
        MediaPage(name=N_("Media"), endpoint="media"),
        find.FindPage(name=N_("Search"), endpoint="find"),
        ListPage(name=N_("Lists"), endpoint="lists"),
        WorkingInPage(name=N_("Store"), endpoint="working_in"),
    )

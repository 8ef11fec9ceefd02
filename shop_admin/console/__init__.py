"""The console at /admin/: for the people who run the shops."""

from flask import Flask
from flask_admin import Admin
from flask_admin.theme import Theme

from shop_admin.console import accepting, acting, display, find, languages, login
from shop_admin.console.audit import AuditView
from shop_admin.console.base import selfcheck
from shop_admin.console.binned import BinPage
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
    # A theme of our own: the folder that Flask-Admin would take templates from does not exist.
    admin = Admin(
        name="shop_admin",
        index_view=Dashboard(name="Today", endpoint="admin", url="/admin"),
        theme=Theme(folder="none", base_template="admin/base.html"),
    )
    admin.add_views(
        OrderView(Order, endpoint="orders"),
        DraftView(Order, endpoint="drafts"),
        ShipmentView(Shipment, endpoint="shipments"),
        PaymentView(Payment, endpoint="payments"),
        RefundView(Refund, endpoint="refunds"),
        InvoiceView(Invoice, endpoint="invoices"),
        VatPage(name="Tax report", endpoint="vat"),
        ExportPage(name="Exports", endpoint="exports"),
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
        RolePage(name="Roles", endpoint="roles"),
        ProfilePage(name="Profile", endpoint="profile"),
        SessionPage(name="Sessions", endpoint="sessions"),
        AuditView(AuditEntry, endpoint="audit"),
        BinPage(name="Bin", endpoint="bin"),
        JobPage(name="Jobs", endpoint="jobs"),
        CheckPage(name="Checks", endpoint="checks"),
        InboxView(ProviderEvent, endpoint="inbox"),
        MediaPage(name="Media", endpoint="media"),
        find.FindPage(name="Search", endpoint="find"),
        ListPage(name="Lists", endpoint="lists"),
    )
    app.extensions[EXTENSION] = admin
    admin.init_app(app)
    selfcheck.check(app, admin._views)

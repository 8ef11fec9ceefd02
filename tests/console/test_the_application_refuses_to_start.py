"""The self-check: one deliberately bad view a rule, and the start is refused with its number."""

from typing import Any

import pytest
from flask import Flask
from flask_admin import expose
from flask_admin.actions import action
from flask_admin.contrib.sqla import ModelView
from flask_admin.contrib.sqla.fields import QuerySelectField
from flask_wtf import CSRFProtect
from wtforms import Form

from shop_admin.console.base import Column, ConsoleView, Group, selfcheck
from shop_admin.console.base.errors import ConsoleError
from shop_admin.console.base.filters import WordFilter
from shop_admin.console.base.permits import editing, reading
from shop_admin.console.bulkacts import SHIP
from shop_admin.console.forms.base import ConsoleForm
from shop_admin.db import db
from shop_admin.models.accounts import User
from shop_admin.models.catalog import Product
from shop_admin.permissions import Permission


class Good(ConsoleView):
    plural, noun = "Products", "product"
    permits = reading(Permission.CATALOG_VIEW)
    columns = (Column(name="name", label="Name"),)
    groups = (Group(title="Product", columns=(Column(name="name", label="Name"),)),)


class RelationForm(ConsoleForm):
    category = QuerySelectField()


def bad(**attributes: Any) -> type[ConsoleView]:
    return type("Bad", (Good,), attributes)


@expose("/hole/", methods=("POST",))
def hole(self: Any) -> str:
    return ""


@action("burn", "Burn")
def burn(self: Any, ids: Any) -> None:
    pass


BAD = {
    "F4": bad(form=RelationForm),
    "F5": bad(column_filters=("category",)),
    "F5 ": bad(filters=(WordFilter(name="c", label="C", column=Product.category, words=()),)),
    "F9": bad(permits={}),
    "F1-F23": bad(_run_view=lambda self, fn, *args, **kwargs: fn(self)),
    "F1-F23 ": bad(permission_for=lambda self, endpoint, method: Permission.CATALOG_VIEW),
    "F11": bad(columns=()),
    "F11 ": bad(columns=(Column(name="guest_token_hash", label="Token"),)),
    "F11  ": bad(column_searchable_list=None),
    "F12": bad(form=Form),
    "F19": bad(can_export=True),
    "F20": bad(burn=burn),
    "F20 ": bad(bulk=(SHIP,), permits=editing(Permission.CATALOG_VIEW, Permission.CATALOG_EDIT)),
    "F21": bad(fast_mass_delete=True),
    "F2)": bad(column_editable_list=("name",), scaffold_list_form=lambda self, **more: Form),
    "F24": bad(can_edit=property(lambda self: True)),
    "F24 ": bad(can_view_details=False),
    "F39": bad(permits=reading(Permission.CATALOG_VIEW) | {"nothing": {"GET": Permission.EXPORT}}),
    "F39 ": bad(
        hole=hole,
        permits=reading(Permission.CATALOG_VIEW) | {"hole": {"POST": Permission.CATALOG_VIEW}},
    ),
}


def check(app: Flask, view: Any) -> None:
    selfcheck.check(app, [view])


def test_a_good_view_passes(application) -> None:
    assert check(application, Good(Product, endpoint="good")) is None


@pytest.mark.parametrize("rule", BAD)
def test_broken(application, rule: str) -> None:
    with pytest.raises(ConsoleError) as refusal:
        check(application, BAD[rule](Product, endpoint="bad"))
    assert rule.strip().rstrip(")") in str(refusal.value)
    assert "Bad" in str(refusal.value)


def test_flask_admins_own_view_is_refused(application) -> None:
    with pytest.raises(ConsoleError, match="F9"):
        check(application, ModelView(User, db, endpoint="raw"))


def test_an_application_without_csrf_protection_is_refused() -> None:
    with pytest.raises(ConsoleError, match="F6"):
        check(Flask("bare"), Good(Product, endpoint="good"))


def test_an_exempt_view_is_refused() -> None:
    app = Flask("exempt")
    app.secret_key = "for this test"
    csrf = CSRFProtect(app)
    csrf._exempt_blueprints.add("good")
    with pytest.raises(ConsoleError, match="F6"):
        check(app, Good(Product, endpoint="good"))

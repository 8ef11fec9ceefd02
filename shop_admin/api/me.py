"""The person behind the token: what is known of them, and what they may change of it."""

from flask import Response
from pydantic import Field

from shop_admin.api import person_json
from shop_admin.api.answers import answer
from shop_admin.api.gate import Who
from shop_admin.api.rates import BROWSING
from shop_admin.api.routes import endpoint
from shop_admin.api.schemas import Schema
from shop_admin.api.shapes.declared import shown
from shop_admin.api.shapes.people import Colleague, Customer
from shop_admin.api.values import Email, Line
from shop_admin.db import transaction
from shop_admin.permissions import Actor
from shop_admin.services import customers
from shop_admin.services.customers import ProfileEdit


class Profile(Schema):
    """What one changes of oneself; what is not named stays, an email of null is taken away."""

    name: Line = Field("", max_length=200)
    email: Email | None = None


@endpoint("GET", "/me/", who=Who.LOGGED_IN, rate=BROWSING, answers=shown(Customer, Colleague))
def show_me(actor: Actor) -> Response:
    """Answer who one is: a customer, or somebody who works here with their roles."""
    return answer(person_json.oneself(person_json.find_person(actor), actor))


@endpoint(
    "PATCH",
    "/me/",
    who=Who.LOGGED_IN,
    rate=BROWSING,
    answers=shown(Customer, Colleague),
    conflicts=("refused",),
    refuses=(403,),
)
def change_me(actor: Actor, body: Profile) -> Response:
    """Change one's name and email; an email that one logs in with is an admin's to change."""
    edit = ProfileEdit(
        name=body.name if "name" in body.model_fields_set else None,
        email=(body.email or "") if "email" in body.model_fields_set else None,
    )
    with transaction(actor.db_context()):
        customers.edit_own_profile(actor, edit)
    return answer(person_json.oneself(person_json.find_person(actor), actor))

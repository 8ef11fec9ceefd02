"""Logins and people in answers."""

from typing import Literal

from shop_admin.api.shapes.values import At, Id, Shape


class StoreRole(Shape):
    """What somebody is in one store."""

    id: Id
    slug: str
    role: Literal["manager", "staff", "accountant"]


class StaffPerson(Shape):
    """Somebody who works here; `roles` are those for all stores."""

    id: Id
    name: str
    email: str
    roles: list[Literal["admin", "accountant"]]
    stores: list[StoreRole]


class Colleague(StaffPerson):
    """Somebody who works here, as they read of themselves."""

    mobile_number: str | None


class Buyer(Shape):
    """A customer, as a login answers; the name is empty until they say it."""

    id: Id
    mobile_number: str
    name: str


class Customer(Shape):
    """A customer, as they read of themselves."""

    id: Id
    mobile_number: str | None
    name: str
    email: str | None


class CodeSent(Shape):
    """A code is on its way; the seconds that it lives, and until the next may be asked for."""

    detail: str
    expires_in: int
    retry_after: int


class CustomerLogin(Shape):
    """The token of a customer's login: send it as `Authorization: Bearer TOKEN`."""

    token: str
    token_type: Literal["Bearer"]
    expires_at: At
    user: Buyer


class StaffLogin(Shape):
    """The token of a staff login: send it as `Authorization: Bearer TOKEN`."""

    token: str
    token_type: Literal["Bearer"]
    expires_at: At
    user: StaffPerson

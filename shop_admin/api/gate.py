"""The one way into an endpoint: each declares who may call it, and is checked in one order.

The order: 405, 429, bad token 401, no token 401, a role that may never do this 403, the object
404, seen but not allowed 403, 415/413/400, 422, and what the services say.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Required, TypedDict, TypeVar, Unpack, get_type_hints
from uuid import UUID

from flask import Blueprint, Response

from shop_admin.api import auth, hot, rates
from shop_admin.api.rates import Rate
from shop_admin.api.schemas import (
    NoQuery,
    Schema,
    Upload,
    read_form,
    read_json,
    read_query,
    validate,
)
from shop_admin.api.shapes.declared import Answers
from shop_admin.api.values import find_id
from shop_admin.errors import Forbidden, NotFound, NotLoggedIn
from shop_admin.permissions import Actor, ActorKind, Permission

Opener = Callable[..., Actor]
View = TypeVar("View", bound=Callable[..., Response])


class Who(Enum):
    """Who may call an endpoint at all."""

    ANYONE = "with a token or without"
    BUYER = "guests and customers, no staff"
    STAFF = "staff, with the permission in one store at least"
    LOGGED_IN = "whoever holds a good token"


class Declaration(TypedDict, total=False):
    """What an endpoint declares of itself.

    `opens` finds the objects of the path for the caller and returns who acts on them; it raises
    NotFound, or Forbidden where they are seen only. `query` is for one that the opener reads; a
    view's own is read off its annotations, as its body is. For the OpenAPI document: `answers`
    by status, the codes of its `conflicts` (409), the request's headers that it `reads`
    (Content-Type: its body as it came), and the statuses that it `refuses` with besides those
    that follow from the rest. What `is_hot` is answered out of memory to callers without a
    token, while the catalogue stays as it is.
    """

    who: Required[Who]
    rate: Required[Rate | None]
    permission: Permission | None
    opens: Opener | None
    query: type[Schema]
    answers: Required[Answers]
    conflicts: tuple[str, ...]
    reads: tuple[str, ...]
    refuses: tuple[int, ...]
    is_hot: bool


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """One method of one path, with all that must hold before its view runs."""

    method: str
    path: str
    who: Who
    rate: Rate | None
    permission: Permission | None
    opens: Opener | None
    takes: tuple[str, ...]
    body: type[Schema] | None
    query: type[Schema]
    answers: Answers
    conflicts: tuple[str, ...]
    reads: tuple[str, ...]
    refuses: tuple[int, ...]
    is_hot: bool
    view: Callable[..., Response]

    def run(self, **raw_ids: str) -> Response:
        """Answer the request of this moment."""
        if self.rate is not None:
            rates.count(self.rate)
        actor = self._admitted(auth.find_caller())
        if self.is_hot:
            return hot.answer(lambda: self._answer(actor, raw_ids), is_anonymous=actor is None)
        return self._answer(actor, raw_ids)

    def _answer(self, actor: Actor | None, raw_ids: dict[str, str]) -> Response:
        ids = _parsed(raw_ids)
        if self.opens is not None:
            actor = self.opens(actor, **ids)
        given: dict[str, Any] = {"actor": actor, **ids}
        if self.body is None and ids and self.method == "GET":
            # Here the view finds the object, and a missing one is told before a wrong parameter.
            response = self._call(given)
            read_query(self.query)
            return response
        given |= self._read()
        return self._call(given)

    def _admitted(self, actor: Actor | None) -> Actor | None:
        if actor is None:
            if self.who in (Who.STAFF, Who.LOGGED_IN):
                raise NotLoggedIn("Log in and send your token.")
            return None
        is_staff = actor.kind == ActorKind.API_STAFF
        if self.who is Who.BUYER and is_staff:
            raise Forbidden("This is for buyers.")
        if self.who is Who.STAFF and not (is_staff and self._may_ever(actor)):
            raise Forbidden
        return actor

    def _may_ever(self, actor: Actor) -> bool:
        return self.permission is not None and actor.may_somewhere(self.permission)

    def _read(self) -> dict[str, Any]:
        if self.body is None:
            return {"query": read_query(self.query)}
        content = read_form() if issubclass(self.body, Upload) else read_json()
        return {"query": read_query(self.query), "body": validate(self.body, content)}

    def _call(self, given: dict[str, Any]) -> Response:
        return self.view(**{name: given[name] for name in self.takes})


class Gate:
    """The endpoints of a blueprint, and the proof that it has no others."""

    def __init__(self, blueprint: Blueprint) -> None:
        self.blueprint = blueprint
        self.endpoints: dict[str, Endpoint] = {}

    def endpoint(
        self, method: str, path: str, **declared: Unpack[Declaration]
    ) -> Callable[[View], View]:
        """Register a view under a method and a path, with what must hold before it runs."""

        def register(view: View) -> View:
            made = _endpoint(view, method, path, declared)
            name = view.__name__
            self.endpoints[f"{self.blueprint.name}.{name}"] = made
            self.blueprint.add_url_rule(path, name, made.run, methods=[method])
            return view

        return register


def _endpoint(
    view: Callable[..., Response], method: str, path: str, declared: Declaration
) -> Endpoint:
    """Read the view's signature; raises TypeError for a declaration that would not hold."""
    hints = get_type_hints(view)
    takes = tuple(inspect.signature(view).parameters)
    known = {"actor", "body", "query", *(name for name in hints if hints[name] is UUID)}
    if not set(takes) <= known:
        raise TypeError(f"{view.__name__} takes what the gate does not give: {takes}")
    who, permission, opens = declared["who"], declared.get("permission"), declared.get("opens")
    if (who is Who.STAFF) != (permission is not None):
        raise TypeError(f"{view.__name__}: staff, and only staff, are asked for a permission")
    if method != "GET" and "<" in path and opens is None:
        raise TypeError(f"{view.__name__} writes to an object that nobody opens first")
    if not declared.get("answers"):
        raise TypeError(f"{view.__name__} declares no answers")
    if declared.get("is_hot", False) and declared["rate"] is not rates.BROWSING:
        raise TypeError(f"{view.__name__}: what is answered out of memory counts as browsing")
    return Endpoint(
        method=method,
        path=path,
        who=who,
        rate=declared["rate"],
        permission=permission,
        opens=opens,
        takes=takes,
        body=hints.get("body"),
        query=hints.get("query", declared.get("query", NoQuery)),
        answers=declared["answers"],
        conflicts=declared.get("conflicts", ()),
        reads=declared.get("reads", ()),
        refuses=declared.get("refuses", ()),
        is_hot=declared.get("is_hot", False),
        view=view,
    )


def _parsed(raw_ids: dict[str, str]) -> dict[str, UUID]:
    ids = {name: find_id(value) for name, value in raw_ids.items()}
    found = {name: value for name, value in ids.items() if value is not None}
    if len(found) != len(ids):
        raise NotFound
    return found

"""What can go wrong, as sentences that a person can act on; and the database's constraints in words."""

from dataclasses import dataclass, field
from typing import Any


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

    def __init__(self, message: str = "There is no such record.") -> None:
        super().__init__(message)


class Forbidden(ShopError):
    """The actor sees the record but may not do this with it."""

    status = 403
    code = "forbidden"

    def __init__(self, message: str = "You are not allowed to do this.") -> None:
        super().__init__(message)


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


@dataclass(frozen=True, kw_only=False)
class Problem:
    """One thing wrong with one field; `field` is a dotted path such as `items.0.quantity`."""

    field: str | None
    detail: str
    extra: dict[str, Any] = field(default_factory=dict)


class Unavailable(ShopError):
    """The database is busy or away; the same request may be sent again after a moment."""

    status = 503
    code = "unavailable"
    retry_after = 2

"""How an endpoint declares its answers: by status, each with its shape and headers."""

from collections.abc import Mapping
from dataclasses import dataclass

from shop_admin.api.shapes.values import Shape

JSON = "application/json"
Answers = Mapping[int, "Answer"]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One answer of an endpoint: one of its shapes as JSON, another type's bytes, or nothing."""

    shapes: tuple[type[Shape], ...] = ()
    media_type: str | None = JSON
    headers: tuple[str, ...] = ()
    may_have: tuple[str, ...] = ()


def shown(
    *shapes: type[Shape], headers: tuple[str, ...] = (), may_have: tuple[str, ...] = ()
) -> Answers:
    """Declare 200 with one of the shapes."""
    return {200: Answer(shapes=shapes, headers=headers, may_have=may_have)}


def cached(*shapes: type[Shape]) -> Answers:
    """Declare 200 with a strong ETag, and 304 for whoever has it already."""
    return {
        200: Answer(shapes=shapes, headers=("ETag", "Cache-Control")),
        304: Answer(media_type=None, headers=("ETag",)),
    }


def file(media_type: str) -> Answers:
    """Declare 200 with the bytes of a file and its ETag, and 304."""
    return {
        200: Answer(media_type=media_type, headers=("ETag", "Cache-Control")),
        304: Answer(media_type=None, headers=("ETag",)),
    }


def versioned(shape: type[Shape]) -> Answers:
    """Declare 200 with the version to change the record by, as its ETag."""
    return {200: Answer(shapes=(shape,), headers=("ETag",))}


def made(
    shape: type[Shape], *, headers: tuple[str, ...] = (), may_have: tuple[str, ...] = ()
) -> Answers:
    """Declare 201 with the address of what was made."""
    return {201: Answer(shapes=(shape,), headers=("Location", *headers), may_have=may_have)}


def done() -> Answers:
    """Declare 204: done, and nothing to say."""
    return {204: Answer(media_type=None)}

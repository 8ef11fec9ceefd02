"""Changing what one has seen: the version from the body or If-Match, and what stays as it is."""

import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar

from flask import request
from pydantic import Field

from shop_admin.api.schemas import Schema
from shop_admin.api.values import Whole
from shop_admin.errors import EditConflict, Invalid

I = TypeVar("I")  # noqa: E741
_TAG = re.compile(r'"?v?([0-9]{1,9})"?')


class Versioned(Schema):
    """A change of a record, which names the version that it was made from."""

    version: Whole | None = Field(None, ge=1, le=2_000_000_000)

    def changes(self) -> dict[str, Any]:
        """Return the fields that were sent, by name."""
        return {name: getattr(self, name) for name in self.model_fields_set if name != "version"}


def tag(version: int) -> str:
    """Return the ETag of a record's version."""
    return f'"v{version}"'


def asked_version() -> int | None:
    """Return the version of the If-Match header, None without one. Raises Invalid."""
    header = request.headers.get("If-Match")
    if header is None:
        return None
    match = _TAG.fullmatch(header.strip())
    if match is None:
        raise Invalid('If-Match must be the ETag that you got, such as "v3".', field="version")
    return int(match[1])


def version_of(body: Versioned) -> int:
    """Return the version that a change was made from. Raises Invalid where none was sent."""
    asked = asked_version()
    if body.version is None and asked is None:
        raise Invalid("Send the version that you changed, or If-Match.", field="version")
    if None not in (body.version, asked) and body.version != asked:
        raise Invalid("The version and If-Match differ.", field="version")
    return body.version if body.version is not None else int(asked or 0)


def merged(
    kind: type[I], record: Any, changes: Mapping[str, Any], *, version: int, **renamed: str
) -> I:
    """Return the whole input of a service: the record as it is, with what changes.

    Raises EditConflict unless the record is at the version that the change was made from, so
    that nothing of an older copy is written back.
    """
    if record.version != version:
        raise EditConflict(
            "Somebody else changed this in the meantime. Look at it again before you save."
        )
    present = {one.name: getattr(record, one.name) for one in fields(kind)}  # type: ignore[arg-type]
    return kind(**{**present, **{renamed.get(name, name): changes[name] for name in changes}})

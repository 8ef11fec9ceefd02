"""What single values look like in answers: ids, money, moments and addresses as text."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

Id = UUID
Money = Annotated[
    str,
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^[0-9]{1,14}(\.[0-9]{1,4})?$",
            "description": "An amount of the currency beside it, with the currency's decimals.",
            "examples": ["12.50"],
        }
    ),
]
Rate = Annotated[
    str,
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^[0-9]{1,3}\.[0-9]{2,4}$",
            "description": "A rate in per cent.",
            "examples": ["19.00"],
        }
    ),
]
Currency = Annotated[str, Field(pattern="^[A-Z]{3}$", examples=["EUR"])]
At = Annotated[
    str,
    WithJsonSchema(
        {
            "type": "string",
            "format": "date-time",
            "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$",
            "description": "A moment in UTC, as RFC 3339 writes it.",
            "examples": ["2026-11-22T08:26:00Z"],
        }
    ),
]
Url = Annotated[str, WithJsonSchema({"type": "string", "format": "uri"})]
Count = Annotated[int, Field(ge=0)]
Version = Annotated[int, Field(ge=1)]


class Shape(BaseModel):
    """The fields of an answer, all of them, and no others."""

    model_config = ConfigDict(extra="forbid")

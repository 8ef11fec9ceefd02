"""One endpoint as an operation of the document."""

import inspect
import re
from typing import Any

from shop_admin.api.gate import Endpoint, Who
from shop_admin.api.openapi import components, headers
from shop_admin.api.openapi.examples import BODIES, EXAMPLE_IDS
from shop_admin.api.openapi.responses import responses
from shop_admin.api.schemas import Schema, Upload
from shop_admin.api.shapes.declared import JSON

FORM = "multipart/form-data"
PARAMETER = re.compile(r"<(\w+)>")
RAW = "Content-Type"
SECRET = "Order-Token"  # noqa: S105  a header's name

SECURITY_SCHEMES: dict[str, Any] = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "The token of a login."},
    "orderToken": {
        "type": "apiKey",
        "in": "header",
        "name": SECRET,
        "description": "The secret of a guest's order, as placing it answered.",
    },
    "orderSecret": {
        "type": "apiKey",
        "in": "query",
        "name": "token",
        "description": "The same secret, where a header cannot be sent.",
    },
}


def path_of(endpoint: Endpoint) -> str:
    """Return the path as the document writes it."""
    return "/api" + PARAMETER.sub(r"{\1}", endpoint.path)


def operation(endpoint: Endpoint) -> dict[str, Any]:
    """Return the operation of an endpoint; its words are the view's docstring."""
    summary, _, more = inspect.getdoc(endpoint.view).partition("\n\n")  # type: ignore[union-attr]
    made: dict[str, Any] = {
        "operationId": endpoint.view.__name__,
        "summary": summary.replace("\n", " ").rstrip("."),
        "tags": [endpoint.path.split("/")[1]],
        "security": _security(endpoint),
    }
    if more:
        made["description"] = more
    parameters = [*_path_parameters(endpoint), *_query_parameters(endpoint), *_headers(endpoint)]
    if parameters:
        made["parameters"] = parameters
    if endpoint.body is not None:
        made["requestBody"] = _body(endpoint.body)
    elif RAW in endpoint.reads:
        made["requestBody"] = {"required": True, "content": {JSON: {"schema": {"type": "object"}}}}
    made["responses"] = responses(endpoint)
    return made


def _security(endpoint: Endpoint) -> list[dict[str, list[str]]]:
    if SECRET in endpoint.reads:
        return [{"orderToken": []}, {"orderSecret": []}, {"bearer": []}]
    if endpoint.who in (Who.ANYONE, Who.BUYER):
        return [{}, {"bearer": []}]
    return [{"bearer": []}]


def _path_parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "string", "format": "uuid"},
            "example": EXAMPLE_IDS[name],
        }
        for name in PARAMETER.findall(endpoint.path)
    ]


def _query_parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    schema = components.query_schema(endpoint.query)
    required = schema.get("required", ())
    secret = "token" if SECRET in endpoint.reads else None
    return [
        _query_parameter(name, one, is_required=name in required)
        for name, one in schema.get("properties", {}).items()
        if name != secret
    ]


def _query_parameter(name: str, schema: dict[str, Any], *, is_required: bool) -> dict[str, Any]:
    """Return a parameter of the query, which is there or not, but never null."""
    schema = {key: value for key, value in schema.items() if (key, value) != ("default", None)}
    choices = schema.pop("anyOf", None)
    if choices is not None:
        (one,) = (choice for choice in choices if choice != {"type": "null"})
        schema = {**one, **schema}
    return {"name": name, "in": "query", "required": is_required, "schema": schema}


def _headers(endpoint: Endpoint) -> list[dict[str, str]]:
    named = [headers.asked(name) for name in endpoint.reads if name not in (SECRET, RAW)]
    return [*named, *([headers.asked("If-None-Match")] if 304 in endpoint.answers else [])]


def _body(body: type[Schema]) -> dict[str, Any]:
    media_type = FORM if issubclass(body, Upload) else JSON
    content: dict[str, Any] = {"schema": components.reference(body)}
    examples = BODIES.get(body.__name__)
    if examples is not None:
        content["examples"] = examples
    return {"required": True, "content": {media_type: content}}

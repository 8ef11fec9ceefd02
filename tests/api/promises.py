"""Holds answers to the OpenAPI document: declared status, type, headers, and every field."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import jsonschema_rs
from flask import Flask, Request, Response

from shop_admin.api.docs import make_document
from shop_admin.api.openapi.operations import path_of
from shop_admin.api.routes import gate

PREFIX = "/api/"
# What the document's introduction says of every address: unknown, without its slash, wrong method.
UNROUTED = {308, 400, 404, 405}


class Promises:
    """The document of an application, and what breaks it."""

    def __init__(self, app: Flask) -> None:
        with app.app_context():
            self.document = make_document()

    @cached_property
    def problem(self) -> Any:
        """Return the validator of a refusal that belongs to no operation."""
        return self._validator({"$ref": "#/components/schemas/Problem"})

    def breaches(self, request: Request, response: Response) -> Iterator[str]:
        """Yield in words what the document does not say of this answer."""
        endpoint = gate.endpoints.get(request.endpoint or "")
        if endpoint is None or request.method == "OPTIONS":
            yield from self._unrouted(response)
            return
        said = self.document["paths"][path_of(endpoint)][endpoint.method.lower()]["responses"]
        answer = self._resolved(said.get(str(response.status_code)))
        if answer is None:
            yield f"{response.status_code} is not declared: {response.get_data(as_text=True)[:300]}"
            return
        yield from self._headers(answer, response)
        # Of HEAD and 304 Werkzeug leaves the body away once all is done.
        if request.method != "HEAD" and response.status_code != 304:
            yield from self._body(answer.get("content", {}), response)

    def errors_of(self, schema: dict[str, Any], value: Any) -> list[str]:
        """Return in words where a value is not as a schema of the document."""
        return [error.message for error in self._validator(schema).iter_errors(value)]

    def _unrouted(self, response: Response) -> Iterator[str]:
        if response.status_code not in UNROUTED and response.status_code != 200:
            yield f"{response.status_code} is not declared of any address"
        if response.status_code >= 400:
            yield from (error.message for error in self.problem.iter_errors(response.json))

    def _headers(self, answer: Any, response: Response) -> Iterator[str]:
        for name, one in answer["headers"].items():
            header = self._resolved(one)
            value = response.headers.get(name)
            if value is None:
                if header.get("required"):
                    yield f"the header {name} is missing"
                continue
            for error in self._validator(header["schema"]).iter_errors(value):
                yield f"the header {name}: {error.message}"

    def _body(self, content: dict[str, Any], response: Response) -> Iterator[str]:
        if not content:
            if response.get_data():
                yield "there is a body, and none is declared"
            return
        if response.mimetype not in content:
            yield f"the type is {response.mimetype}, declared are {', '.join(content)}"
        elif "json" in response.mimetype:
            schema = content[response.mimetype]["schema"]
            for error in self._validator(schema).iter_errors(response.json):
                yield f"{list(error.instance_path)}: {error.message}"

    def _resolved(self, one: Any) -> Any:
        if one is None or "$ref" not in one:
            return one
        found: Any = self.document
        for part in one["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        return found

    def _validator(self, schema: dict[str, Any]) -> Any:
        whole = {"components": self.document["components"], "allOf": [schema]}
        return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)

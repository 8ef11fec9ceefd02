import json
import re

from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import OpenAPIV31SpecValidator
from promises import PREFIX, Promises

METHODS = {"get", "post", "patch", "put", "delete"}


def test_it_is_openapi_3_1(promises: Promises) -> None:
    assert list(OpenAPIV31SpecValidator(promises.document).iter_errors()) == []


def test_every_bound_is_told_in_json_schemas_words(promises: Promises) -> None:
    # pydantic leaves its own words in a schema where a validator stands before a bound.
    assert not re.findall(r'"(?:ge|gt|le|lt)":', json.dumps(promises.document))


def test_it_has_every_address_and_no_other(app: Flask, promises: Promises) -> None:
    routed = {
        (re.sub(r"<(?:[^<>:]*:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(PREFIX)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    said = {(path, method) for path, one in promises.document["paths"].items() for method in one}

    assert said == routed


def test_every_operation_says_what_it_does_and_answers(promises: Promises) -> None:
    for path, operations in promises.document["paths"].items():
        for method, one in operations.items():
            assert one["summary"], (method, path)
            assert any(status.startswith("2") for status in one["responses"]), (method, path)
            refusals = [one["responses"][status] for status in ("401", "422", "503")]
            assert all("$ref" in refusal for refusal in refusals), (method, path)


def test_every_tag_is_described(promises: Promises) -> None:
    described = {tag["name"] for tag in promises.document["tags"]}

    assert described == {
        tag
        for operations in promises.document["paths"].values()
        for one in operations.values()
        for tag in one["tags"]
    }


def test_it_is_served_with_a_strong_etag(client: FlaskClient, promises: Promises) -> None:
    first = client.get("/api/openapi.json")
    tag = first.headers["ETag"]
    again = client.get("/api/openapi.json", headers={"If-None-Match": tag})

    assert first.json == promises.document
    assert not tag.startswith("W/")
    assert (again.status_code, again.data) == (304, b"")

"""The schemas of bodies and answers, as JSON Schema 2020-12, each under its own name."""

from collections.abc import Collection
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from shop_admin.api.gate import Endpoint
from shop_admin.api.openapi.plain import JSON_VALUE, Plain, in_its_own_words
from shop_admin.api.shapes.problems import Problem

REF = "#/components/schemas/{model}"


def schemas(endpoints: Collection[Endpoint]) -> dict[str, Any]:
    """Return the schemas of all bodies and answers. Raises ValueError where two share a name."""
    wanted: list[tuple[type[BaseModel], JsonSchemaMode]] = [
        (body, "validation") for body in sorted(_bodies(endpoints), key=_name)
    ]
    wanted += [(shape, "serialization") for shape in sorted(_shapes(endpoints), key=_name)]
    _refs, made = models_json_schema(wanted, ref_template=REF, schema_generator=Plain)
    definitions: dict[str, Any] = in_its_own_words(made["$defs"])
    if "JsonValue" in definitions:
        definitions["JsonValue"] = JSON_VALUE
    long = [name for name in definitions if not name.isalnum()]
    if long:
        raise ValueError(f"two schemas share a name: {', '.join(long)}")
    for changed in {one.body for one in endpoints if one.body and one.method == "PATCH"}:
        _drop_defaults(definitions[changed.__name__])
    return definitions


def query_schema(model: type[BaseModel]) -> dict[str, Any]:
    """Return the schema of an endpoint's query parameters."""
    made: dict[str, Any] = in_its_own_words(
        model.model_json_schema(ref_template=REF, schema_generator=Plain)
    )
    return made


def reference(model: type[BaseModel]) -> dict[str, str]:
    """Return what refers to a schema of the document."""
    return {"$ref": REF.format(model=model.__name__)}


def _bodies(endpoints: Collection[Endpoint]) -> set[type[BaseModel]]:
    return {one.body for one in endpoints if one.body is not None}


def _shapes(endpoints: Collection[Endpoint]) -> set[type[BaseModel]]:
    answers = [answer for one in endpoints for answer in one.answers.values()]
    return {Problem, *(shape for answer in answers for shape in answer.shapes)}


def _drop_defaults(schema: dict[str, Any]) -> None:
    """Say no defaults of a change: what is not sent stays as it is."""
    for field in schema["properties"].values():
        field.pop("default", None)


def _name(model: type[BaseModel]) -> str:
    return model.__name__

"""pydantic's models as JSON Schema that says exactly what the validators take."""

from typing import Any

from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from shop_admin.api.values import LINE, TEXT

# Text is stripped before it is measured: what must have one character must have a visible one.
_BLANK = r"\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_VISIBLE = {
    LINE: rf"^[^\x00-\x1f\x7f]*[^\x00-\x1f\x7f{_BLANK}][^\x00-\x1f\x7f]*$",
    TEXT: (
        r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*"
        rf"[^\x00-\x1f\x7f{_BLANK}][^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
    ),
}
# pydantic leaves its own words for bounds where a validator stands before them.
_BOUNDS = {
    "ge": "minimum",
    "le": "maximum",
    "gt": "exclusiveMinimum",
    "lt": "exclusiveMaximum",
}
_NO_NUL = r"^[^\x00]*$"
JSON_VALUE: dict[str, Any] = {
    "description": "Any JSON; its texts and names have no NUL.",
    "anyOf": [
        {"type": ["number", "boolean", "null"]},
        {"type": "string", "pattern": _NO_NUL},
        {"type": "array", "items": {"$ref": "#/components/schemas/JsonValue"}},
        {
            "type": "object",
            "propertyNames": {"pattern": _NO_NUL},
            "additionalProperties": {"$ref": "#/components/schemas/JsonValue"},
        },
    ],
}


class Plain(GenerateJsonSchema):
    """JSON Schema without a title on every field, which says the field's name again."""

    def field_title_should_be_set(self, _schema: Any) -> bool:
        """Set none."""
        return False

    def str_schema(self, schema: core_schema.StringSchema) -> dict[str, Any]:
        """Ask for a visible character where the text may not be empty; take no NUL in bodies."""
        made = super().str_schema(schema)
        if self.mode == "validation":
            made.setdefault("pattern", _NO_NUL)
        pattern = made.get("pattern")
        if made.get("minLength") and pattern in _VISIBLE:
            made["pattern"] = _VISIBLE[pattern]
        return made

    def dict_schema(self, schema: core_schema.DictSchema) -> dict[str, Any]:
        """Forbid the names that do not fit the pattern of names."""
        made = super().dict_schema(schema)
        for pattern, value in made.pop("patternProperties", {}).items():
            made |= {"propertyNames": {"pattern": pattern}, "additionalProperties": value}
        return made


def in_its_own_words(schema: Any) -> Any:
    """Return a schema with all bounds in the words of JSON Schema."""
    if isinstance(schema, list):
        return [in_its_own_words(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    is_integer = schema.get("type") == "integer"
    return {
        _BOUNDS.get(name, name) if is_integer else name: in_its_own_words(one)
        for name, one in schema.items()
    }

"""Reading JSON that comes from outside: one meaning only, bounded, no surprises in strings."""

import json
import math
from collections.abc import Iterable
from typing import Any, NoReturn

from shop_admin.errors import ShopError

MAX_DEPTH = 20
MAX_NODES = 10_000


class Malformed(ShopError):
    """The body is no JSON that could mean one thing only. HTTP 400."""

    status = 400
    code = "malformed"


def parse(data: bytes) -> Any:
    """Return the value that the bytes say. Raises Malformed.

    Besides what RFC 8259 forbids, refused are NaN and Infinity, repeated names, NUL and lone
    surrogates in strings, numbers beyond the range of a double, depth above 20.
    """
    try:
        value = json.loads(
            data.decode("utf-8"), object_pairs_hook=_object, parse_constant=_no_constant
        )
    except UnicodeDecodeError:
        raise Malformed("The body must be UTF-8.") from None
    except RecursionError:
        raise Malformed(f"The body is nested deeper than {MAX_DEPTH} levels.") from None
    except ValueError:
        raise Malformed("The body is not valid JSON.") from None
    _check(value)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise Malformed("An object of the body has the same name twice.")
    return made


def _no_constant(_name: str) -> NoReturn:
    raise Malformed("NaN and Infinity are not JSON.")


def _check(value: Any) -> None:
    """Walk the whole value once, without recursion."""
    seen, level, depth = 0, [value], 0
    while level:
        seen += len(level)
        if seen > MAX_NODES:
            raise Malformed(f"The body has more than {MAX_NODES:,} values.")
        for one in level:
            _check_scalar(one)
        level = [child for one in level for child in _children(one)]
        depth += 1
        if depth >= MAX_DEPTH and any(isinstance(one, dict | list) for one in level):
            raise Malformed(f"The body is nested deeper than {MAX_DEPTH} levels.")


def _children(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return [*value.keys(), *value.values()]
    return value if isinstance(value, list) else ()


def _check_scalar(value: Any) -> None:
    if isinstance(value, str):
        if "\x00" in value or not _is_sound(value):
            raise Malformed("Text of the body has NUL or half a character.")
    elif isinstance(value, float) and not math.isfinite(value):
        raise Malformed("A number of the body is too large.")


def _is_sound(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True

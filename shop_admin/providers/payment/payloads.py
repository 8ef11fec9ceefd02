"""What a provider sends, as it can be stored: a JSON object of text that a database can hold."""

import json
from typing import Any

from shop_admin.providers.payment.base import BadMessage


def payload_of(body: bytes) -> dict[str, Any]:
    """Return the object that a body spells; NUL and half characters, which no table holds, go.

    Raises BadMessage for what is no JSON object.
    """
    try:
        plain = json.dumps(json.loads(body), ensure_ascii=False, allow_nan=False)
        text = plain.encode("utf-8", "replace").decode().replace("\\u0000", "")
        content = json.loads(text)
    except (ValueError, RecursionError) as wrong:
        raise BadMessage("the message is no JSON") from wrong
    if not isinstance(content, dict):
        raise BadMessage("the message is no JSON object")
    return content

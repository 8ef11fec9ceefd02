"""Signed messages: `t=…,v1=…` over "t.body" with HMAC-SHA256, as Stripe signs its webhooks."""

import hmac
import re
from collections.abc import Collection
from datetime import datetime, timedelta

from shop_admin.providers.payment.base import BadSignature

TOLERANCE = timedelta(seconds=300)
LONGEST_HEADER = 1_000
_MOMENT = re.compile(r"[0-9]{1,12}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


def sign(body: bytes, secret: bytes, now: datetime) -> str:
    """Return the header that signs a body at this moment."""
    moment = int(now.timestamp())
    return f"t={moment},v1={_digest(body, secret, moment)}"


def check(body: bytes, header: str, secrets: Collection[bytes], now: datetime) -> None:
    """Raise BadSignature unless one of the secrets signed this very body within five minutes.

    While a secret is exchanged there are two of them, and a header may hold a digest of each.
    Source: Stripe, "Verify webhook signatures manually".
    """
    moment, digests = _parsed(header)
    if abs(now.timestamp() - moment) > TOLERANCE.total_seconds():
        raise BadSignature("the signature is too old")
    matches = [
        hmac.compare_digest(_digest(body, secret, moment), digest)
        for secret in secrets
        for digest in digests
    ]
    if not any(matches):
        raise BadSignature("no signature fits")


def _digest(body: bytes, secret: bytes, moment: int) -> str:
    return hmac.new(secret, b"%d." % moment + body, "sha256").hexdigest()


def _parsed(header: str) -> tuple[int, list[str]]:
    if len(header) > LONGEST_HEADER:
        raise BadSignature("the signature is too long")
    parts = [part.strip().partition("=") for part in header.split(",")]
    moments = [value for name, _, value in parts if name == "t" and _MOMENT.fullmatch(value)]
    digests = [value for name, _, value in parts if name == "v1" and _DIGEST.fullmatch(value)]
    if len(moments) != 1 or not digests:
        raise BadSignature("there is no readable signature")
    return int(moments[0]), digests

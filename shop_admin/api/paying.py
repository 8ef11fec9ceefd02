"""Requests that lead to a payment: done once for each key, with the provider asked in between.

First a transaction does the work and remembers what it made. Then the provider is asked, with no
transaction open. A second one writes down the next step and the answer. Whoever comes again with
the key after a crash in between goes on from what was made: providers are asked by the payment's
id, so asking twice begins nothing twice.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from flask import request

from shop_admin import wiring
from shop_admin.api import order_json
from shop_admin.api.answers import address, to_bytes
from shop_admin.api.schemas import Schema
from shop_admin.db import db, transaction
from shop_admin.errors import Invalid
from shop_admin.permissions import Actor, ActorKind
from shop_admin.providers.payment.base import NextAction, ProviderDown
from shop_admin.queries import receipts
from shop_admin.queries.receipts import Receipt
from shop_admin.services import attempts, idempotency
from shop_admin.services.attempts import Started
from shop_admin.services.idempotency import Claim, Kept, Key

log = logging.getLogger(__name__)

LONGEST_KEY = 255


@dataclass(frozen=True, kw_only=True)
class Done:
    """What the work of a request made: an order, and whether a provider is to be asked.

    With the `receipt` of an order that was written just now nothing is read again.
    """

    order_id: UUID
    is_online: bool
    receipt: Receipt | None = None


@dataclass(frozen=True, kw_only=True)
class Reply:
    """The bytes to answer with, and whether they went out before."""

    kept: Kept
    is_replayed: bool


def find_key(party: str, body: Schema) -> Key | None:
    """Return what makes this request the same as another, None where it may be repeated."""
    header = request.headers.get("Idempotency-Key")
    if header is None:
        return None
    if not 1 <= len(header) <= LONGEST_KEY or not (header.isascii() and header.isprintable()):
        raise Invalid("An Idempotency-Key has 1 to 255 plain characters.")
    return Key(
        party=party,
        method=request.method,
        path=request.path,
        key=header,
        body_hash=idempotency.hash_of(body.model_dump_json()),
    )


def answer_once(buyer: Actor, key: Key | None, status: int, work: Callable[[], Done]) -> Reply:
    """Do the work of a request, once for its key, and return the order as it is then."""
    with transaction(buyer.db_context()):
        claim = idempotency.claim(key) if key is not None else None
        if claim is not None and claim.kept is not None:
            return Reply(kept=claim.kept, is_replayed=True)
        left = claim.resource_id if claim is not None else None
        done = Done(order_id=left, is_online=True) if left is not None else work()
        started = _find_started(buyer, done)
        if started is None:
            return _finished(buyer, done, status, claim)
        if claim is not None and left is None:
            idempotency.hold(claim, done.order_id)
    action = _start(started)
    with transaction(buyer.db_context()):
        if action is not None:
            attempts.keep_next_action(
                _owner(buyer, done.order_id), started.request.payment_id, action
            )
        return _finished(buyer, replace(done, receipt=None), status, claim)


def return_address(order_id: UUID) -> str:
    """Return where a provider sends the buyer back to: the order, without any secret."""
    return address(f"/api/orders/{order_id}/")


def _find_started(buyer: Actor, done: Done) -> Started | None:
    if not done.is_online:
        return None
    owner = _owner(buyer, done.order_id)
    return attempts.find_started(owner, done.order_id, return_url=return_address(done.order_id))


def _start(started: Started) -> NextAction | None:
    """Ask the provider. Silent: None, and the order waits; its buyer may pay again."""
    provider = wiring.parts().payment_providers[started.provider]
    try:
        return provider.start(started.request)
    except ProviderDown:
        log.warning("%s did not start %s", started.provider, started.request.payment_id)
        return None


def _finished(buyer: Actor, done: Done, status: int, claim: Claim | None) -> Reply:
    receipt = done.receipt or _receipt(buyer, done.order_id)
    body = to_bytes(order_json.shown(receipt))
    answer = Kept(status=status, body=body, resource_id=done.order_id)
    if claim is None:
        return Reply(kept=answer, is_replayed=False)
    first = idempotency.finish(claim, answer)
    return Reply(kept=first, is_replayed=first is not answer)


def _receipt(buyer: Actor, order_id: UUID) -> Receipt:
    owner = _owner(buyer, order_id)
    row = db.session.execute(receipts.order_of(owner, order_id)).one()
    (receipt,) = receipts.with_their_parts(owner, [row])
    return receipt


def _owner(buyer: Actor, order_id: UUID) -> Actor:
    """Return the buyer as the one whose order this is: a guest sees one order only."""
    return replace(buyer, order_id=order_id) if buyer.kind == ActorKind.GUEST else buyer

"""Canaries through every login flow: none is sung by a log, a refusal, a job or the audit trail."""

import io
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from factories import make_product, make_store
from flask import Flask
from flask.testing import FlaskClient
from sms_service import SmsService
from werkzeug.test import TestResponse

from shop_admin.db import acting_as
from shop_admin.permissions import command

NUMBER, OTHER = "+4915123450815", "+4915123454711"


@pytest.fixture
def written(app: Flask) -> Iterator[io.StringIO]:
    """Yield all that is logged, formatted as the log file has it, traces too."""
    written = io.StringIO()
    ours = logging.getLogger("shop_admin")
    handler = logging.StreamHandler(written)
    handler.setFormatter(ours.handlers[0].formatter)
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.INFO)
    for log in (ours, root):
        log.addHandler(handler)
    yield written
    for log in (ours, root):
        log.removeHandler(handler)
    root.setLevel(level)


def _stored(statement: str) -> str:
    with acting_as(command().db_context()) as session:
        return str(session.execute(sa.text(statement)).all())


def test_nothing_is_heard_of_them(
    app: Flask,
    client: FlaskClient,
    phones: SmsService,
    written: io.StringIO,
    cart: Callable[..., dict[str, Any]],
) -> None:
    refusals: list[TestResponse] = []

    def post(path: str, **body: Any) -> TestResponse:
        answer = client.post(f"/api/{path}/", json=body, headers=token)
        if answer.status_code >= 400:
            refusals.append(answer)
        return answer

    token: dict[str, str] = {}
    for mood in ("broken", "elsewhere", "cut", "silent", "taken"):
        phones.mood = mood  # type: ignore[assignment]
        post("auth/customer/request-otp", mobile_number=NUMBER)
    sent = [one["text"][:6] for one in phones.messages]
    wrong = f"{(int(sent[-1]) + 1) % 1_000_000:06d}"
    post("auth/customer/request-otp", mobile_number=f"{OTHER}x")
    post("auth/customer/login", mobile_number=NUMBER, otp=wrong)
    post("auth/customer/login", mobile_number=NUMBER, otp=sent[0])
    post("auth/customer/login", mobile_number=NUMBER, otp=f"{sent[-1]}x")
    opened = post("auth/customer/login", mobile_number=NUMBER, otp=sent[-1])
    assert opened.json is not None
    secret = opened.json["token"]
    token["Authorization"] = f"Bearer {secret}"
    post("auth/customer/login", mobile_number=NUMBER, otp=sent[-1])
    post("orders", **cart((make_product(make_store()), 1)))
    post("products")
    post("auth/logout")
    post("auth/logout")

    assert len(phones.messages) == 5
    assert len(refusals) == 11
    heard = {
        "the log": written.getvalue(),
        "a refusal": "".join(f"{one.text}{one.headers}" for one in refusals),
        "a job": _stored("SELECT args::text, task_name, lock FROM procrastinate_jobs"),
    }
    assert "no code was sent to +49…815" in heard["the log"]
    for where, text in heard.items():
        for canary in (*sent, wrong, secret, NUMBER, NUMBER[3:], OTHER):
            assert canary not in text, f"{where} tells {canary}"
    trail = _stored("SELECT old::text, new::text FROM audit_entries")
    for canary in (*sent, wrong, secret):
        assert canary not in trail, f"the trail tells {canary}"

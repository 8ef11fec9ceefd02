"""Whatever the SMS service does: it is asked once, the words hold no secret, and time is short."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sms_service import Mood, SmsService, running

from shop_admin.errors import ProviderDown
from shop_admin.providers.sms.base import Service
from shop_admin.providers.sms.http import HttpSms

NUMBER, TOKEN, CODE = "+4915123456789", "canary-token", "482913"
SECONDS = 0.3
SELF_SIGNED = Path(__file__).with_name("self-signed.pem")


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[SmsService]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with running() as service:
        yield service


def _sms(url: str) -> HttpSms:
    return HttpSms(Service(url=url, token=TOKEN, sender="shop", seconds=SECONDS))


def test_it_gets_recipient_sender_and_text_under_its_token(service: SmsService) -> None:
    _sms(service.url).send(NUMBER, CODE)

    assert service.messages == [{"to": NUMBER, "from": "shop", "text": CODE}]
    assert service.headers[0]["Authorization"] == f"Bearer {TOKEN}"
    assert service.headers[0]["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    ("mood", "words"),
    [
        ("broken", "The SMS service answered 500."),
        ("elsewhere", "The SMS service answered 307."),
        ("silent", "The SMS service did not answer in time."),
        ("cut", "The SMS service cannot be reached."),
    ],
)
def test_a_failure_is_one_sentence_after_one_try(
    service: SmsService, mood: Mood, words: str
) -> None:
    service.mood = mood
    began = time.monotonic()

    with pytest.raises(ProviderDown) as down:
        _sms(service.url).send(NUMBER, CODE)

    assert down.value.message == words
    assert down.value.__cause__ is None
    assert down.value.__context__ is None or down.value.__suppress_context__
    assert len(service.messages) == 1
    assert time.monotonic() - began < SECONDS + 2


def test_nobody_there_is_told_likewise() -> None:
    with pytest.raises(ProviderDown, match="cannot be reached"):
        _sms("http://127.0.0.1:9/messages").send(NUMBER, CODE)


def test_a_service_after_a_cut_is_reached_again(service: SmsService) -> None:
    sms = _sms(service.url)
    sms.send(NUMBER, "first")
    service.mood = "cut"
    with pytest.raises(ProviderDown):
        sms.send(NUMBER, "second")
    service.mood = "taken"

    sms.send(NUMBER, "third")

    assert [one["text"] for one in service.messages] == ["first", "second", "third"]


def test_a_certificate_that_nobody_vouches_for_is_refused() -> None:
    with (
        running(certificate=SELF_SIGNED) as service,
        pytest.raises(ProviderDown, match="cannot be reached"),
    ):
        _sms(service.url).send(NUMBER, CODE)

    assert service.messages == []


def test_its_description_hides_the_token() -> None:
    assert TOKEN not in repr(Service(url="https://sms.example.com", token=TOKEN))

"""The contract of an SMS provider, held against every implementation."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sms_service import SmsService, running

from shop_admin.providers.sms import open_sms
from shop_admin.providers.sms.base import Service, Sms, masked

NUMBER = "+4915123456789"
TEXT = "482913 is your code: für dich."


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What a provider sent: its number as it may be known there, and the text."""

    number: str
    text: str


@pytest.fixture
def journal() -> Iterator[list[str]]:
    """Yield the lines that the provider writes into the log."""
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]
    log = logging.getLogger("shop_admin.sms")
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    yield lines
    log.removeHandler(handler)
    log.setLevel(logging.NOTSET)


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[SmsService]:
    """Yield an SMS service on this machine, reached without any proxy."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with running() as service:
        yield service


@pytest.fixture(params=["console", "http"])
def provider(request: pytest.FixtureRequest, service: SmsService) -> tuple[str, Sms]:
    given = Service(url=service.url, token="t0ken", sender="shop", seconds=1)
    sms = open_sms(request.param, service=given, shows_text=True)
    assert sms is not None
    return request.param, sms


def _sent(name: str, journal: list[str], service: SmsService) -> list[Sent]:
    if name == "http":
        return [Sent(number=one["to"], text=one["text"]) for one in service.messages]
    lines = (line.removeprefix("to ").partition(": ") for line in journal)
    return [Sent(number=number, text=text) for number, _, text in lines]


def test_the_text_arrives_whole(
    provider: tuple[str, Sms], journal: list[str], service: SmsService
) -> None:
    name, sms = provider

    sms.send(NUMBER, TEXT)

    known = NUMBER if name == "http" else masked(NUMBER)
    assert _sent(name, journal, service) == [Sent(number=known, text=TEXT)]


def test_each_message_goes_once(
    provider: tuple[str, Sms], journal: list[str], service: SmsService
) -> None:
    name, sms = provider

    for number in range(3):
        sms.send(NUMBER, f"message {number}")

    texts = [one.text for one in _sent(name, journal, service)]
    assert texts == ["message 0", "message 1", "message 2"]


def test_no_log_shows_a_whole_number(provider: tuple[str, Sms], journal: list[str]) -> None:
    _, sms = provider

    sms.send(NUMBER, TEXT)

    assert not any(NUMBER in line or NUMBER[3:] in line for line in journal)


def test_off_is_nobody_and_another_name_a_mistake() -> None:
    assert open_sms("off", service=Service(), shows_text=False) is None
    with pytest.raises(ValueError, match="no SMS provider 'pigeon'"):
        open_sms("pigeon", service=Service(), shows_text=False)


def test_outside_development_the_console_shows_no_text(journal: list[str]) -> None:
    sms = open_sms("console", service=Service(), shows_text=False)
    assert sms is not None

    sms.send(NUMBER, TEXT)

    assert journal == ["to +49…789: •••"]

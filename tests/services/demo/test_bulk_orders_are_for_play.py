"""Orders in bulk are refused in production, and without the demo's stores, in a sentence."""

import dataclasses

import pytest
from flask import Flask

from shop_admin import wiring


def test_production_refuses_invented_orders(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    found = wiring.parts()
    settings = found.settings.model_copy(update={"env": "production"})
    changed = dataclasses.replace(found, settings=settings)
    monkeypatch.setitem(app.extensions, wiring.EXTENSION, changed)

    answer = app.test_cli_runner().invoke(args=["demo", "--orders", "5"])

    assert answer.exit_code == 1
    assert "Demo data is switched off" in answer.output


def test_stores_come_first(app: Flask) -> None:
    answer = app.test_cli_runner().invoke(args=["demo", "--orders", "5", "--store", "paris"])

    assert answer.exit_code == 1
    assert "Fill in the demo first" in answer.output

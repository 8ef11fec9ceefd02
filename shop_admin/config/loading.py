"""Reading the settings, and saying all that is wrong with them at once."""

import difflib
import os
from typing import Any

from dotenv import dotenv_values
from pydantic import ValidationError

from shop_admin.config.settings import ROOT, Settings


class ConfigError(Exception):
    """The settings are wrong; the message lists everything at once, a sentence a line."""


def load_settings(**overrides: Any) -> Settings:
    """Read the settings; overrides win. Raises ConfigError with all that is wrong at once."""
    try:
        return Settings(**overrides)
    except ValidationError as error:
        sentences = _sentences(error) + _rules_broken_besides(error, overrides)
        raise ConfigError("\n".join(sentences)) from None


def _sentences(error: ValidationError) -> list[str]:
    lines = []
    for problem in error.errors(include_url=False, include_input=False):
        message = problem["msg"].removeprefix("Value error, ")
        if not problem["loc"]:
            lines.extend(message.splitlines())
            continue
        lines.append(f"{_environment_name(problem['loc'][0])}: {message[:1].lower()}{message[1:]}.")
    return lines


def _environment_name(field: object) -> str:
    name = str(field).upper()
    return name if name == "DATABASE_URL" else f"SHOP_{name}"


def _rules_broken_besides(error: ValidationError, overrides: dict[str, Any]) -> list[str]:
    # Pydantic skips rules about the whole as soon as one field is wrong; with the wrong ones at
    # their defaults they speak too, and people need one round to mend everything.
    wrong = {str(problem["loc"][0]).lower() for problem in error.errors() if problem["loc"]}
    if not wrong:
        return []
    defaults = {name: Settings.model_fields[name].default for name in wrong}
    try:
        Settings(**{**_without(overrides, wrong), **defaults})
    except ValidationError as rules:
        names = tuple(f"{_environment_name(name)}:" for name in wrong)
        return [line for line in _sentences(rules) if not line.startswith(names)]
    return []


def _without(overrides: dict[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: value for name, value in overrides.items() if name.lower() not in names}


def unknown_settings() -> list[str]:
    """Return a sentence for each SHOP_… variable that no setting reads: most often a slip."""
    known = [_environment_name(name) for name in Settings.model_fields]
    # SHOP_TEST_… is how the tests' processes tell each other about their database.
    present = {*os.environ, *dotenv_values(ROOT / ".env")}
    candidates = (n for n in present if n.startswith("SHOP_") and not n.startswith("SHOP_TEST_"))
    lines = []
    for name in sorted(set(candidates) - set(known)):
        close = difflib.get_close_matches(name, known, 1)
        hint = f"; did you mean {close[0]}?" if close else "."
        lines.append(f"{name}: there is no such setting{hint}")
    return lines

"""Fields: text without traps, exact money, moments in the store's time zone, short choices.

A field is made anew for each form, and so in the language of whoever fills it in: what it says of
itself is said here. Labels and descriptions are N_ in a form and said by the macros; so are the
words and the choices that a declaration names, which this module says as the form is made. What
`offer` is given is shown as it is: names of stores, or texts that were said already.
"""

import json
from collections.abc import Sequence
from datetime import UTC
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from wtforms import (
    BooleanField,
    DateTimeLocalField,
    IntegerField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget, TextArea

from shop_admin.console.vocabulary import spelled
from shop_admin.language import _, ngettext, number
from shop_admin.money import unit


class TextField(StringField):
    """One line, or several: trimmed, at most `most` characters, no control characters."""

    def __init__(
        self,
        label: str = "",
        *,
        most: int = 200,
        required: bool = False,
        lines: int = 1,
        **options: Any,
    ) -> None:
        need = InputRequired(_("Fill this in.")) if required else Optional()
        longest = ngettext(
            "Use %(number)s character at most.", "Use %(number)s characters at most.", most
        )
        limits = [need, Length(max=most, message=longest)]
        super().__init__(label, validators=limits, **options)
        self.lines = lines
        self.most = most
        if lines > 1:
            self.widget = TextArea()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the text without blanks around it, and with one kind of line end."""
        self.data = valuelist[0].replace("\r\n", "\n").strip() if valuelist else ""

    def pre_validate(self, form: Any) -> None:
        """Refuse characters that no keyboard types and no database stores."""
        if any(ord(sign) < 32 and sign not in "\n\t" for sign in self.data or ""):
            raise ValidationError(_("This holds characters that cannot be kept."))


class SecretField(PasswordField):
    """A password; never shown again."""

    def __init__(self, label: str = "", *, required: bool = False, **options: Any) -> None:
        need = [InputRequired(_("Fill this in."))] if required else []
        super().__init__(label, validators=need, **options)


class MoneyField(StringField):
    """An exact amount; the currency's decimals are the service's rule."""

    data: Any  # what validation let through

    def __init__(self, label: str = "", *, required: bool = False, **options: Any) -> None:
        need = InputRequired(_("Fill this in.")) if required else Optional()
        super().__init__(label, validators=[need], **options)
        self.currency = ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read 1234.50 or 1234,50. Raises ValueError for anything else."""
        text = valuelist[0].strip().replace("\u00a0", "").replace(" ", "") if valuelist else ""
        if not text:
            self.data = None
            return
        if text.count(",") == 1 and "." not in text:
            text = text.replace(",", ".")
        self.data = exact(text)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        if self.data is None:
            return ""
        return f"{self.data.quantize(unit(self.currency)) if self.currency else self.data:f}"


def exact(text: str) -> Decimal:
    """Return a plain decimal number. Raises ValueError for signs of science, space or size."""
    if len(text) > 16 or not text.isascii() or any(sign not in "0123456789.-" for sign in text):
        raise ValueError(_("Give an amount such as 12.50."))
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ValueError(_("Give an amount such as 12.50.")) from None


class QuantityField(IntegerField):
    """A whole number within bounds."""

    data: Any  # what validation let through

    def __init__(
        self,
        label: str = "",
        *,
        least: int = 0,
        most: int = 1_000_000,
        required: bool = False,
        **options: Any,
    ) -> None:
        need = InputRequired(_("Fill this in.")) if required else Optional()
        within = _(
            "Give a whole number from %(least)s to %(most)s.",
            least=number(least),
            most=number(most),
        )
        super().__init__(label, validators=[need, NumberRange(least, most, within)], **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a whole number of at most nine digits."""
        text = valuelist[0].strip() if valuelist else ""
        if not text:
            self.data = None
            return
        digits = text.removeprefix("-")
        if len(digits) > 9 or not digits.isascii() or not digits.isdigit():
            raise ValueError(_("Give a whole number."))
        self.data = int(text)


class VersionField(QuantityField):
    """The version that the person saw; it travels hidden."""

    widget = HiddenInput()

    def take(self, version: int) -> None:
        """Go on from a newer version, once the person has been told what changed."""
        self.data, self.raw_data = version, None


class MomentField(DateTimeLocalField):
    """A moment, typed and shown in the form's time zone, kept in UTC."""

    def __init__(self, label: str = "", **options: Any) -> None:
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
        wrong = _("Give a day and a time.")
        super().__init__(
            label, format=formats, validators=[Optional()], invalid_value_message=wrong, **options
        )
        self.zone = ZoneInfo("UTC")

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the wall clock of the zone. An hour that occurs twice means its first time."""
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        super().process_formdata(valuelist)
        try:
            wall: Any = self.data
            self.data = wall.replace(tzinfo=self.zone).astimezone(UTC)
        except OverflowError:
            raise ValueError(_("Give a day and a time.")) from None

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        return self.data.astimezone(self.zone).strftime("%Y-%m-%dT%H:%M") if self.data else ""


class ChoiceField(SelectField):
    """One of a few; the form fills in what this person may choose."""

    data: Any  # what validation let through

    def __init__(
        self, label: str = "", *, words: Sequence[str] = (), required: bool = True, **options: Any
    ) -> None:
        need = [InputRequired(_("Choose one."))] if required else [Optional()]
        options["choices"] = _said(options["choices"]) if "choices" in options else _named(words)
        super().__init__(label, validators=need, **options)

    def offer(self, pairs: Sequence[tuple[str, str]], *, empty: str | None = None) -> None:
        """Offer these choices, and `empty` for none of them."""
        none = [SelectChoice("", empty)] if empty is not None else []
        self.choices = none + [SelectChoice(value, label) for value, label in pairs]

    @property
    def chosen_id(self) -> Any:
        """Return the chosen record's id or None; only offered ones pass validation."""
        return UUID(str(self.data)) if self.data else None


class FlagField(BooleanField):
    """Yes or no."""


class WordsField(SelectMultipleField):
    """Several of a few, as ticks."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: str = "", *, words: Sequence[str], **options: Any) -> None:
        options.setdefault("invalid_choice_message", _("Not a valid choice."))
        super().__init__(label, choices=_named(words), **options)

    def offer(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Offer these."""
        self.choices = [SelectChoice(value, label) for value, label in pairs]


class PairsField(TextField):
    """Attributes as lines of 'name: value'; what is no text stays what it was unless retyped."""

    data: Any

    def __init__(self, label: str = "", **options: Any) -> None:
        super().__init__(label, lines=4, most=5000, **options)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "\n".join(f"{name}: {_shown(value)}" for name, value in (self.data or {}).items())

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the lines. Raises ValueError for a line without a colon."""
        before = self.object_data if isinstance(self.object_data, dict) else {}
        pairs: dict[str, Any] = {}
        for line in (valuelist[0] if valuelist else "").splitlines():
            if not line.strip():
                continue
            name, colon, value = (part.strip() for part in line.partition(":"))
            if not colon or not name:
                raise ValueError(_("Write one “name: value” on each line."))
            kept = name in before and _shown(before[name]) == value
            pairs[name] = before[name] if kept else value
        self.data = pairs

    def pre_validate(self, form: Any) -> None:
        """Refuse control characters in names and values."""
        text = "".join(f"{name}{_shown(value)}" for name, value in (self.data or {}).items())
        if any(ord(sign) < 32 for sign in text):
            raise ValidationError(_("This holds characters that cannot be kept."))


def _named(words: Sequence[str]) -> list[SelectChoice]:
    return [SelectChoice(word, _(spelled(word))) for word in words]


def _said(choices: Sequence[SelectChoice]) -> list[SelectChoice]:
    return [SelectChoice(one.value, _(one.label)) for one in choices]


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

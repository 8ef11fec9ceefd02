"""The parts of a tax rate, as rows of a name and a rate: CGST 9, SGST 9."""

from decimal import Decimal
from typing import Any

from wtforms import Field
from wtforms.validators import ValidationError

from shop_admin.console.forms.fields import exact
from shop_admin.language import _, number

SPARE = 2
MOST = 8
LONGEST = 60

Row = tuple[str, str]


class RatePartsField(Field):
    """Rows of two boxes under one name; two are always free, and empty ones are no part."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the rows as they were typed, so that none is lost where one is wrong."""
        typed = [text.strip() for text in valuelist[: 2 * MOST]]
        pairs = zip(typed[::2], typed[1::2], strict=False)
        self.data = [{"name": name, "rate": rate} for name, rate in pairs if name or rate]

    def pre_validate(self, form: Any) -> None:
        """Refuse half a row, and rates that are no numbers."""
        for name, rate in self.rows:
            if not name or not rate:
                raise ValidationError(_("Each part needs a name and a rate."))
            if len(name) > LONGEST or not name.isprintable():
                raise ValidationError(
                    _("A part's name has %(most)s letters at most.", most=number(LONGEST))
                )
            try:
                exact(rate.replace(",", "."))
            except ValueError:
                wrong = _("“%(rate)s” is no rate: write 9 or 2.5.", rate=rate[:20])
                raise ValidationError(wrong) from None

    @property
    def rows(self) -> list[Row]:
        """Return the parts as text."""
        return [(one["name"], one["rate"]) for one in self.data or ()]

    @property
    def pairs(self) -> tuple[tuple[str, Decimal], ...]:
        """Return the parts for the service, once they are valid."""
        return tuple((name, exact(rate.replace(",", "."))) for name, rate in self.rows)

    def _value(self) -> str:
        return ", ".join(f"{name} {rate} %" for name, rate in self.rows)

    @property
    def drawn_rows(self) -> list[Row]:
        """Return the rows with the free ones after them."""
        return self.rows + [("", "")] * min(SPARE, MOST - len(self.rows))

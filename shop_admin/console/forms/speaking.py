"""Forms speak the reader's language: what WTForms says by itself comes from our catalogues too."""

from wtforms import Form

from shop_admin.language import N_, _

ITS_OWN = (N_("Invalid input."), N_("Not a valid choice."))
"""What WTForms may still say; our fields and validators bring their own sentences."""


class Said:
    """The translations that WTForms asks for."""

    def gettext(self, text: str) -> str:
        """Return a text of WTForms in the language that is spoken."""
        return _(text)

    def ngettext(self, one: str, many: str, count: int) -> str:
        """Return the text that fits a number; WTForms fills it in itself."""
        return _(one if count == 1 else many)


class SpokenForm(Form):
    """The base of all forms; with Flask-WTF's or Flask-Admin's form it comes first."""

    class Meta:
        """Where WTForms finds its texts."""

        def get_translations(self, _form: Form) -> Said:
            """Return ours, never WTForms' own catalogues: they lack languages that we have."""
            return Said()

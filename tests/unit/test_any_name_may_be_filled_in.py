"""A text may hold a value of any name: `text` and `context` as well as others."""

from shop_admin.language import _, ngettext, pgettext


def test_each() -> None:
    assert _("No %(text)s.", text="lamp") == "No lamp."
    assert pgettext("verb", "Find %(context)s", context="it") == "Find it"
    assert ngettext("%(number)s %(one)s", "%(number)s %(one)s", 2, one="x") == "2 x"

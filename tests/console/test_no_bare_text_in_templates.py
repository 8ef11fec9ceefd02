"""No page of the console says a word that the catalogues of the languages do not know."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment

TEMPLATES = Path(__file__).parents[2] / "templates" / "admin"
ENVIRONMENT = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
READ_ATTRIBUTES = frozenset({"title", "aria-label", "placeholder", "alt", "data-ask", "data-yes"})
UNREAD_TAGS = frozenset({"script", "style", "code", "kbd"})
"""Code is no language of people, and keys say what is printed on them."""
NAMES = frozenset({"shop", "admin", "shop_admin", "CSV", "XLSX", "ZIP"})
"""The brand, and kinds of files: they are called the same everywhere."""
LOOKS = re.compile(r"\{% (block|macro) looks\b.*?\{%-? end\1 %\}", re.DOTALL)
"""Classes of the style sheets, which a template or a macro puts together."""
CLAUSE = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands for what a page works out: it keeps the words on both sides apart."""
WORD = re.compile(r"[^\W\d_]{2,}(?:_\w+)?")
SPOKEN_MACROS = re.compile(
    r"\b(?:ui\.)?(?:alarm|button|card|dots|drop|empty|event|head|link|menu|pair|table|unseen)\("
)
STRING = re.compile(r"(?P<call>\b(?:_|pgettext|ngettext)\()?\s*(?P<text>\"[^\"]*\"|'[^']*')")
SENTENCE = re.compile(r"^[\"'][A-Z][\w’']*(?:[ …?!.,:].*|[a-z]{2,})[\"']$")


class Reader(HTMLParser):
    """Gathers what a page says outside of its marked texts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Read the attributes that are read out or shown."""
        self.unread += tag in UNREAD_TAGS
        self.said += [text or "" for name, text in attrs if name in READ_ATTRIBUTES]

    def handle_endtag(self, tag: str) -> None:
        """Read on after what is not for people."""
        self.unread -= tag in UNREAD_TAGS

    def handle_data(self, data: str) -> None:
        """Read a text."""
        if not self.unread:
            self.said.append(data)


def _pieces(source: str) -> Iterator[str]:
    """Yield a template's markup, each of its expressions and marked texts as one sign."""
    source = LOOKS.sub("", source)
    is_marked, is_first = False, False
    for _line, kind, text in ENVIRONMENT.lex(source):
        if kind == "block_begin":
            is_first = True
            yield CLAUSE
        elif kind == "variable_begin":
            yield CLAUSE
        elif kind == "name" and is_first:
            is_first = False
            is_marked = {"trans": True, "endtrans": False}.get(text, is_marked)
        elif kind == "data" and not is_marked:
            yield text


def bare_words(source: str) -> list[str]:
    """Return the texts of a template in which an unmarked word stands."""
    reader = Reader()
    reader.feed("".join(_pieces(source)))
    reader.close()
    return [
        " ".join(text.split())
        for text in reader.said
        if any(word not in NAMES for word in WORD.findall(text))
    ]


def unmarked_arguments(source: str) -> list[str]:
    """Return the texts that a template hands unmarked to a macro which shows them."""
    found = []
    for expression in re.findall(r"\{\{.*?\}\}|\{%-?\s+(?!macro).*?%\}", source, re.DOTALL):
        if not SPOKEN_MACROS.search(expression):
            continue
        # What was marked is taken out whole: a context and a plural are marked with their text.
        rest = re.sub(r"\b(?:_|pgettext|ngettext)\((?:\"[^\"]*\"|'[^']*'|[\s,])+", "", expression)
        found += [m["text"] for m in STRING.finditer(rest) if SENTENCE.match(m["text"])]
    return found


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.html")), ids=lambda path: path.stem)
def test_every_text_is_marked(path: Path) -> None:
    source = path.read_text()
    assert bare_words(source) + unmarked_arguments(source) == []


@pytest.mark.parametrize(
    "source",
    [
        "<p>Nothing here</p>",
        "<p>{{ count }} rows</p>",
        '<button aria-label="Close">×</button>',
        '<input placeholder="{{ _("Name") }} of it">',
        "{% if one %}Yes{% endif %}",
    ],
)
def test_a_bare_text_is_found(source: str) -> None:
    assert bare_words(source)


@pytest.mark.parametrize(
    "source",
    ['{{ ui.head("Orders") }}', '{{ ui.card(_("One"), aside=ui.link(x, "All of them")) }}'],
)
def test_an_unmarked_argument_is_found(source: str) -> None:
    assert unmarked_arguments(source)


@pytest.mark.parametrize(
    "source",
    [
        "{% trans name=who %}<b>{{ name }}</b> invites you{% endtrans %}",
        '<p>{{ _("Nothing here") }} · {{ count }} /</p>',
        "<kbd>Ctrl</kbd><span>shop<i>_</i>admin</span><code>flask check</code>",
        '{{ ui.head(_("Orders"), sub=pgettext("a verb", "Open")) }}',
        '{{ ui.button(url, ngettext("One row", "%(number)s rows", n), "main") }}',
    ],
)
def test_a_marked_text_is_not(source: str) -> None:
    assert bare_words(source) + unmarked_arguments(source) == []

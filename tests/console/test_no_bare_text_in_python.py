"""What a person reads is marked for the catalogues where it stands: no bare sentence in Python."""

import ast
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from shop_admin import errors

ROOT = Path(errors.__file__).parent
READ = ("console", "services", "models", "queries", "db", "errors.py", "wiring.py")
"""Whatever may be shown at the console."""
MARKS = frozenset({"_", "N_", "ngettext", "pgettext"})
LABELS = frozenset({"label", "title", "description", "done", "new_label", "search_hint"})
"""Keywords that hold what a person reads, even where it is a single word."""
REFUSALS = frozenset(
    {name for name, one in vars(errors).items() if isinstance(one, type)}
    | {"flash", "BadRequest", "ValidationError", "ValueError"}
) - {"Any", "DBAPIError", "Problem", "Refusal"}
FOR_PROGRAMMERS = frozenset(
    {"ConsoleError", "TypeError", "RuntimeError", "AssertionError", "LookupError"}
    | {"debug", "info", "warning", "error", "exception", "text", "relationship"}
)
"""Calls whose texts stay English: mistakes of the house's own, lines of the log, SQL and joins."""
SENTENCE = re.compile(r"[A-Z“][^\n]* ")
SQL = re.compile(
    r"(SELECT|INSERT|UPDATE|DELETE|WITH|SET|LOCK|TRUNCATE|ANALYZE|CREATE|ALTER|DROP|CASE|NOT|EXISTS"
    r"|DECLARE|EXECUTE|PREPARE|WHEN|FETCH|CLOSE|COPY|FROM|AND|OR|ORDER BY|NOTIFY|LISTEN|GRANT"
    r"|VALUES|DISTINCT)\b"
)
ALLOWED: Mapping[str, Mapping[str, str]] = {
    "console/base/selfcheck.py": {"": "tells programmers why the application does not start"},
    "console/display.py": {"Mac OS": "what browsers call it in their names of themselves"},
    "console/periods.py": {"QQQ y": "a pattern of a date"},
    "services/carriers.py": {"": "names of carriers"},
    "services/codes.py": {"": "said by the public API only, which speaks English"},
    "services/customers.py": {"": "said by the public API only, which speaks English"},
    "services/idempotency.py": {"": "said by the public API only, which speaks English"},
    "services/invitations/letter.py": {"": "mails have languages of their own"},
    "services/letters.py": {"": "mails have languages of their own"},
}
"""By file: how a text begins that may stand there bare, and why."""


def sources() -> list[Path]:
    """Return the modules whose texts are read."""
    found = [
        sorted((ROOT / one).rglob("*.py")) if (ROOT / one).is_dir() else [ROOT / one]
        for one in READ
    ]
    return [path for paths in found for path in paths]


def name_of(call: ast.Call) -> str:
    """Return the last name of what is called."""
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def begins(node: ast.expr) -> str | None:
    """Return how a text begins, f-strings with {} for what is filled in; None for no text."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(
            part.value if isinstance(part, ast.Constant) else "{}" for part in node.values
        )
    return None


class Reader(ast.NodeVisitor):
    """Gathers the texts of a module that no mark stands around."""

    def __init__(self) -> None:
        self.bare: list[tuple[int, str]] = []

    def visit_Expr(self, node: ast.Expr) -> None:
        if begins(node.value) is None:  # a docstring is a text that nobody is given
            self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = name_of(node)
        if name in MARKS:
            for one in node.args:
                if isinstance(one, ast.JoinedStr):
                    self.bare.append((one.lineno, f"{name}() of an f-string"))
            for keyword in node.keywords:
                self.visit(keyword.value)
            return
        if name in FOR_PROGRAMMERS:
            return
        said = node.args[:1] if name in REFUSALS else []
        said += node.args[1:2] if name == "Problem" else []
        said += [one.value for one in node.keywords if one.arg in LABELS]
        for one in said:
            text = begins(one)
            if text and re.search(r"\w" if isinstance(one, ast.JoinedStr) else r"^[A-Z]", text):
                self.bare.append((one.lineno, text))
        for child in ast.iter_child_nodes(node):
            if child not in said:
                self.visit(child)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def visit_Constant(self, node: ast.Constant) -> None:
        self._note(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        self._note(node)
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                self.visit(part.value)

    def _note(self, node: ast.expr) -> None:
        text = begins(node)
        if text and SENTENCE.match(text) and not SQL.match(text):
            self.bare.append((node.lineno, text))


def bare_texts(source: str) -> list[tuple[int, str]]:
    """Return the texts without a mark, each with its line."""
    reader = Reader()
    reader.visit(ast.parse(source))
    return reader.bare


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_text_is_marked(path: Path) -> None:
    allowed = ALLOWED.get(str(path.relative_to(ROOT)), {})
    bare = [
        f"{path}:{line}: {text}"
        for line, text in bare_texts(path.read_text())
        if not any(text.startswith(begin) for begin in allowed)
    ]
    assert bare == []


@pytest.mark.parametrize(
    "line",
    [
        'flash("Done", "success")',
        'flash(f"{name} is back.", "success")',
        'raise Invalid("There is no such thing.", field="x")',
        'raise Conflict(f"{count} are left.")',
        'sentence = "Nothing was changed."',
        'sentence = f"Choose {count} records."',
        'Column(name="x", label="Email")',
        '_(f"{name} is back.")',
        'Problem("items.0", "Only three are left.")',
    ],
)
def test_a_bare_text_is_found(line: str) -> None:
    assert bare_texts(line)


@pytest.mark.parametrize(
    "line",
    [
        'flash(_("%(name)s is back.", name=f"{first} {last}"), "success")',
        'ngettext("One record went.", "%(number)s records went.", count)',
        'Column(name="x", label=N_("Email"))',
        'log.warning("Nothing came of it", extra={})',
        'op = "SELECT 1 FROM stores"',
        '"""Say something."""',
        'flash(f"{url}|{record_id}", "undo")',
        'order: Mapped["Order | None"] = relationship(primaryjoin="Order.id == foreign(Item.id)")',
    ],
)
def test_what_is_marked_or_nobodys_passes(line: str) -> None:
    assert bare_texts(line) == []

"""Rules of the house that no linter knows: sizes, names, one commit, one reader of settings."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CODE = sorted((ROOT / "shop_admin").rglob("*.py"))
ALL = [*CODE, ROOT / "app.py", *sorted((ROOT / "tests").rglob("*.py"))]
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _using(pattern: str) -> set[str]:
    return {_named(path) for path in CODE if re.search(pattern, path.read_text())}


def test_no_file_is_over_400_lines() -> None:
    assert {_named(path) for path in ALL if len(path.read_text().splitlines()) > 400} == set()


def test_no_function_is_over_50_lines() -> None:
    long = [
        f"{_named(path)}: {function.name}"
        for path in ALL
        for function in _functions(path)
        if (function.end_lineno or 0) - function.lineno >= 50
    ]
    assert long == []


def test_every_module_has_a_name_that_says_something() -> None:
    assert {
        _named(path) for path in CODE if path.stem in VAGUE or path.parent.name in VAGUE
    } == set()


def test_there_is_one_commit() -> None:
    assert _using(r"\.commit\(\)") <= {"shop_admin/db/acting.py"} | _owners()


def _owners() -> set[str]:
    # Before there is an application, the launcher speaks to the database as its owner.
    return {_named(path) for path in CODE if "launcher" in path.parts}


def test_settings_alone_read_the_environment() -> None:
    assert _using(r"os\.environ|os\.getenv") == {
        "shop_admin/config/environment.py",
        "shop_admin/config/loading.py",
    }


@pytest.mark.parametrize("word", [r"\bfloat\(", r": float\b"])
def test_money_is_never_a_float(word: str) -> None:
    rooms = ("services", "models", "queries", "money.py")
    assert {name for name in _using(word) if name.split("/")[1] in rooms} == set()


def test_services_and_reads_call_nothing_outside() -> None:
    pattern = r"^(?:import|from) (?:httpx|requests|urllib|smtplib|socket|stripe|razorpay)\b"
    found = {
        _named(path)
        for path in CODE
        if path.parts[-2] in ("services", "queries", "models")
        and re.search(pattern, path.read_text(), re.MULTILINE)
    }
    assert found == set()


def test_every_test_can_fail() -> None:
    words = ("assert", "raises", "expect(", "check_")
    idle = [
        f"{_named(path)}: {function.name}"
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        for function in _functions(path)
        if function.name.startswith("test_")
        and not any(word in ast.unparse(function) for word in words)
    ]
    assert idle == []

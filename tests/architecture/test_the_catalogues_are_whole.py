"""Each catalogue has every text of the console, translated, with the same values, tags and end."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from gettext import c2py
from io import BytesIO
from pathlib import Path

import pytest
from babel import Locale
from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

from shop_admin.console.languages import ENGLISH, LANGUAGES

ROOT = Path(__file__).parents[2]
SPOKEN = ("shop_admin", "templates/admin")
TRANSLATIONS = ROOT / "shop_admin/translations"
TRANSLATED = [code for code in LANGUAGES if code != ENGLISH]
VALUE = re.compile(r"%\((\w+)\)[a-z]")
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
# What is said of a number: how many forms of it there are is the language's business.
NUMBER = "number"
NUMBERS = range(200)
QUOTES = "”“„\"’'»«)"
ENDS = {".": ".", "।": ".", "?": "?", "؟": "?", "!": "!", "…": "…", ":": ":", ",": ",", "،": ","}
PLAIN = {"Last-Translator": "", "Language-Team": "", "Report-Msgid-Bugs-To": ""}


@cache
def extracted() -> Catalog:
    """Return the texts of code and templates, gathered as `make messages` does."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    mappings = [dict(one) for one in settings["tool"]["babel"]["mappings"]]
    methods = [(one.pop("pattern"), one.pop("method")) for one in mappings]
    options = {pattern: rest for (pattern, _), rest in zip(methods, mappings, strict=True)}
    found = Catalog()
    for folder in SPOKEN:
        for _, _, text, _, context in extract_from_dir(ROOT / folder, methods, options):
            found.add(text, context=context)
    return found


@cache
def catalogue(language: str) -> Catalog:
    with _file(language, "po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def _file(language: str, suffix: str) -> Path:
    return TRANSLATIONS / language / "LC_MESSAGES" / f"messages.{suffix}"


def _texts(found: Catalog) -> dict[tuple[str | None, str], Message]:
    """Return messages by context and English text; of plurals, by the singular."""
    return {
        (one.context, one.id if isinstance(one.id, str) else one.id[0]): one
        for one in found
        if one.id
    }


def _pairs(language: str) -> Iterator[tuple[str, str, int | None]]:
    """Stream what is translated: the English text, how it is said, and of plurals which form."""
    for one in catalogue(language):
        if isinstance(one.id, str):
            if one.id and one.string:
                yield one.id, one.string, None
        else:
            for form, said in enumerate(one.string):
                if said:
                    yield one.id[0 if form == 0 else 1], said, form


def _values(text: str) -> set[str]:
    return set(VALUE.findall(text))


def _numbers_of(language: str) -> dict[int, list[int]]:
    """Return which numbers each plural form is said of, as the catalogue's rule has it."""
    rule = c2py(catalogue(language).plural_expr)
    forms: dict[int, list[int]] = {}
    for number in NUMBERS:
        forms.setdefault(rule(number), []).append(number)
    return forms


def _end(text: str) -> str:
    """Return the kind of sign that a text ends with; none where it is a letter or a value."""
    bare = TAG.sub("", text).rstrip(QUOTES + " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}")
    return "…" if bare.endswith("...") else ENDS.get(bare[-1:], "")


def _edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_there_and_no_other(language: str) -> None:
    wanted, found = _texts(extracted()), _texts(catalogue(language))

    assert sorted(map(str, wanted.keys() - found.keys())) == [], "run `make messages`"
    assert sorted(map(str, found.keys() - wanted.keys())) == [], "run `make messages`"
    assert [key for key, one in found.items() if one.id != wanted[key].id] == []
    assert list(catalogue(language).obsolete) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated(language: str) -> None:
    forms = catalogue(language).num_plurals
    messages = [one for one in catalogue(language) if one.id]
    said = {
        id(one): (one.string,) if isinstance(one.id, str) else tuple(one.string) for one in messages
    }

    assert [one.id for one in messages if one.fuzzy] == []
    assert [one.id for one in messages if not all(said[id(one)])] == []
    assert [one.id for one in messages if one.pluralizable and len(one.string) != forms] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_plurals_follow_the_language(language: str) -> None:
    kind = Locale.parse(language).plural_form
    forms = _numbers_of(language)

    assert len(forms) == catalogue(language).num_plurals
    assert [form for form, numbers in forms.items() if len(set(map(kind, numbers))) > 1] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_same_values_are_filled_in(language: str) -> None:
    alone = {form for form, numbers in _numbers_of(language).items() if len(numbers) == 1}
    wrong = []
    for text, said, form in _pairs(language):
        # What is said of one number only may leave it out: "one product".
        spared = {NUMBER} if form in alone else set()
        if _values(text) - spared != _values(said) - spared:
            wrong.append((text, said))
        elif values := dict.fromkeys(_values(text) | _values(said), "x"):
            # A sign of per cent that stands alone raises.
            assert "%(" not in text % values + said % values
    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_same_markup_is_around_it(language: str) -> None:
    assert [
        (text, said)
        for text, said, _ in _pairs(language)
        if Counter(TAG.findall(text)) != Counter(TAG.findall(said))
    ] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_it_begins_and_ends_alike(language: str) -> None:
    assert [
        (text, said)
        for text, said, _ in _pairs(language)
        if _edges(text) != _edges(said) or _end(text) != _end(said)
    ] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_is_read_at_run_time_is_what_was_written(language: str) -> None:
    compiled = BytesIO()
    write_mo(compiled, catalogue(language))
    compiled.seek(0)
    kept = read_mo(BytesIO(_file(language, "mo").read_bytes()))

    same = {key: one.string for key, one in _texts(read_mo(compiled)).items()}
    assert {key: one.string for key, one in _texts(kept).items()} == same, "run `make messages`"
    assert kept.plural_forms == catalogue(language).plural_forms


@pytest.mark.parametrize("language", TRANSLATED)
def test_it_names_no_person_and_no_place_in_the_code(language: str) -> None:
    head = dict(catalogue(language).mime_headers)

    assert {name: head[name] for name in PLAIN} == PLAIN
    assert [one.id for one in catalogue(language) if any(line for _, line in one.locations)] == []

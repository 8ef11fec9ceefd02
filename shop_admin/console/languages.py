"""The languages of the console: which ones there are, and who is spoken to in which."""

from collections.abc import Mapping
from types import MappingProxyType

from babel import Locale, UnknownLocaleError
from flask import Flask, request
from flask_babel import Babel, get_locale, get_translations
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from shop_admin import language
from shop_admin.console.acting import find_actor
from shop_admin.errors import Unavailable
from shop_admin.services.retelling import retold

LANGUAGES: Mapping[str, str] = MappingProxyType(
    {
        "en": "English",
        "de": "Deutsch",
        "fr": "Français",
        "es": "Español",
        "hi": "हिन्दी",
        "ar": "العربية",
    }
)
"""By their code, each called what its speakers call it."""
ENGLISH = "en"


def install(app: Flask) -> None:
    """Let every page of the console be said in the language of whoever reads it."""
    Babel(app, default_translation_directories="translations", locale_selector=chosen)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        language._, language.ngettext, newstyle=False, pgettext=language.pgettext
    )
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.globals.update(_=language._, retold=retold, spoken=spoken, direction=direction)
    app.before_request(begin)
    app.teardown_request(_end)


def chosen() -> str:
    """Return a person's own language; before the login, the one that the browser asks for."""
    if not _is_console():
        return ENGLISH
    try:
        actor = find_actor()
    except (DBAPIError, PoolTimeout, Unavailable):
        actor = None  # the page that says so is said as well as it can be
    if actor is not None:
        return actor.language if actor.language in LANGUAGES else ENGLISH
    return request.accept_languages.best_match(list(LANGUAGES)) or ENGLISH


def spoken() -> str:
    """Return the code of the language that this page is said in."""
    return str(get_locale() or ENGLISH)


def called(code: str) -> str:
    """Return what a language's own speakers call it; an unknown code as it is."""
    try:
        return LANGUAGES.get(code) or str(Locale.parse(code, sep="-").get_display_name())
    except (ValueError, UnknownLocaleError):
        return code


def direction() -> str:
    """Return which way this page's language is written: ltr or rtl."""
    locale = get_locale()
    return str(locale.text_direction) if locale else "ltr"


def _is_console() -> bool:
    return request.path.startswith("/admin")


def begin() -> None:
    """Speak the reader's language from here on, on pages of the console."""
    if _is_console():
        language.speak(get_translations(), spoken())


def _end(_error: BaseException | None) -> None:
    """Speak English again: the thread serves somebody else next."""
    language.speak(language.ENGLISH)

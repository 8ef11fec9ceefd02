"""Makes the application out of its settings: the only module that knows all the parts."""

from flask import Flask, redirect
from flask.typing import ResponseReturnValue
from flask_wtf import CSRFProtect
from sqlalchemy.engine import make_url

from shop_admin import api, assets, cli, console, edge, journal, wiring
from shop_admin.config import ROOT, Settings
from shop_admin.db import BROWSING, browsing_options, db, engine_options


def create_app(settings: Settings) -> Flask:
    """Return the WSGI application: console and API on one database. Starts nothing."""
    package = ROOT / "shop_admin"
    app = Flask(
        "shop_admin",
        root_path=str(package),
        static_folder=None,
        template_folder=ROOT / "templates",
    )
    app.config.from_mapping(flask_settings(settings))
    app.extensions[wiring.EXTENSION] = wiring.assemble(settings)
    journal.configure(settings)
    db.init_app(app)
    edge.install(app, settings)  # first of all, so that a refused token's page has its request's id
    csrf = CSRFProtect(app)
    assets.install(app)
    console.install(app)
    api.install(app, csrf)
    cli.install(app)
    app.add_url_rule("/", "home", _home)
    edge.trust_proxies(app, settings)
    return app


def flask_settings(settings: Settings) -> dict[str, object]:
    """Return Flask's configuration: strict cookies, small bodies, CSRF as long as the session."""
    secure = settings.base_url.startswith("https://")
    database = make_url(settings.database_url)
    options = engine_options(pool_size=settings.threads)
    return {
        "SECRET_KEY": settings.secret(),
        "SQLALCHEMY_DATABASE_URI": database,
        "SQLALCHEMY_ENGINE_OPTIONS": options,
        "SQLALCHEMY_BINDS": {BROWSING: {"url": database, **browsing_options(options)}},
        "SESSION_COOKIE_NAME": "__Host-sid" if secure else "sid",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "MAX_CONTENT_LENGTH": 1_000_000,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": secure,
        "TEMPLATES_AUTO_RELOAD": False,
    }


def _home() -> ResponseReturnValue:
    return redirect("/admin/")

"""The public JSON API: who may call what, in one order of checks, refused in one form."""

from flask import Flask
from flask_wtf import CSRFProtect

from shop_admin.api import (
    categories,
    checkout,
    cookies,
    cors,
    errors,
    health,
    images,
    logins,
    managing,
    media,
    orders,
    products,
    rates,
    routes,
    stores,
    subcategories,
)

__all__ = [
    "categories",
    "checkout",
    "images",
    "install",
    "logins",
    "managing",
    "orders",
    "products",
    "stores",
    "subcategories",
]

PREFIX = "/api/"


def install(app: Flask, csrf: CSRFProtect) -> None:
    """Give the application its API, pictures and health. Refuses a route that declares nothing."""
    rates.install(app)
    health.install(app)
    for blueprint in (routes.blueprint, media.blueprint, health.blueprint):
        app.register_blueprint(blueprint)
        # Cookies open nothing here, so a foreign page cannot act through them.
        csrf.exempt(blueprint)
    errors.answer_unrouted(app, (PREFIX, "/media/"))
    cors.install(app, PREFIX)
    cookies.install(app, (PREFIX, "/media/", "/healthz", "/readyz"))
    refuse_undeclared(app)


def refuse_undeclared(app: Flask) -> None:
    """Raise RuntimeError where a route below /api/ did not pass through the gate."""
    undeclared = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(PREFIX) and rule.endpoint not in routes.gate.endpoints
    ]
    if undeclared:
        raise RuntimeError(f"nobody declared who may call {', '.join(undeclared)}")

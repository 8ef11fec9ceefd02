"""The public JSON API: who may call what, in one order of checks, refused in one form."""

from flask import Flask
from flask_wtf import CSRFProtect

from shop_admin.api import (
    categories,
    checkout,
    cookies,
    cors,
    docs,
    early,
    errors,
    health,
    hot,
    images,
    logins,
    managing,
    me,
    media,
    metrics,
    orders,
    payments,
    products,
    rates,
    routes,
    sandbox,
    sellers,
    stores,
    subcategories,
    webhooks,
)

__all__ = [
    "categories",
    "checkout",
    "docs",
    "images",
    "install",
    "logins",
    "managing",
    "me",
    "orders",
    "payments",
    "products",
    "stores",
    "subcategories",
    "webhooks",
]

PREFIX = "/api/"


def install(app: Flask, csrf: CSRFProtect) -> None:
    """Give the application its API, pictures and health. Refuses a route that declares nothing."""
    rates.install(app)
    hot.install(app)
    sellers.install(app)
    health.install(app)
    metrics.install(app)
    for blueprint in (routes.blueprint, media.blueprint, health.blueprint, metrics.blueprint):
        app.register_blueprint(blueprint)
        # Cookies open nothing here, so a foreign page cannot act through them.
        csrf.exempt(blueprint)
    sandbox.install(app, csrf)
    errors.answer_unrouted(app, (PREFIX, "/media/"))
    cors.install(app, PREFIX)
    cookies.install(app, (PREFIX, "/media/", "/healthz", "/readyz", "/metrics"))
    early.install(app)
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

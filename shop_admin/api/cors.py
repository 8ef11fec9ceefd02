"""Which web pages of other origins may call: those that the settings name, without cookies."""

from flask import Flask, Response, request

from shop_admin import wiring

METHODS = "GET, HEAD, POST, PATCH, DELETE, OPTIONS"
SENT = "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Order-Token"
READ = (
    "ETag, Location, Retry-After, Idempotent-Replayed, X-Request-Id,"
    " RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset"
)


def install(app: Flask, prefix: str) -> None:
    """Let the named origins read every answer below the prefix, refusals too."""

    @app.after_request
    def _allow(response: Response) -> Response:
        return _allowed(response) if request.path.startswith(prefix) else response


def _allowed(response: Response) -> Response:
    """Let a named origin read the answer."""
    origins = wiring.parts().settings.cors_origins
    if not origins:
        return response
    response.vary.add("Origin")
    origin = request.headers.get("Origin", "")
    if origin not in origins:
        return response
    response.headers["Access-Control-Allow-Origin"] = origin
    response.headers["Access-Control-Expose-Headers"] = READ
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = METHODS
        response.headers["Access-Control-Allow-Headers"] = SENT
        response.headers["Access-Control-Max-Age"] = "600"
    return response

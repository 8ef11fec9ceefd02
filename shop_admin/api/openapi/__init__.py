"""The OpenAPI 3.1 document, made from the declarations that also check every request."""

from shop_admin.api.openapi.document import describe

__all__ = ["describe"]

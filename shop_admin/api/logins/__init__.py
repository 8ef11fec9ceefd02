"""Logging in for a token, by password or by one-time code, and giving it back."""

from shop_admin.api.logins import customers, staff

__all__ = ["customers", "staff"]

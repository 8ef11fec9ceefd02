"""Passwords: which ones are refused, how they are hashed and checked."""

from shop_admin.services.passwords.hashing import hash_again, hash_password, is_outdated, is_right

__all__ = ["hash_again", "hash_password", "is_outdated", "is_right"]

"""Password hashing: argon2id, a bounded number at once, equal work for unknown people."""

from collections.abc import Collection
from threading import Semaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from shop_admin.services.passwords.rules import MAXIMUM_BYTES, refuse_bad

# OWASP Password Storage Cheat Sheet: argon2id with 46 MiB, one pass, one lane.
_hasher = PasswordHasher(memory_cost=47_104, time_cost=1, parallelism=1)
_slots = Semaphore(4)
_NOBODY = _hasher.hash("nobody has this password")


def hash_password(password: str, *, about: Collection[str] = ()) -> str:
    """Return the hash to store.

    `about` is what others know of the person: name, email address, stores. Raises Invalid for a
    password that is too short, too long, or guessed early.
    """
    refuse_bad(password, about)
    with _slots:
        return _hasher.hash(password)


def is_right(stored: str | None, password: str) -> bool:
    """Tell whether the password fits the hash; without a hash the same work is done for nothing."""
    if len(password.encode(errors="surrogatepass")) > MAXIMUM_BYTES:
        password = ""
    with _slots:
        try:
            return _hasher.verify(stored or _NOBODY, password) and stored is not None
        except (VerificationError, InvalidHashError, UnicodeEncodeError):
            return False


def is_outdated(stored: str) -> bool:
    """Tell whether a hash was made with other parameters than hashes are made with today."""
    return _hasher.check_needs_rehash(stored)


def hash_again(password: str) -> str:
    """Return today's hash of a password that was just right, whatever the rules say by now."""
    with _slots:
        return _hasher.hash(password)

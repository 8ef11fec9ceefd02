"""Password hashing: argon2id, a bounded number at once, equal work for unknown people."""

from threading import Semaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from shop_admin.errors import Invalid

MINIMUM = 12
MAXIMUM_BYTES = 128

# OWASP Password Storage Cheat Sheet: argon2id with 46 MiB, one pass, one lane.
_hasher = PasswordHasher(memory_cost=47_104, time_cost=1, parallelism=1)
_slots = Semaphore(4)
_NOBODY = _hasher.hash("nobody has this password")


def hash_password(password: str) -> str:
    """Return the hash to store. Raises Invalid for a password that is too short or too long."""
    if len(password) < MINIMUM:
        raise Invalid(f"Use at least {MINIMUM} characters.", field="password")
    if len(password.encode()) > MAXIMUM_BYTES:
        raise Invalid("Use a shorter password: 128 bytes at most.", field="password")
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

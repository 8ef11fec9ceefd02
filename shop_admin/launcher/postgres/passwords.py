"""The cluster's random passwords, in a file that only we may read."""

import json
import os
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path

FILE = "passwords.json"


@dataclass(frozen=True, kw_only=True, slots=True)
class Passwords:
    """One password for each login of the cluster, safe to stand in a URL or in SQL quotes."""

    postgres: str = field(default_factory=secrets.token_hex)
    shop_owner: str = field(default_factory=secrets.token_hex)
    shop_app: str = field(default_factory=secrets.token_hex)


def find_passwords(home: Path) -> Passwords | None:
    """Return the cluster's passwords, or None where it was never made or is not ours to read."""
    try:
        return Passwords(**json.loads((home / FILE).read_text()))
    except (OSError, ValueError, TypeError):
        return None


def make_passwords(home: Path) -> Passwords:
    """Make new passwords and write them, replacing what a broken first start left."""
    passwords = Passwords()
    path = home / FILE
    path.unlink(missing_ok=True)
    write_private(path, json.dumps(asdict(passwords), indent=1))
    return passwords


def write_private(path: Path, text: str) -> None:
    """Write a new file that was never readable by anybody else, not even for a moment."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())

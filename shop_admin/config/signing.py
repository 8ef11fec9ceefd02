"""The key that signs cookies: what is strong enough, and the one that development makes itself."""

import os
import secrets
from pathlib import Path

SECRET_LENGTH = 32
PLACEHOLDERS = ("change", "secret", "example", "password", "default")


def development_secret(data_dir: Path) -> str:
    """Return the data folder's random secret, made at first use, readable by its owner only."""
    path = data_dir / "secret-key"
    data_dir.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32))
    return path.read_text().strip()


def is_strong_secret(secret: str) -> bool:
    """Tell whether a secret is long, varied and no placeholder left from an example."""
    varied = len(secret) >= SECRET_LENGTH and len(set(secret)) >= SECRET_LENGTH // 4
    return varied and not any(word in secret.lower() for word in PLACEHOLDERS)

"""Settings: frozen, typed, read once from the environment and `.env`; sole reader of both."""

import difflib
import hashlib
import ipaddress
import os
import re
import secrets
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from dotenv import dotenv_values
from pydantic import Field, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
DEMO_PASSWORD = "demo-shop-2026"  # noqa: S105 - public on purpose, for development on loopback only
DEMO_LOGINS = (
    "admin@example.com",
    "manager.berlin@example.com",
    "staff.berlin@example.com",
    "manager.paris@example.com",
    "staff.paris@example.com",
    "staff.mumbai@example.com",
    "accountant@example.com",
    "accountant.paris@example.com",
)
DEVELOPMENT_CODE = "1234"
SECRET_LENGTH = 32
WEB_ADDRESS = re.compile(r"https?://[^\s/?#]+(/[^\s?#]*)?", re.IGNORECASE)
HOST_NAME = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:\d+)?|\[[0-9a-fA-F:]+\](:\d+)?")
PLACEHOLDERS = ("change", "secret", "example", "password", "default")

CommaList = Annotated[tuple[str, ...], NoDecode]


class ConfigError(Exception):
    """The settings are wrong; the message lists everything at once, a sentence a line."""


class Settings(BaseSettings):
    """What an installation can choose. The README's table says the same in words."""

    model_config = SettingsConfigDict(
        env_prefix="SHOP_",
        env_file=ROOT / ".env",
        extra="ignore",
        frozen=True,
        populate_by_name=True,
    )

    env: Literal["development", "production"] = "development"
    host: str = "127.0.0.1"
    port: int = Field(8000, ge=1, le=65535)
    data_dir: Path = ROOT / "var"
    secret_key: str = ""
    demo: bool | None = None
    fixed_code: str = ""
    rate_limits: bool = True
    public_url: str = ""
    allowed_hosts: CommaList = ()
    trusted_proxies: int = Field(0, ge=0, le=10)
    cors_origins: CommaList = ()
    processes: int = Field(2, ge=1, le=64)
    threads: int = Field(4, ge=1, le=64)
    worker_jobs: int = Field(4, ge=1, le=64)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    database_url: str = Field("", alias="DATABASE_URL")
    owner_url: str = ""

    @field_validator("*", mode="before")
    @classmethod
    def _empty_means_default(cls, value: Any, info: ValidationInfo) -> Any:
        if isinstance(value, str) and not value.strip() and info.field_name:
            return cls.model_fields[info.field_name].default
        return value

    @field_validator("allowed_hosts", "cors_origins", mode="before")
    @classmethod
    def _split_commas(cls, value: Any) -> Any:
        if isinstance(value, str):
            return tuple(part.strip().rstrip("/") for part in value.split(",") if part.strip())
        return value

    @field_validator("public_url", "cors_origins")
    @classmethod
    def _web_addresses(cls, value: str | tuple[str, ...]) -> str | tuple[str, ...]:
        for address in (value,) if isinstance(value, str) else value:
            if address and not WEB_ADDRESS.fullmatch(address):
                raise ValueError(f"{address!r} is not an address like https://shop.example.com")
        return value

    @field_validator("allowed_hosts")
    @classmethod
    def _host_names(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for name in value:
            if not HOST_NAME.fullmatch(name):
                raise ValueError(f"{name!r} is not a host name like shop.example.com")
        return value

    @field_validator("fixed_code")
    @classmethod
    def _digits(cls, value: str) -> str:
        if value and not re.fullmatch("[0-9]{4,8}", value):
            raise ValueError("must be 4 to 8 digits")
        return value

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value if value.is_absolute() else ROOT / value

    @field_validator("database_url", "owner_url")
    @classmethod
    def _psycopg2_url(cls, value: str) -> str:
        # SQLAlchemy 2.1 reads a bare postgresql:// as psycopg 3: name the driver, or the
        # wrong one is taken silently.
        for prefix in ("postgres://", "postgresql://"):
            if value.startswith(prefix):
                return "postgresql+psycopg2://" + value.removeprefix(prefix)
        if value and not value.startswith("postgresql+psycopg2://"):
            raise ValueError("must start with postgresql://")
        return value

    @model_validator(mode="after")
    def _production_is_strict(self) -> Self:
        if self.env == "production":
            problems = list(self._production_problems())
            if problems:
                raise ValueError("\n".join(problems))
        return self

    def _production_problems(self) -> list[str]:
        checks = [
            (self.demo, "SHOP_DEMO: demo data has no place in production."),
            (self.fixed_code, "SHOP_FIXED_CODE: a fixed one-time code has no place in production."),
            (
                not self.rate_limits,
                "SHOP_RATE_LIMITS: limits can be switched off in development only.",
            ),
            (
                not is_strong_secret(self.secret_key),
                "SHOP_SECRET_KEY: production needs a random secret of its own, 32+ characters.",
            ),
            (
                not self.database_url,
                "DATABASE_URL: production needs a PostgreSQL server of its own.",
            ),
            (
                not self.public_url.startswith("https://"),
                "SHOP_PUBLIC_URL: production needs the https:// address that people use.",
            ),
            (
                not self.allowed_hosts or "*" in self.allowed_hosts,
                "SHOP_ALLOWED_HOSTS: production needs the host names it answers to.",
            ),
        ]
        return [sentence for wrong, sentence in checks if wrong]

    @property
    def is_production(self) -> bool:
        """Tell whether real people's data is at stake."""
        return self.env == "production"

    @property
    def is_loopback(self) -> bool:
        """Tell whether only this machine can reach the server."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def wants_demo(self) -> bool:
        """Tell whether demo data is filled in: by default in development, never in production."""
        return not self.is_production and self.demo is not False

    @property
    def allows_demo_logins(self) -> bool:
        """Tell whether the published demo password may log in."""
        return not self.is_production and self.is_loopback

    @property
    def base_url(self) -> str:
        """Return the address that people use, without a slash at its end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return (self.public_url or f"http://{host}:{self.port}").rstrip("/")

    @property
    def files_dir(self) -> Path:
        """Return the folder of uploaded pictures and issued documents."""
        return self.data_dir / "files"

    @property
    def cluster_dir(self) -> Path:
        """Return the folder of the embedded PostgreSQL.

        PostgreSQL refuses to run as root, and its own user cannot enter every clone; so for
        root the data lives under a folder made for it, named by the data folder's path.
        """
        if os.geteuid() == 0:
            digest = hashlib.sha256(str(self.data_dir).encode()).hexdigest()[:12]
            return Path("/var/lib/shop-admin") / digest
        return self.data_dir / "postgres"

    def secret(self) -> str:
        """Return the key that signs cookies; in development one of this data folder's own."""
        return self.secret_key or development_secret(self.data_dir)


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


def load_settings(**overrides: Any) -> Settings:
    """Read the settings; overrides win. Raises ConfigError with all that is wrong at once."""
    try:
        return Settings(**overrides)
    except ValidationError as error:
        sentences = _sentences(error) + _rules_broken_besides(error, overrides)
        raise ConfigError("\n".join(sentences)) from None


def _sentences(error: ValidationError) -> list[str]:
    lines = []
    for problem in error.errors(include_url=False, include_input=False):
        message = problem["msg"].removeprefix("Value error, ")
        if not problem["loc"]:
            lines.extend(message.splitlines())
            continue
        lines.append(f"{_environment_name(problem['loc'][0])}: {message[:1].lower()}{message[1:]}.")
    return lines


def _environment_name(field: object) -> str:
    name = str(field).upper()
    return name if name == "DATABASE_URL" else f"SHOP_{name}"


def _rules_broken_besides(error: ValidationError, overrides: dict[str, Any]) -> list[str]:
    # Pydantic skips rules about the whole as soon as one field is wrong; with the wrong ones at
    # their defaults they speak too, and people need one round to mend everything.
    wrong = {str(problem["loc"][0]).lower() for problem in error.errors() if problem["loc"]}
    if not wrong:
        return []
    defaults = {name: Settings.model_fields[name].default for name in wrong}
    try:
        Settings(**{**_without(overrides, wrong), **defaults})
    except ValidationError as rules:
        names = tuple(f"{_environment_name(name)}:" for name in wrong)
        return [line for line in _sentences(rules) if not line.startswith(names)]
    return []


def _without(overrides: dict[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: value for name, value in overrides.items() if name.lower() not in names}


def unknown_settings() -> list[str]:
    """Return a sentence for each SHOP_… variable that no setting reads: most often a slip."""
    known = [_environment_name(name) for name in Settings.model_fields]
    # SHOP_TEST_… is how the tests' processes tell each other about their database.
    present = {*os.environ, *dotenv_values(ROOT / ".env")}
    candidates = (n for n in present if n.startswith("SHOP_") and not n.startswith("SHOP_TEST_"))
    lines = []
    for name in sorted(set(candidates) - set(known)):
        close = difflib.get_close_matches(name, known, 1)
        hint = f"; did you mean {close[0]}?" if close else "."
        lines.append(f"{name}: there is no such setting{hint}")
    return lines


def runtime_dir() -> Path | None:
    """Return the folder that the system keeps for this person's sockets, where it has one."""
    value = os.environ.get("XDG_RUNTIME_DIR", "")
    return Path(value) if value and Path(value).is_dir() else None


def child_environment(settings: Settings, **changes: str) -> dict[str, str]:
    """Return the environment for a process we start: ours, the settings, never the owner's login.

    SHOP_OWNER_URL is set to nothing rather than left out: else `.env` would hand it over.
    """
    paths = [str(ROOT), *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    base = {
        "DATABASE_URL": settings.database_url,
        "SHOP_OWNER_URL": "",
        "PYTHONPATH": os.pathsep.join(dict.fromkeys(paths)),
    }
    return dict(os.environ) | base | changes

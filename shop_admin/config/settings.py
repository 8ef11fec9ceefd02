"""What an installation can choose, and the rules that its choices must keep together."""

import hashlib
import ipaddress
import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from shop_admin.config import rules
from shop_admin.config.signing import development_secret

ROOT = Path(__file__).resolve().parent.parent.parent
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
WEB_ADDRESS = re.compile(r"https?://[^\s/?#]+(/[^\s?#]*)?", re.IGNORECASE)
BUCKET_ADDRESS = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[a-z0-9_.-]+)*")
HOST_NAME = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:\d+)?|\[[0-9a-fA-F:]+\](:\d+)?")

CommaList = Annotated[tuple[str, ...], NoDecode]


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
    storage_url: str = ""
    s3_endpoint: str = ""
    s3_region: str = ""
    s3_key: str = ""
    s3_secret: str = Field("", repr=False)
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
    sms: Literal["", "console", "http", "off"] = ""
    sms_url: str = ""
    sms_token: str = Field("", repr=False)
    sms_sender: str = Field("shop", max_length=16)
    sms_countries: CommaList = ()
    sms_daily_limit: int = Field(1000, ge=1, le=1_000_000)
    mail: Literal["", "console", "file", "smtp", "off"] = ""
    mail_from: str = "shop@example.com"
    smtp_host: str = ""
    smtp_port: int = Field(587, ge=1, le=65535)
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str = ""
    smtp_password: str = Field("", repr=False)
    metrics_token: str = Field("", repr=False)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    database_url: str = Field("", alias="DATABASE_URL")
    owner_url: str = ""

    @field_validator("*", mode="before")
    @classmethod
    def _empty_means_default(cls, value: Any, info: ValidationInfo) -> Any:
        if isinstance(value, str) and not value.strip() and info.field_name:
            return cls.model_fields[info.field_name].default
        return value

    @field_validator("allowed_hosts", "cors_origins", "sms_countries", mode="before")
    @classmethod
    def _split_commas(cls, value: Any) -> Any:
        if isinstance(value, str):
            return tuple(part.strip().rstrip("/") for part in value.split(",") if part.strip())
        return value

    @field_validator("public_url", "cors_origins", "sms_url", "s3_endpoint")
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

    @field_validator("sms_countries")
    @classmethod
    def _country_codes(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for code in value:
            if not re.fullmatch("[A-Z]{2}", code):
                raise ValueError(f"{code!r} is not a country's two letters, such as DE")
        return value

    @field_validator("storage_url")
    @classmethod
    def _bucket_address(cls, value: str) -> str:
        if value and not BUCKET_ADDRESS.fullmatch(value):
            raise ValueError("must be a bucket like s3://my-shop or s3://my-shop/folder")
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
    def _keeps_the_rules(self) -> Self:
        problems = rules.broken_by(self)
        if problems:
            raise ValueError("\n".join(problems))
        return self

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
    def development_code(self) -> str:
        """Return the one-time code that everybody knows: on a developer's own machine only."""
        if self.is_production or not self.is_loopback:
            return ""
        return self.fixed_code or DEVELOPMENT_CODE

    @property
    def sms_provider(self) -> str:
        """Return who sends one-time codes: console, http, or off, as production begins."""
        return self.sms or ("off" if self.is_production else "console")

    @property
    def mail_provider(self) -> str:
        """Return who sends mails: console, file, smtp, or off, as production begins."""
        return self.mail or ("off" if self.is_production else "file")

    @property
    def has_sandbox(self) -> bool:
        """Tell whether play money may be paid with: never in production."""
        return not self.is_production

    @property
    def mail_dir(self) -> Path:
        """Return the folder into which the mail provider `file` writes."""
        return self.data_dir / "mail"

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

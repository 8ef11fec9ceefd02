"""What settings must not say together, a sentence each."""

from typing import TYPE_CHECKING

from shop_admin.config.signing import is_strong_secret

if TYPE_CHECKING:
    from shop_admin.config.settings import Settings


def broken_by(settings: "Settings") -> list[str]:
    """Return a sentence for each rule that the settings break."""
    checks = [*_always(settings), *(_in_production(settings) if settings.is_production else ())]
    return [sentence for wrong, sentence in checks if wrong]


def _always(settings: "Settings") -> list[tuple[object, str]]:
    return [
        (
            settings.fixed_code and not settings.is_loopback and not settings.is_production,
            "SHOP_FIXED_CODE: a fixed code is for a SHOP_HOST that only this machine reaches.",
        ),
        (
            settings.sms == "http" and not settings.sms_url,
            "SHOP_SMS_URL: SHOP_SMS=http needs the address of the SMS service.",
        ),
        (
            bool(settings.s3_key) != bool(settings.s3_secret),
            "SHOP_S3_KEY and SHOP_S3_SECRET belong together: set both or neither.",
        ),
        (
            settings.s3_endpoint and not settings.storage_url,
            "SHOP_STORAGE_URL: SHOP_S3_ENDPOINT needs the bucket, such as s3://my-shop.",
        ),
        (
            settings.mail == "smtp" and not settings.smtp_host,
            "SHOP_SMTP_HOST: SHOP_MAIL=smtp needs the name of the mail server.",
        ),
    ]


def _in_production(settings: "Settings") -> list[tuple[object, str]]:
    return [
        (settings.demo, "SHOP_DEMO: demo data has no place in production."),
        (
            settings.fixed_code,
            "SHOP_FIXED_CODE: a fixed one-time code has no place in production.",
        ),
        (
            not settings.rate_limits,
            "SHOP_RATE_LIMITS: limits can be switched off in development only.",
        ),
        (
            not is_strong_secret(settings.secret_key),
            "SHOP_SECRET_KEY: production needs a random secret of its own, 32+ characters.",
        ),
        (
            not settings.database_url,
            "DATABASE_URL: production needs a PostgreSQL server of its own.",
        ),
        (
            not settings.public_url.startswith("https://"),
            "SHOP_PUBLIC_URL: production needs the https:// address that people use.",
        ),
        (
            not settings.allowed_hosts or "*" in settings.allowed_hosts,
            "SHOP_ALLOWED_HOSTS: production needs the host names it answers to.",
        ),
        (
            settings.sms == "console",
            "SHOP_SMS: production sends one-time codes by http, or not at all: off.",
        ),
        (
            settings.sms == "http" and not settings.sms_url.startswith("https://"),
            "SHOP_SMS_URL: production sends one-time codes to an https:// address.",
        ),
        (
            settings.sms == "http" and not settings.sms_countries,
            "SHOP_SMS_COUNTRIES: name the countries that codes are sent to, such as DE,FR.",
        ),
        (
            settings.mail in ("console", "file"),
            "SHOP_MAIL: production sends mails by smtp, or not at all: off.",
        ),
    ]

"""Text messages: `open_sms` picks the provider that the settings name."""

from shop_admin.providers.sms.base import Service, Sms
from shop_admin.providers.sms.console import ConsoleSms


def open_sms(provider: str, *, service: Service, shows_text: bool) -> Sms | None:
    """Return the provider called console or http; None for off.

    `shows_text` lets the console write whole messages into the log: in development only.
    Raises ValueError for another name.
    """
    match provider:
        case "console":
            return ConsoleSms(shows_text=shows_text)
        case "http":
            from shop_admin.providers.sms.http import HttpSms  # noqa: PLC0415 - where it is chosen

            return HttpSms(service)
        case "off":
            return None
    raise ValueError(f"there is no SMS provider {provider!r}")

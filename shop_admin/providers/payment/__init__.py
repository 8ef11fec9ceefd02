"""Ways to be paid online, by the name that stores and payments know them by."""

from collections.abc import Mapping
from types import MappingProxyType

from shop_admin.providers.payment.base import PaymentProvider
from shop_admin.providers.payment.sandbox import Sandbox

NAMES = ("sandbox",)
"""Every provider there is; which of them an installation has, its settings decide."""


def open_providers(
    *, has_sandbox: bool, secret: str, base_url: str
) -> Mapping[str, PaymentProvider]:
    """Return the providers that an installation is paid by."""
    found: dict[str, PaymentProvider] = {}
    if has_sandbox:
        found[Sandbox.name] = Sandbox(secret, base_url)
    return MappingProxyType(found)

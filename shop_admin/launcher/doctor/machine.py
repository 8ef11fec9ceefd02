"""The machine and the settings: what can be examined without a database."""

import shutil
from collections.abc import Iterator

from shop_admin.config import ROOT, Settings, unknown_settings
from shop_admin.launcher.doctor.findings import Finding, bad, good, warning
from shop_admin.launcher.errors import LaunchError
from shop_admin.launcher.preflight import check_data_folder

LEAST_FREE = 1_000_000_000
FONTS = ROOT / "shop_admin" / "documents" / "fonts"


def examine_machine(settings: Settings) -> Iterator[Finding]:
    """Stream what is found about settings, data folder, disk and fonts."""
    yield from examine_settings(settings)
    yield from examine_disk(settings)
    yield examine_fonts()


def examine_settings(settings: Settings) -> Iterator[Finding]:
    """Stream what is odd about settings that are allowed; ConfigError has refused the others."""
    odd = unknown_settings()
    if settings.is_production and settings.trusted_proxies == 0 and settings.is_loopback:
        odd.append(
            "SHOP_TRUSTED_PROXIES is 0 behind a proxy: everybody seems to come from one address."
        )
    if not settings.is_production and not settings.is_loopback:
        odd.append(
            f"SHOP_HOST: others can reach {settings.host} in development; "
            "the demo logins are closed there."
        )
    if settings.is_production and settings.mail_provider == "off":
        odd.append("SHOP_MAIL is off: buyers get no confirmation, nobody can be invited.")
    if settings.is_production and settings.sms_provider == "off":
        odd.append("SHOP_SMS is off: customers cannot log in by mobile number.")
    if not odd:
        yield good("settings", f"Sound, for {settings.env}.")
    for sentence in odd:
        yield warning("settings", sentence)


def examine_disk(settings: Settings) -> Iterator[Finding]:
    """Stream whether the data folder can be written and has room."""
    try:
        check_data_folder(settings.data_dir)
    except LaunchError as error:
        yield bad("data folder", str(error))
        return
    yield good("data folder", f"{settings.data_dir} can be written.")
    free = shutil.disk_usage(settings.data_dir).free
    sentence = f"{free / 1e9:.1f} GB free."
    if free < LEAST_FREE:
        yield bad("disk", f"{sentence} Make room: it should be 1 GB or more.")
    else:
        yield good("disk", sentence)


def examine_fonts() -> Finding:
    """Return whether the fonts of the documents are there."""
    count = len(list(FONTS.glob("*.ttf")))
    if not count:
        return bad("fonts", f"No font in {FONTS}: documents cannot be made.")
    return good("fonts", f"{count} for documents.")

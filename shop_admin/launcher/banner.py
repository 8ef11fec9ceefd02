"""What the launcher says once everything is up."""

from pathlib import Path

from shop_admin.config import DEMO_LOGINS, DEMO_PASSWORD, Settings
from shop_admin.launcher.readiness import EVERYWHERE


def banner(settings: Settings, log: Path, cluster_home: Path | None) -> str:
    """Return the lines: addresses, demo logins where they work, folders, how to stop."""
    base = _reachable(settings)
    lines = ["", "shop_admin is ready.", ""]
    lines += [f"  Console   {base}/admin/", f"  API       {base}/api/products/", ""]
    if settings.wants_demo and settings.allows_demo_logins:
        lines += [f"  Demo logins, all with the password {DEMO_PASSWORD}:"]
        lines += [f"    {login}" for login in DEMO_LOGINS] + [""]
    lines += [f"  Data      {settings.data_dir}"]
    lines += [f"  Database  {cluster_home or 'at DATABASE_URL'}", f"  Log       {log}"]
    return "\n".join([*lines, "  Stop      Ctrl-C", ""])


def _reachable(settings: Settings) -> str:
    if settings.public_url or settings.host not in EVERYWHERE:
        return settings.base_url
    return f"http://localhost:{settings.port}"

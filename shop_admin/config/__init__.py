"""Settings: frozen, typed, read once from the environment and `.env`; sole reader of both."""

from shop_admin.config.environment import child_environment, runtime_dir
from shop_admin.config.loading import ConfigError, load_settings, unknown_settings
from shop_admin.config.settings import (
    DEMO_LOGINS,
    DEMO_PASSWORD,
    ROOT,
    Settings,
)

__all__ = [
    "DEMO_LOGINS",
    "DEMO_PASSWORD",
    "ROOT",
    "ConfigError",
    "Settings",
    "child_environment",
    "load_settings",
    "runtime_dir",
    "unknown_settings",
]

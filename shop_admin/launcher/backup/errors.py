"""Why a backup is not made, not believed or not restored, in one sentence."""

from shop_admin.launcher.errors import LaunchError


class BackupError(LaunchError):
    """The backup cannot be made or used; the message says why and what to do."""

"""What can go wrong with the embedded PostgreSQL; each message is a sentence for a person."""


class ClusterError(Exception):
    """The embedded PostgreSQL cannot be made or started; the message says why."""


class UnsupportedPlatformError(ClusterError):
    """There is no embedded PostgreSQL for this machine."""

"""The embedded PostgreSQL: made once, run as our child, reached by a closed socket."""

from shop_admin.launcher.postgres.cluster import Cluster
from shop_admin.launcher.postgres.errors import ClusterError, UnsupportedPlatformError
from shop_admin.launcher.postgres.temporary import temporary_cluster

__all__ = ["Cluster", "ClusterError", "UnsupportedPlatformError", "temporary_cluster"]

"""Which object server is spoken to, with whose key, and how long it may take."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from obstore.store import from_url

from shop_admin.providers.storage.objects import ObjectStorage

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig

# obstore itself tries ten times within three minutes: a person waits for a page meanwhile.
PATIENCE: "RetryConfig" = {
    "max_retries": 3,
    "retry_timeout": timedelta(seconds=10),
    "backoff": {
        "init_backoff": timedelta(milliseconds=100),
        "max_backoff": timedelta(seconds=2),
        "base": 2,
    },
}


@dataclass(frozen=True, kw_only=True)
class ObjectServer:
    """A server that speaks S3; what is empty is taken from the usual AWS_… variables."""

    endpoint: str = ""
    region: str = ""
    key: str = ""
    secret: str = field(default="", repr=False)


def open_objects(address: str, server: ObjectServer) -> ObjectStorage:
    """Return the storage at a URL such as `s3://bucket/shop`; nothing is asked yet."""
    given = {
        "endpoint": server.endpoint,
        "region": server.region,
        "access_key_id": server.key,
        "secret_access_key": server.secret,
    }
    client: ClientConfig = {"connect_timeout": "3s", "timeout": "60s"}
    if server.endpoint.startswith("http://"):
        client["allow_http"] = True
    if not address.startswith("s3://"):
        return ObjectStorage(from_url(address))
    config = {name: value for name, value in given.items() if value}
    store = from_url(address, config=config, client_options=client, retry_config=PATIENCE)  # type: ignore[call-overload]
    return ObjectStorage(store)

"""The bucket's address, server and key are checked together, at the start."""

import pytest

from shop_admin import wiring
from shop_admin.config import ConfigError, load_settings
from shop_admin.providers.storage.local import LocalStorage
from shop_admin.providers.storage.objects import ObjectStorage


@pytest.mark.parametrize("address", ["s3://my-shop", "s3://my.shop-1/files/of_berlin"])
def test_a_bucket_is_taken(address: str) -> None:
    settings = load_settings(_env_file=None, storage_url=address, s3_region="eu-central-1")
    assert isinstance(wiring.storage(settings), ObjectStorage)


@pytest.mark.parametrize("address", ["my-shop", "https://s3.example.com/shop", "s3://", "s3://a b"])
def test_what_is_no_bucket_is_refused(address: str) -> None:
    with pytest.raises(ConfigError, match="SHOP_STORAGE_URL: must be a bucket"):
        load_settings(_env_file=None, storage_url=address)


def test_key_and_secret_belong_together() -> None:
    with pytest.raises(ConfigError, match="SHOP_S3_KEY and SHOP_S3_SECRET belong together"):
        load_settings(_env_file=None, storage_url="s3://my-shop", s3_key="k")


def test_a_server_needs_its_bucket() -> None:
    with pytest.raises(ConfigError, match="SHOP_S3_ENDPOINT needs the bucket"):
        load_settings(_env_file=None, s3_endpoint="https://s3.example.com")


def test_without_a_bucket_it_is_the_data_folder() -> None:
    assert isinstance(wiring.storage(load_settings(_env_file=None)), LocalStorage)
    assert "hush" not in repr(
        load_settings(_env_file=None, storage_url="s3://my-shop", s3_key="k", s3_secret="hush")
    )

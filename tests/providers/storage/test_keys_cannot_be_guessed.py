"""New keys are random, dated, spread over folders, and valid; an address opens its storage."""

import re
from datetime import date
from pathlib import Path

import pytest

from shop_admin.providers.storage import open_storage
from shop_admin.providers.storage.base import checked, new_key
from shop_admin.providers.storage.local import LocalStorage
from shop_admin.providers.storage.objects import ObjectStorage


def test_a_key_tells_kind_month_and_nothing_more() -> None:
    key = new_key("pictures", "webp", date(2026, 5, 9))
    assert re.fullmatch(r"pictures/2026/05/([0-9a-f]{2})/\1[0-9a-f]{30}\.webp", key)
    assert checked(key) == key


def test_keys_differ() -> None:
    assert len({new_key("invoices", "pdf", date(2026, 1, 1)) for _ in range(1000)}) == 1000


def test_a_kind_of_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="not a storage key"):
        new_key("../up", "webp", date(2026, 1, 1))


def test_an_address_opens_its_storage(tmp_path: Path) -> None:
    assert isinstance(open_storage(tmp_path), LocalStorage)
    assert isinstance(open_storage(str(tmp_path)), LocalStorage)
    assert isinstance(open_storage("memory:///"), ObjectStorage)

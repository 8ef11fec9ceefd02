from uuid import uuid4

import pytest

from shop_admin.api.versions import merged
from shop_admin.errors import EditConflict
from shop_admin.models.catalog import Category
from shop_admin.services.catalog import CategoryInput


def test_what_was_read_must_be_what_the_client_saw() -> None:
    # Read at version 4 while the client saw 5: somebody saved in between.
    record = Category(store_id=uuid4(), name="Old", slug="old", description="", version=4)

    with pytest.raises(EditConflict):
        merged(CategoryInput, record, {"name": "New"}, version=5)


def test_what_was_not_sent_stays() -> None:
    record = Category(
        store_id=None, name="Old", slug="old", description="Kept", comments="", version=4
    )
    record.status_flag = "DRAFT"

    wanted = merged(CategoryInput, record, {"name": "New"}, version=4)

    assert (wanted.name, wanted.description, wanted.status_flag) == ("New", "Kept", "DRAFT")

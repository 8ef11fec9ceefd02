"""Every hour: the days that are over are summed, so that the first page need not read them."""

from shop_admin.db import acting_as, transaction
from shop_admin.permissions import IDENTITY
from shop_admin.services import sales_days


def sum_days() -> None:
    """Sum the days of all stores, a month in a transaction."""
    with acting_as(IDENTITY.db_context()):
        stores = sales_days.list_stores()
    for store_id in stores:
        has_more = True
        while has_more:
            with transaction(IDENTITY.db_context()):
                has_more = sales_days.sum_days(store_id)

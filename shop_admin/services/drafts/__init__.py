"""Phone orders: staff write down what somebody wants, and place it when it is agreed.

A draft holds no stock and has no number. Its lines keep the price and the tax that were told
to the customer; what differs by now is said, and taken over only by a word of the person's.
"""

from shop_admin.services.drafts.lines import Change, changes_of
from shop_admin.services.drafts.placing import place_draft
from shop_admin.services.drafts.writing import (
    DraftInput,
    create_draft,
    save_draft,
    take_present_prices,
)

__all__ = [
    "Change",
    "DraftInput",
    "changes_of",
    "create_draft",
    "place_draft",
    "save_draft",
    "take_present_prices",
]

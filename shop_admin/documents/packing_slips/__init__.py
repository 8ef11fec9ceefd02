"""Packing slips: what they say; `render` draws them, for whoever loads it."""

from shop_admin.documents.packing_slips.slip import PackingSlip, SlipLine

__all__ = ["PackingSlip", "SlipLine"]

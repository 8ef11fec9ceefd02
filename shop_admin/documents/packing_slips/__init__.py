"""The PDF of packing slips."""

from shop_admin.documents.packing_slips.render import render_packing_slip
from shop_admin.documents.packing_slips.slip import PackingSlip, SlipLine

__all__ = ["PackingSlip", "SlipLine", "render_packing_slip"]

"""The PDF of invoices and credit notes."""

from shop_admin.documents.invoices.render import render_invoice

__all__ = ["render_invoice"]

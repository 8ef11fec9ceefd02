"""Registers of issued documents as files: a journal, an archive; `workbook` makes spreadsheets."""

from shop_admin.documents.registers.archive import Archive
from shop_admin.documents.registers.cells import safe
from shop_admin.documents.registers.datev import Batch, Journal, unknown_rates
from shop_admin.documents.registers.line import RegisterLine

__all__ = ["Archive", "Batch", "Journal", "RegisterLine", "safe", "unknown_rates"]

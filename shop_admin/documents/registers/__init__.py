"""Registers of issued documents as files: lines become a workbook, a journal, an archive."""

from shop_admin.documents.registers.archive import Archive
from shop_admin.documents.registers.cells import safe
from shop_admin.documents.registers.datev import Batch, Journal, unknown_rates
from shop_admin.documents.registers.line import RegisterLine
from shop_admin.documents.registers.workbook import Workbook

__all__ = ["Archive", "Batch", "Journal", "RegisterLine", "Workbook", "safe", "unknown_rates"]

"""The tax report: what was issued in a period, by country, rate and part of a rate."""

from shop_admin.queries.vat.report import Figures, Report, Section, reports

__all__ = ["Figures", "Report", "Section", "reports"]

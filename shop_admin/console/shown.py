"""Columns and filters that many views share."""

from typing import Any

from shop_admin.console.base import Column, Group
from shop_admin.console.base.filters import DayFilter, Filter, StoreFilter, WordFilter
from shop_admin.models.mixins import STATUS_FLAGS


def store_column(**options: Any) -> Column:
    """Return the column of a record's store; nothing means all stores."""
    return Column(name="store_id", label="Store", kind="store", secondary=True, **options)


def status_column(model: Any) -> Column:
    """Return the column of a record's status flag."""
    return Column(name="status_flag", label="Status", kind="pill", sort=model.status_flag)


def changed_column(model: Any, **options: Any) -> Column:
    """Return the column of when a record was changed last."""
    return Column(
        name="mdate", label="Changed", kind="moment", sort=model.mdate, secondary=True, **options
    )


def made_column() -> Column:
    """Return the column, on offer, of when a record was made."""
    return Column(name="cdate", label="Made", kind="moment", secondary=True, extra=True)


def notes_column() -> Column:
    """Return the column, on offer, of the notes on a record."""
    return Column(name="comments", label="Notes", secondary=True, extra=True)


def period_group() -> Group:
    """Return the group of a record's status, period and notes."""
    return Group(
        title="Status and period",
        columns=(
            Column(name="status_flag", label="Status", kind="pill"),
            Column(name="active_from", label="From", kind="moment"),
            Column(name="active_to", label="Until", kind="moment"),
            Column(name="comments", label="Notes", kind="long"),
        ),
    )


def common_filters(model: Any) -> tuple[Filter, ...]:
    """Return the filters by store and by status."""
    return (
        StoreFilter(name="store", label="Store", column=model.store_id),
        WordFilter(name="status", label="Status", column=model.status_flag, words=STATUS_FLAGS),
    )


def day_filters(column: Any) -> tuple[Filter, ...]:
    """Return the filters from a day and until a day."""
    return (
        DayFilter(name="from", label="From", column=column),
        DayFilter(name="until", label="Until", column=column, until=True),
    )

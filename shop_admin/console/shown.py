"""Columns and filters that many views share."""

from typing import Any

from shop_admin.console.base import Column, Group
from shop_admin.console.base.filters import DayFilter, Filter, StoreFilter, WordFilter
from shop_admin.language import N_
from shop_admin.models.mixins import STATUS_FLAGS


def store_column(**options: Any) -> Column:
    """Return the column of a record's store; nothing means all stores."""
    return Column(name="store_id", label=N_("Store"), kind="store", secondary=True, **options)


def status_column(model: Any) -> Column:
    """Return the column of a record's status flag."""
    return Column(name="status_flag", label=N_("Status"), kind="pill", sort=model.status_flag)


def changed_column(model: Any, **options: Any) -> Column:
    """Return the column of when a record was changed last."""
    return Column(
        name="mdate",
        label=N_("Changed"),
        kind="moment",
        sort=model.mdate,
        secondary=True,
        **options,
    )


def made_column() -> Column:
    """Return the column, on offer, of when a record was made."""
    return Column(name="cdate", label=N_("Made"), kind="moment", secondary=True, extra=True)


def notes_column() -> Column:
    """Return the column, on offer, of the notes on a record."""
    return Column(name="comments", label=N_("Notes"), secondary=True, extra=True)


def period_group() -> Group:
    """Return the group of a record's status, period and notes."""
    return Group(
        title=N_("Status and period"),
        columns=(
            Column(name="status_flag", label=N_("Status"), kind="pill"),
            Column(name="active_from", label=N_("From"), kind="moment"),
            Column(name="active_to", label=N_("Until"), kind="moment"),
            Column(name="comments", label=N_("Notes"), kind="long"),
        ),
    )


def common_filters(model: Any) -> tuple[Filter, ...]:
    """Return the filters by store and by status."""
    return (
        StoreFilter(name="store", label=N_("Store"), column=model.store_id),
        WordFilter(name="status", label=N_("Status"), column=model.status_flag, words=STATUS_FLAGS),
    )


def day_filters(column: Any) -> tuple[Filter, ...]:
    """Return the filters from a day and until a day."""
    return (
        DayFilter(name="from", label=N_("From"), column=column),
        DayFilter(name="until", label=N_("Until"), column=column, until=True),
    )

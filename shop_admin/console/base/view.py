"""ConsoleView: the one bridge to Flask-Admin's ModelView, with its faults closed."""

from typing import Any, ClassVar

from flask_admin.contrib.sqla import ModelView

from shop_admin.console.base.bulk import Bulk
from shop_admin.console.base.closed import Closed
from shop_admin.db import db


class ConsoleView(Bulk, Closed, ModelView):
    """A view of one model: a declaration of permits, columns, filters, forms and two hooks."""

    plural: ClassVar[str] = ""

    # Flask-Admin's own switches: nothing of them is used, and none may fall back to 'everything'.
    column_list: Any = ()
    column_details_list: Any = ()
    column_export_list: Any = ()
    column_searchable_list: Any = ()
    column_sortable_list: Any = ()
    column_filters: Any = ()

    def __init__(self, model: Any, **options: Any) -> None:
        self.column_list = tuple(one.name for one in self.columns)
        self.column_details_list = tuple(one.name for group in self.groups for one in group.columns)
        super().__init__(model, db, name=self.plural, **options)

    @property
    def shown_filters(self) -> list[Any]:
        """Return the filters that have something to choose."""
        return [one for one in self.filters if one.input != "hidden"]

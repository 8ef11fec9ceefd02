"""Doors of Flask-Admin that stay shut: without a function of theirs they have no route at all."""

from collections.abc import Mapping
from typing import Any, ClassVar

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from werkzeug.exceptions import BadRequest

from shop_admin.console.base.access import Guarded
from shop_admin.console.base.errors import ConsoleError
from shop_admin.console.base.lookups import MAX_FOUND, MIN_LETTERS, Lookup
from shop_admin.console.base.search import words_of
from shop_admin.db import transaction
from shop_admin.errors import NotFound, TooMany
from shop_admin.language import ngettext
from shop_admin.permissions import IDENTITY
from shop_admin.services import throttle
from shop_admin.wiring import parts

LOOKUPS_A_MINUTE = 120


class Closed(Guarded):
    """No export, no inline edit, no scaffolded relations; look-ups by our own rule only."""

    can_export = False
    can_set_page_size = False
    column_editable_list = None
    form_ajax_refs = None
    inline_models = None
    export: ClassVar[None] = None
    ajax_update: ClassVar[None] = None
    lookups: ClassVar[Mapping[str, Lookup]] = {}

    @expose("/ajax/lookup/")
    def ajax_lookup(self) -> ResponseReturnValue:
        """Return what fits the letters typed so far, from this person's rows only."""
        lookup = self.lookups.get(request.args.get("name", ""))
        if lookup is None:
            raise NotFound
        self._count_lookup()
        query = request.args.get("query", "")
        if len(query.strip()) < MIN_LETTERS:
            raise BadRequest(
                ngettext(
                    "Type %(number)s letter at least.",
                    "Type %(number)s letters at least.",
                    MIN_LETTERS,
                )
            )
        return jsonify(lookup.find(self.actor, words_of(query), limit=MAX_FOUND))

    def _count_lookup(self) -> None:
        """Count a look-up of this person. Raises TooMany past what anybody types.

        Every letter typed is a look-up: 20 a minute would stop a person in the middle of the
        second name, 120 stop only who reads the whole list letter by letter.
        """
        if not parts().settings.rate_limits:
            return
        limit = throttle.Limit(
            key=f"lookup:{self.actor.user_id}", tries=LOOKUPS_A_MINUTE, seconds=60
        )
        with transaction(IDENTITY.db_context()):
            wait = throttle.count([limit])
        if wait:
            sentence = ngettext(
                "Too many look-ups. Go on in %(number)s second.",
                "Too many look-ups. Go on in %(number)s seconds.",
                wait,
            )
            raise TooMany(sentence, retry_after=wait)

    def _create_ajax_loader(self, name: str, options: Any) -> Any:
        """Refuse Flask-Admin's loader, whose filters are raw SQL and whose get_one has none."""
        raise ConsoleError(f"{type(self).__name__}: declare {name!r} in `lookups`.")

    def scaffold_form(self) -> Any:
        """Refuse to make a form out of a table's columns."""
        raise ConsoleError(f"{type(self).__name__}: declare `form`.")

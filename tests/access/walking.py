"""How the access walk asks: as whom, for which record, and what the house looks like after it."""

import contextlib
import gc
import io
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

import making
import two_stores
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, event, text
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from shop_admin import wiring
from shop_admin.api import guests
from shop_admin.db import BROWSING, db, transaction
from shop_admin.permissions import IDENTITY
from shop_admin.services import sessions

COOKIE = "sid"
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
CHANGING = re.compile(rb'(name="(?:csrf_token|form_token)"[^>]*value=")[^"]+|(nonce=")[^"]+')
# What a refusal may leave behind: that it happened, and how often somebody tried.
UNCOUNTED = frozenset({"rate_buckets"})
NOTED = "('denied', 'log_in_failed')"
# A request whose statements hold none of these has changed no row: then none is compared. What is
# planned once (EXECUTE) may be anything.
WRITING = re.compile(
    r"\b(INSERT|UPDATE|DELETE|EXECUTE|nextval|next_order_number|procrastinate_\w+)\b"
)


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Somebody at the door: the cookie and its token for the console, a bearer for the API."""

    cookie: str
    csrf: str
    bearer: str = ""


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One request, as `House.send` sends it."""

    method: str
    path: str
    role: str
    query: Mapping[str, str]
    sends: Mapping[str, Any] | None
    guest_of: UUID | None = None

    @property
    def is_api(self) -> bool:
        """Tell whether the request goes to the JSON API."""
        return self.path.startswith("/api/")


@dataclass
class House:
    """The application with two stores in it, in one transaction that is never kept."""

    app: Flask
    connection: Connection
    stores: two_stores.TwoStores
    callers: Mapping[str, Caller]
    fingerprint_sql: str
    before: Mapping[str, Any]
    _asked: int = 0
    _files: int = 0
    _has_written: bool = False

    def __post_init__(self) -> None:
        """Listen to the statements, and count the files once."""
        self._files = self._count_files()
        event.listen(self.connection, "before_cursor_execute", self._listen)

    def send(self, ask: Ask, *, token: str | None = None) -> TestResponse:
        """Send a request as a browser or a program would, with that role's own credentials."""
        self._asked += 1
        sent = self._body(ask, self.callers[ask.role].csrf if token is None else token)
        # Each from an address of its own: how often one may ask is another test's business.
        address = f"10.{self._asked >> 16 & 255}.{self._asked >> 8 & 255}.{self._asked & 255}"
        client: FlaskClient = self.app.test_client(use_cookies=False)
        return client.open(
            ask.path,
            method=ask.method,
            query_string=dict(ask.query),
            headers=self._headers(ask),
            environ_base={"REMOTE_ADDR": address},
            buffered=True,
            **sent,
        )

    @contextlib.contextmanager
    def undone(self) -> Iterator[None]:
        """Take back whatever happens inside."""
        savepoint = self.connection.begin_nested()
        self._has_written = False
        try:
            yield
        finally:
            savepoint.rollback()

    def changes(self) -> list[str]:
        """Return the tables, and the storage, that are no longer as they were arranged."""
        before, self._files = self._files, self._count_files()
        changed = ["files"] if self._files != before else []
        if not self._has_written:
            return changed
        now = fingerprint(self.connection, self.fingerprint_sql)
        return [*changed, *sorted(name for name in now if now[name] != self.before[name])]

    def _listen(self, _connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        self._has_written = self._has_written or WRITING.search(statement) is not None

    def _count_files(self) -> int:
        # Files are not undone: what counts is how many a request adds or takes.
        folder = self.app.extensions[wiring.EXTENSION].settings.files_dir
        return sum(len(files) for _, _, files in os.walk(folder))

    def _headers(self, ask: Ask) -> dict[str, str]:
        caller = self.callers[ask.role]
        headers = {"X-Request-Id": "one-and-the-same"}
        if ask.is_api and caller.bearer:
            headers["Authorization"] = f"Bearer {caller.bearer}"
        if not ask.is_api and caller.cookie:
            headers["Cookie"] = f"{COOKIE}={caller.cookie}"
        if ask.role == "guest" and ask.guest_of is not None:
            with self.app.app_context():
                headers["Order-Token"] = guests.secret_of(ask.guest_of)
        return headers

    def _body(self, ask: Ask, token: str) -> dict[str, Any]:
        if ask.method in ("GET", "HEAD"):
            return {}
        sends = dict(ask.sends or {})
        if ask.is_api and "@picture" not in sends.values():
            return {"json": sends} if ask.sends is not None else {}
        pictures = [name for name, value in sends.items() if value == "@picture"]
        for name in pictures:
            sends[name] = (io.BytesIO(making.png()), "picture.png")
        if not ask.is_api and token:
            sends["csrf_token"] = token
        return {"data": sends, **({"content_type": "multipart/form-data"} if pictures else {})}


@contextlib.contextmanager
def open_house(app: Flask) -> Iterator[House]:
    """Arrange two stores in a transaction that is rolled back in the end.

    Unlike the fixture `app`, no context stays open: each request has its own, as in a server.
    """
    with _one_connection(app) as connection:
        with app.app_context():
            stores = two_stores.arrange()
        callers = {role: _caller(app, person.user_id) for role, person in stores.people.items()}
        nobody = _caller(app, None)
        callers["anonymous"] = callers["guest"] = nobody
        callers |= {
            role: replace(nobody, bearer=_bearer(app, user_id, "api_customer"))
            for role, user_id in stores.customers.items()
        }
        with app.app_context():
            two_stores.settle(stores.people)
        statement = _fingerprint_sql()
        before = fingerprint(connection, statement)
        with _rare_collections():
            yield House(
                app=app,
                connection=connection,
                stores=stores,
                callers=callers,
                fingerprint_sql=statement,
                before=before,
            )


@contextlib.contextmanager
def _rare_collections() -> Iterator[None]:
    """Look for garbage less often: a quarter of the walk's time would go into it."""
    usual = gc.get_threshold()
    gc.set_threshold(100_000, 50, 50)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


@contextlib.contextmanager
def _one_connection(app: Flask) -> Iterator[Connection]:
    with app.app_context():
        engines = db.engines
        db.session.configure(join_transaction_mode="create_savepoint")
    engine = engines[None]
    connection = engine.connect()
    outer = connection.begin()
    # One transaction for many tests is idle longer than a request may be.
    connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
    public = engines[BROWSING]
    engines[None] = engines[BROWSING] = connection  # type: ignore[assignment]
    event.listen(Session, "before_commit", _check_deferred)
    try:
        yield connection
    finally:
        event.remove(Session, "before_commit", _check_deferred)
        engines[None], engines[BROWSING] = engine, public
        outer.rollback()
        connection.close()


def _check_deferred(session: Session) -> None:
    """Let deferred constraints speak where a real commit would let them."""
    session.flush()
    session.execute(text("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"))


def _caller(app: Flask, user_id: UUID | None) -> Caller:
    """Open the sessions of a person as the logins do, and read the token that pages carry."""
    client = app.test_client()
    bearer = ""
    if user_id is not None:
        with app.app_context(), transaction(IDENTITY.db_context()):
            token = sessions.open_session(user_id, "console").token
        bearer = _bearer(app, user_id, "api_staff")
        with client.session_transaction() as session:
            session["_user_id"] = token
    page = client.get("/admin/" if user_id else "/admin/login/")
    found = TOKEN.search(page.text)
    cookie = client.get_cookie(COOKIE)
    assert found
    assert cookie
    return Caller(cookie=cookie.value, csrf=found[1], bearer=bearer)


def _bearer(app: Flask, user_id: UUID, kind: str) -> str:
    with app.app_context(), transaction(IDENTITY.db_context()):
        return sessions.open_session(user_id, kind).token


def _fingerprint_sql() -> str:
    """Return a select of one row a table: how many rows, and a digest of all of them."""
    selects = []
    for name in sorted(db.metadata.tables):
        where = f"WHERE action NOT IN {NOTED}" if name == "audit_entries" else ""
        if name not in UNCOUNTED:
            row = "(to_jsonb(x) - 'last_seen_at')" if name == "sessions" else "x"
            selects.append(
                f"SELECT '{name}', count(*), coalesce(sum(hashtextextended({row}::text, 0)), 0)"
                f" FROM {name} x {where}"
            )
    selects.append("SELECT 'jobs', count(*), 0 FROM procrastinate_jobs")
    return " UNION ALL ".join(selects)


def fingerprint(connection: Connection, statement: str) -> dict[str, Any]:
    """Return what is stored at this moment, each table as two numbers."""
    connection.execute(text("SELECT set_config('role', 'shop_all', true)"))
    rows = connection.execute(text(statement)).all()
    return {name: (count, digest) for name, count, digest in rows}


def same(response: TestResponse, *ids: str) -> tuple[int, dict[str, str], bytes]:
    """Return an answer without what differs by itself: tokens, nonces, and the id asked for."""
    body = CHANGING.sub(rb"\1\2", response.data)
    headers = {
        name: re.sub(r"nonce-[^']+", "nonce", value)
        for name, value in response.headers.items()
        if name not in ("Set-Cookie", "Content-Length", "RateLimit-Reset")
    }
    for one in filter(None, ids):
        # A short number also stands elsewhere: in a content hash, in a measure of a style.
        whole = rf"(?<![\w.-]){re.escape(one)}(?![\w.%-])"
        body = re.sub(whole.encode(), b"ID", body)
        headers = {name: re.sub(whole, "ID", value) for name, value in headers.items()}
    return response.status_code, headers, body


def missing_id() -> str:
    """Return an id that nobody has."""
    return str(uuid4())

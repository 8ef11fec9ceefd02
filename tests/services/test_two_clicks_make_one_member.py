from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

from factories import make_person, make_store
from inviting import accept, invite, roles_of

from shop_admin.config import Settings
from shop_admin.errors import NotFound
from shop_admin.factory import create_app


def test_at_once_on_a_real_database(live_settings: Settings) -> None:
    app = create_app(live_settings)
    clicks = 4
    start = Barrier(clicks)

    def click(token: str, user_id: UUID) -> str:
        with app.app_context():
            start.wait(10)
            try:
                accept(token, user_id)
            except NotFound:
                return "nothing"
            return "member"

    with app.app_context():
        store = make_store()
        known = make_person(make_store("Paris"))
        sent = invite(make_person(store, "MANAGER").actor, store, "ACCOUNTANT", known.email)
    with ThreadPoolExecutor(clicks) as pool:
        answers = [pool.submit(click, sent.token, known.user_id) for _ in range(clicks)]

    assert sorted(one.result() for one in answers) == ["member", *["nothing"] * (clicks - 1)]
    with app.app_context():
        assert roles_of(known.user_id) == ["ACCOUNTANT", "STAFF"]

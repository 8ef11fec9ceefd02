"""A worker whose invoices fail one time in ten, with their number taken, before the commit."""

import os
import random

from shop_admin.config import load_settings
from shop_admin.db import transaction
from shop_admin.factory import create_app
from shop_admin.jobs import invoices as jobs
from shop_admin.jobs import worker
from shop_admin.permissions import job
from shop_admin.services import invoices
from shop_admin.services.invoices import ISSUE

dice = random.Random(os.environ["FAILING_SEED"])


def issue(*, store_id: str, order_id: str) -> None:
    from uuid import UUID

    actor = job(UUID(store_id))
    with transaction(actor.db_context()):
        invoices.issue_invoice(actor, UUID(order_id))
        if dice.random() < 0.1:
            raise RuntimeError("made to fail")


def main() -> None:
    worker.TASKS[ISSUE] = issue
    settings = load_settings()
    app = create_app(settings)
    with app.app_context():
        worker.run_worker(app, settings)


if __name__ == "__main__":
    assert jobs.issue is not issue
    main()

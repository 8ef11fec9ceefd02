"""What became of an order's mails stands in its story, failures with their reason."""

import factories
import sqlalchemy as sa

from shop_admin.db import transaction
from shop_admin.models.mails import Mail
from shop_admin.permissions import command, job
from shop_admin.services import mails


def test_failed_and_sent(staff, berlin) -> None:
    order_id = factories.place(berlin, (factories.make_product(berlin), 1))
    page = f"/admin/orders/details/?id={order_id}"
    assert "Mail asked for: order confirmation" in staff.get(page).text

    with transaction(command().db_context()) as session:
        mail = session.scalars(sa.select(Mail.id).where(Mail.order_id == order_id)).one()
    with transaction(job(berlin).db_context()):
        mails.note_failure(job(berlin), mail, "No such <b>mailbox</b>.", is_final=True)
    text = staff.get(page).text
    assert "Mail failed: order confirmation" in text
    assert "No such &lt;b&gt;mailbox&lt;/b&gt;. To ada@example.com" in text

    with transaction(job(berlin).db_context()):
        mails.note_sent(job(berlin), mail, "Your order")
    assert "Mail sent: order confirmation" in staff.get(page).text

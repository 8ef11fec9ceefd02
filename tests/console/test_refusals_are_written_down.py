"""Who tries what they may not do gets 403 and an entry in the audit trail."""

import factories
import sqlalchemy as sa

from shop_admin.models.audit import AuditEntry


def test_an_accountant_makes_no_product(berlin, desk, stored) -> None:
    at = desk(factories.make_person(berlin, "ACCOUNTANT"))
    page = at.get("/admin/products/").text
    assert "New product" not in page
    answer = at.get("/admin/products/new/")
    assert answer.status_code == 403
    assert "You are not allowed to do this." in answer.text
    entry = stored.scalars(sa.select(AuditEntry).where(AuditEntry.action == "denied")).one()
    assert entry.cuser_id == at.person.user_id
    assert entry.table_name == "products.create_view"

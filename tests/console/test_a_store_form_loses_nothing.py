"""Wrong input in the forms of stores and tax rates gets its sentence, and what was typed stays."""

import pytest
import sqlalchemy as sa
from werkzeug.datastructures import MultiDict

from shop_admin.models.stores import Store, TaxRate


@pytest.mark.parametrize(
    ("field", "wrong", "sentence"),
    [
        ("language", "xx", "Not a valid choice"),
        ("time_zone", "Mars/Olympus", "Not a valid choice"),
        ("contact_email", "nobody", "Give an email address"),
        ("bank_details-iban", "DE89370400440532013001", "slip of the pen"),
        ("invoice_prefix", "A-B", "Use 1 to 6 of A-Z, 0-9."),
        ("payment_terms_days", "9999", "Use 0 to 365 days."),
    ],
)
def test_store(manager, berlin, stored, field: str, wrong: str, sentence: str) -> None:
    address = f"/admin/stores/edit/?id={berlin}"
    form = manager.form(address)
    refused = manager.post(address, form | {"description": "Typed long", field: wrong})
    assert refused.status_code == 422
    assert sentence in refused.text
    assert "Typed long" in refused.text
    assert stored.get_one(Store, berlin).description == ""


def test_the_parts_of_a_rate(manager, berlin, stored) -> None:
    rate = stored.scalars(sa.select(TaxRate.id).where(TaxRate.store_id == berlin)).first()
    address = f"/admin/tax-rates/edit/?id={rate}"
    form = {name: one for name, one in manager.form(address).items() if name != "components"}
    form = MultiDict({**form, "rate": "18", "csrf_token": manager.token()})
    form.setlist("components", ["CGST", "9", "SGST", "8"])
    refused = manager.post(address, form)
    assert refused.status_code == 422
    assert "The parts must add up to the rate." in refused.text
    assert 'value="SGST"' in refused.text
    form.setlist("components", ["CGST", "9", "SGST", "9", "", ""])
    assert manager.post(address, form).status_code == 302
    parts = stored.get_one(TaxRate, rate).components
    assert parts == [{"name": "CGST", "rate": "9"}, {"name": "SGST", "rate": "9"}]


def test_play_money_is_offered_where_there_is_some(manager, berlin) -> None:
    assert 'value="sandbox"' in manager.get(f"/admin/stores/edit/?id={berlin}").text

"""All 5,040 orders of seven messages about one payment, each told twice: `make proof`."""

import pytest
import telling
from flask import Flask
from orders_of_events import ALL, final_states


@pytest.mark.timeout(3600)
def test_five_thousand_and_forty_orders_end_in_one_state(app: Flask) -> None:
    assert len(ALL) == 5_040
    assert len(final_states(telling.sell(), ALL)) == 1

"""What happens to the demo's orders comes in the order of time, under ids that never change."""

from datetime import date, time
from zoneinfo import ZoneInfo

from shop_admin.demo.catalogue import STORES
from shop_admin.demo.moments import opening_moment, shelving_moment
from shop_admin.demo.orders import plan_orders
from shop_admin.demo.replay import planned_id, timeline

TODAY = date(2026, 11, 22)
PLANS = plan_orders(TODAY)


def test_events_come_in_the_order_of_time() -> None:
    events = timeline(PLANS)
    moments = [event.at for event in events]
    assert moments == sorted(moments)
    assert len(events) == len(PLANS) + sum(len(plan.steps) for plan in PLANS)


def test_ids_repeat_and_sort_by_the_moment_of_the_order() -> None:
    ids = [planned_id(plan, position) for position, plan in enumerate(PLANS)]
    again = [planned_id(plan, position) for position, plan in enumerate(plan_orders(TODAY))]
    assert ids == again
    assert len(set(ids)) == len(ids)
    assert ids == sorted(ids)
    assert {one.version for one in ids} == {7}
    assert {one.variant for one in ids} == {"specified in RFC 4122"}


def test_everything_stands_on_its_shelf_before_the_first_order() -> None:
    for store in STORES:
        moments = [shelving_moment(TODAY, store.slug, one.sku) for one in store.products]
        hours = {moment.astimezone(ZoneInfo(store.time_zone)).time() for moment in moments}
        assert opening_moment(TODAY) < min(moments)
        assert max(moments) < PLANS[0].placed_at
        assert len(set(moments)) == 20
        assert time(9) <= min(hours) <= max(hours) < time(18)

"""What happens in the demo comes in the order of time, under ids that never change."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from shop_admin.demo.catalogue import STORES
from shop_admin.demo.moments import opening_moment, shelving_moment
from shop_admin.demo.orders import plan_demo
from shop_admin.demo.replay import planned_id, timeline

NOW = datetime(2026, 11, 22, 17, tzinfo=UTC)
PLAN = plan_demo(NOW)


def test_events_come_in_the_order_of_time() -> None:
    events = timeline(PLAN)
    moments = [event.at for event in events]
    steps = sum(len(order.steps) for order in PLAN.orders)
    notes = sum(event.state == "NOTED" for event in events)
    assert moments == sorted(moments)
    assert notes > 0
    assert len(events) == len(PLAN.orders) + steps + notes + len(PLAN.movements)


def test_ids_repeat_and_sort_by_the_moment_of_the_order() -> None:
    ids = [planned_id(plan, position) for position, plan in enumerate(PLAN.orders)]
    again = [planned_id(plan, position) for position, plan in enumerate(plan_demo(NOW).orders)]
    assert ids == again
    assert len(set(ids)) == len(ids)
    assert ids == sorted(ids)
    assert {one.version for one in ids} == {7}
    assert {one.variant for one in ids} == {"specified in RFC 4122"}


def test_everything_stands_on_its_shelf_before_the_first_order() -> None:
    for store in STORES:
        today = NOW.date()
        moments = [shelving_moment(today, store.slug, one.sku) for one in store.products]
        hours = {moment.astimezone(ZoneInfo(store.time_zone)).time() for moment in moments}
        assert opening_moment(today) < min(moments)
        assert max(moments) < PLAN.orders[0].placed_at
        assert len(set(moments)) == 20
        assert time(9) <= min(hours) <= max(hours) < time(18)

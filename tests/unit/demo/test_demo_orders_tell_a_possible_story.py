"""Planned orders sell what there is, lie in the past, take legal ways and repeat exactly."""

from collections import Counter
from datetime import date, timedelta

import pytest

from shop_admin.demo.catalogue import STORES, product, store
from shop_admin.demo.orders import DAYS_BACK, ORDERS, PlannedOrder, plan_orders

TODAYS = [date(2026, 1, 1), date(2026, 3, 29), date(2026, 11, 22), date(2028, 2, 29)]
PATHS = {
    "bank_transfer": ["PAID", "SHIPPED", "COMPLETED"],
    "cash_on_delivery": ["SHIPPED", "PAID", "COMPLETED"],
}


@pytest.fixture(params=TODAYS, ids=str)
def today(request: pytest.FixtureRequest) -> date:
    day: date = request.param
    return day


@pytest.fixture
def plans(today: date) -> list[PlannedOrder]:
    return plan_orders(today)


def test_no_product_is_sold_beyond_its_stock(plans: list[PlannedOrder]) -> None:
    sold: Counter[tuple[str, str]] = Counter()
    for plan in plans:
        for item in plan.items:
            sold[plan.store, item.sku] += item.quantity
    assert sold
    assert all(count <= product(*key).stock for key, count in sold.items())


def test_an_order_names_a_product_once(plans: list[PlannedOrder]) -> None:
    for plan in plans:
        skus = [item.sku for item in plan.items]
        assert 1 <= len(skus) == len(set(skus)) <= 4
        assert all(1 <= item.quantity <= 3 for item in plan.items)


def test_all_of_it_lies_between_90_days_ago_and_today(
    plans: list[PlannedOrder], today: date
) -> None:
    assert Counter(plan.store for plan in plans) == ORDERS
    assert plans == sorted(plans, key=lambda plan: plan.placed_at)
    for plan in plans:
        moments = [plan.placed_at, *(step.at for step in plan.steps)]
        assert moments == sorted(set(moments))
        assert str(plan.placed_at.tzinfo) == store(plan.store).time_zone
        assert today - timedelta(days=DAYS_BACK) <= moments[0].date()
        assert moments[-1].date() < today


def test_later_days_are_busier(plans: list[PlannedOrder], today: date) -> None:
    recent = [p for p in plans if (today - p.placed_at.date()).days <= DAYS_BACK // 3]
    assert len(recent) > len(plans) / 2


def test_states_follow_the_way_of_their_payment(plans: list[PlannedOrder]) -> None:
    for plan in plans:
        states = [step.state for step in plan.steps]
        path = PATHS[plan.payment_method]
        assert states in ([], ["CANCELLED"], path[:1], path[:2], path)


def test_a_transfer_arrives_before_its_seven_days_are_over(plans: list[PlannedOrder]) -> None:
    for plan in plans:
        if plan.payment_method == "bank_transfer" and plan.final_state != "PLACED":
            assert plan.steps[0].at - plan.placed_at < timedelta(days=7)


def test_every_state_is_there_to_look_at(plans: list[PlannedOrder]) -> None:
    states = Counter(plan.final_state for plan in plans)
    assert min(states[s] for s in ("PLACED", "PAID", "SHIPPED", "COMPLETED", "CANCELLED")) >= 2
    assert states.most_common(1)[0][0] == "COMPLETED"


def test_the_same_day_gives_the_same_plan(today: date, plans: list[PlannedOrder]) -> None:
    assert plan_orders(today) == plans
    assert plan_orders(today, seed=1) != plans


def test_buyers_live_in_the_country_of_their_store(plans: list[PlannedOrder]) -> None:
    countries = {shop.slug: shop.address.country for shop in STORES}
    assert all(plan.customer.address.country == countries[plan.store] for plan in plans)

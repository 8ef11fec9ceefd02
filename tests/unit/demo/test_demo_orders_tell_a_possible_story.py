"""Planned orders sell what there is, lie in the past, take legal ways and repeat exactly."""

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta

import pytest

from shop_admin.demo.catalogue import STORES, product, store
from shop_admin.demo.orders import DRAFTS, ORDERS, Plan, PlannedOrder, plan_demo
from shop_admin.demo.rhythm import DAYS_BACK, SALES

NOWS = [
    datetime(2026, 1, 1, 0, 5, tzinfo=UTC),
    datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
    datetime(2026, 11, 22, 17, 0, tzinfo=UTC),
    datetime(2028, 2, 29, 23, 50, tzinfo=UTC),
]
ENDS = {"EXPIRED", "WITHDRAWN", "CANCELLED"}
AFTERWARDS = {"REFUND_ALL", "REFUND_PART", "REFUNDED"}
_PLANS: dict[datetime, Plan] = {}


@pytest.fixture(params=NOWS, ids=str)
def now(request: pytest.FixtureRequest) -> datetime:
    moment: datetime = request.param
    return moment


@pytest.fixture
def plan(now: datetime) -> Plan:
    return _PLANS.setdefault(now, plan_demo(now))


@pytest.fixture
def placed(plan: Plan) -> list[PlannedOrder]:
    return [order for order in plan.orders if not order.is_draft]


def test_no_product_is_sold_beyond_its_stock(plan: Plan, placed: list[PlannedOrder]) -> None:
    left = {(shop.slug, one.sku): one.stock for shop in STORES for one in shop.products}
    taken = [
        (plan.placed_at, (plan.store, item.sku), -item.quantity)
        for plan in placed
        for item in plan.items
    ]
    moved = [(one.at, (one.store, one.sku), one.delta) for one in plan.movements]
    for _, key, delta in sorted(taken + moved):
        left[key] += delta
        assert left[key] >= 0


def test_an_order_names_a_product_once_and_none_that_is_still_to_come(
    plan: Plan,
) -> None:
    for order in plan.orders:
        skus = [item.sku for item in order.items]
        assert 1 <= len(skus) == len(set(skus)) <= 5
        assert all(1 <= item.quantity <= 3 for item in order.items)
        assert not any(product(order.store, sku).scheduled_in for sku in skus)


def test_all_of_it_lies_between_90_days_ago_and_now(
    plan: Plan, placed: list[PlannedOrder], now: datetime
) -> None:
    waiting = Counter(order.store for order in placed) - Counter(ORDERS)
    assert waiting == {"mumbai": 1}
    assert Counter(order.store for order in plan.orders if order.is_draft) == DRAFTS
    assert list(plan.orders) == sorted(plan.orders, key=lambda order: order.placed_at)
    for order in plan.orders:
        moments = [order.placed_at, *(step.at for step in order.steps)]
        assert moments == sorted(set(moments))
        assert str(order.placed_at.tzinfo) == store(order.store).time_zone
        assert now - timedelta(days=DAYS_BACK + 1) <= moments[0]
        assert moments[-1] < now
    assert all(one.at < now for one in plan.movements)


def test_more_is_sold_lately_at_weekends_in_the_evening_and_in_a_sale(
    placed: list[PlannedOrder], now: datetime
) -> None:
    ages = Counter(
        (now.astimezone(order.placed_at.tzinfo).date() - order.placed_at.date()).days
        for order in placed
    )
    halves = [sum(ages[day] for day in days) for days in (range(45), range(45, 91))]
    assert halves[0] > halves[1]
    # Against the same weekday of the weeks before and after.
    assert sum(ages[day] for day in SALES) > 0.7 * sum(
        ages[day - 7] + ages[day + 7] for day in SALES
    )
    days = Counter(order.placed_at.weekday() for order in placed)
    assert days[5] + days[6] > 2 / 7 * len(placed)
    hours = Counter(order.placed_at.hour for order in placed)
    assert sum(hours[hour] for hour in range(18, 23)) > 0.25 * len(placed)
    assert sum(hours[hour] for hour in range(6)) < 0.05 * len(placed)


def test_nothing_follows_the_end_of_an_order(placed: list[PlannedOrder]) -> None:
    for order in placed:
        states = [step.state for step in order.steps]
        assert len(states) == len(set(states))
        assert not ENDS & set(states[:-1])
        goods = [state for state in states if state not in AFTERWARDS]
        assert "COMPLETED" not in goods[:-1]
        if "COMPLETED" in goods:
            assert "SHIPPED" in goods
            assert {"PAID", "CAPTURED"} & set(goods)


def test_money_comes_the_way_that_was_chosen(placed: list[PlannedOrder]) -> None:
    for order in placed:
        states = {step.state for step in order.steps}
        is_online = order.payment_method == "sandbox"
        assert is_online or not states & {"CAPTURED", "FAILED", "RETRIED", "SWITCHED"}
        assert not is_online or "PAID" not in states or "SWITCHED" in states


def test_a_transfer_arrives_before_its_stock_is_given_back(placed: list[PlannedOrder]) -> None:
    for order in placed:
        first = next(iter(order.steps), None)
        if order.payment_method == "bank_transfer" and first and first.state != "EXPIRED":
            assert first.at - order.placed_at < timedelta(days=7)


def test_every_state_is_there_to_look_at(plan: Plan) -> None:
    states = Counter(order.final_state for order in plan.orders)
    assert min(states[s] for s in ("PLACED", "PAID", "SHIPPED", "COMPLETED", "CANCELLED")) >= 3
    assert states["PENDING"] >= 1
    assert states["DRAFT"] == sum(DRAFTS.values())
    assert states.most_common(1)[0][0] == "COMPLETED"
    steps = {step.state for order in plan.orders for step in order.steps}
    assert steps >= AFTERWARDS | {"FAILED", "RETRIED", "PARCEL", "EXPIRED", "WITHDRAWN"}
    assert {one.reason for one in plan.movements} >= {"RECEIPT", "COUNT", "DAMAGE"}


def test_many_customers_come_back(placed: list[PlannedOrder]) -> None:
    bought: defaultdict[str, int] = defaultdict(int)
    for order in placed:
        bought[order.customer.email] += 1
    again = [email for email, times in bought.items() if times > 1]
    assert 0.3 < len(again) / len(bought) < 0.9
    assert any(order.customer.has_account for order in placed)


def test_the_same_moment_gives_the_same_plan(now: datetime, plan: Plan) -> None:
    assert plan_demo(now) == plan
    assert plan_demo(now, seed=1) != plan


def test_buyers_live_in_the_country_of_their_store(plan: Plan) -> None:
    countries = {shop.slug: shop.address.country for shop in STORES}
    assert all(one.customer.address.country == countries[one.store] for one in plan.orders)

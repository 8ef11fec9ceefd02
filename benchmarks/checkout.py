"""Checkout of three items as a guest with an Idempotency-Key; every order is on disk."""

import json
from collections.abc import Iterator

from benchmarks.floor_sql import CHECKOUT_TABLES
from benchmarks.load import Reached, reach
from benchmarks.options import Options
from benchmarks.stage import Server, Stage, floor, ours, stage
from benchmarks.table import Result, reached

GUEST = {
    "contact": {"name": "Ada Beispiel", "email": "ada@example.com"},
    "shipping_address": {
        "name": "Ada Beispiel",
        "line1": "Lindenweg 4",
        "line2": "",
        "city": "Berlin",
        "region": "",
        "postal_code": "10115",
        "country": "DE",
    },
    "payment_method": "cash_on_delivery",
}
# Three different products of all: how often two carts meet depends on how many there are.
CARTS = """
local ids = {{{ids}}}
local seed = os.time() * 1000 + math.random(1, 999)
math.randomseed(seed)
local n = 0
local headers = {{ ["Content-Type"] = "application/json" }}
request = function()
  n = n + 1
  local first = math.random(1, #ids)
  local items = {{}}
  for place = 0, {last} do
    local id = ids[(first + place * 7 - 1) % #ids + 1]
    items[#items + 1] = string.format('{{"product_id":"%s","quantity":1}}', id)
  end
  headers["Idempotency-Key"] = seed .. "-" .. n
  local body = '{{"items":[' .. table.concat(items, ",") .. '],' .. '{rest}'
  return wrk.format("POST", "{path}", headers, body)
end
"""


def run(options: Options) -> Iterator[Result]:
    """Buy from the floor and from us, with 16 connections and with one."""
    with stage(options.products) as place, floor(place) as bare, ours(place) as server:
        with place.as_owner() as cursor:
            cursor.execute(CHECKOUT_TABLES)
        for connections, goal in ((16, "≥ 1200/s, 0.68, p99 ≤ 35 ms"), (1, "p50 ≤ 1.8 ms")):
            base = _buy(options, place, bare, "/orders", connections)
            found = _buy(options, place, server, "/api/orders/", connections)
            who = f"{connections} clients" if connections > 1 else "one client"
            yield reached(f"floor: checkout, {who}", base, None, "")
            yield reached(f"checkout of 3 items, {who}", found, base, goal)


def _buy(options: Options, place: Stage, server: Server, path: str, connections: int) -> Reached:
    return reach(
        f"{server.url}{path}",
        seconds=options.seconds,
        pids=(server.pid, place.database_pid),
        script=cart_script(place, path),
        connections=connections,
    )


def cart_script(place: Stage, path: str, items: int = 3) -> str:
    """Return what wrk is to send: carts of so many products, each under a key of its own."""
    ids = ",".join(f'"{one}"' for one in place.products)
    rest = json.dumps(GUEST, separators=(",", ":")).removeprefix("{")
    return CARTS.format(ids=ids, rest=rest, path=path, last=items - 1)

"""Browsing: from PostgreSQL where each request asks for something else, and out of memory."""

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.load import Reached, reach
from benchmarks.options import Options
from benchmarks.stage import Server, Stage, floor, ours, stage
from benchmarks.table import Result, reached

# Each request is spelled as none before it, so that no answer is kept for it: a price that nothing
# reaches, capitals in an id, letters of a query as their codes.
UNKNOWN_PRICE = """
local n = math.random(1, 1000000) * 1000
request = function()
  n = n + 1
  return wrk.format("GET", "{path}" .. n)
end
"""
PRODUCTS = """
local ids = {{{ids}}}
local n, round = 0, 0
request = function()
  n = n % #ids + 1
  if n == 1 then round = round + 1 end
  local bits = round
  local id = ids[n]:gsub("[a-f]", function(letter)
    local odd = bits % 2 == 1
    bits = math.floor(bits / 2)
    return odd and letter:upper() or letter
  end)
  return wrk.format("GET", "{path}" .. id .. "{end_}")
end
"""
CODES = """
local n = math.random(1, 1000)
request = function()
  n = n + 1
  local bits = n
  local query = ("{query}"):gsub("%a", function(letter)
    local odd = bits % 2 == 1
    bits = math.floor(bits / 2)
    return odd and string.format("%%%02x", letter:byte()) or letter
  end)
  return wrk.format("GET", "{path}?" .. query)
end
"""


@dataclass(frozen=True, kw_only=True)
class Run:
    """One way to browse, the floor that it is measured against, and its goal."""

    name: str
    path: str
    floor: Reached
    goal: str
    script: str = ""


def run(options: Options) -> Iterator[Result]:
    """Browse the floor, then ours."""
    with stage(options.products) as place, floor(place) as bare, ours(place) as server:
        yield from _floors_and_runs(options, place, bare, server)
    with stage(20) as place, floor(place) as bare, ours(place, logs=True) as server:
        noop = _reach(options, place, bare, "/noop")
        found = _reach(options, place, server, "/api/products/")
        yield reached("list of 20, hot, with its access log", found, noop, "")


def _floors_and_runs(
    options: Options, place: Stage, bare: Server, server: Server
) -> Iterator[Result]:
    ids = ",".join(f'"{one}"' for one in place.products)
    floors = {
        "no-op": _reach(options, place, bare, "/noop"),
        "list": _reach(options, place, bare, "/list"),
        "detail": _reach(
            options, place, bare, "", PRODUCTS.format(ids=ids, path="/detail/", end_="")
        ),
        "categories": _reach(options, place, bare, "/categories"),
    }
    for name, found in floors.items():
        yield reached(f"floor: {name}", found, None, "")
    for one in _runs(place, ids, floors):
        found = _reach(options, place, server, one.path, one.script)
        yield reached(one.name, found, one.floor, one.goal)


def _runs(place: Stage, ids: str, floors: dict[str, Reached]) -> tuple[Run, ...]:
    listed = f"/api/products/?store={place.store}&max_price="
    products = PRODUCTS.format(ids=ids, path="/api/products/", end_="/")
    shelves = CODES.format(path="/api/categories/", query="limit=20&count=false")
    cold = (
        ("list of 20, cold", UNKNOWN_PRICE.format(path=listed), "list", "2400/s, 0.78"),
        ("detail, cold", products, "detail", "2500/s"),
        ("categories, cold", shelves, "categories", "2500/s"),
    )
    hot = (
        ("list of 20, hot", "/api/products/"),
        ("detail, hot", f"/api/products/{place.products[0]}/"),
        ("categories, hot", "/api/categories/"),
    )
    return (
        *(
            Run(name=name, path="/", script=script, floor=floors[what], goal=f"≥ {goal}")
            for name, script, what, goal in cold
        ),
        *(
            Run(name=name, path=path, floor=floors["no-op"], goal="≥ 12000/s, 0.70")
            for name, path in hot
        ),
    )


def _reach(options: Options, place: Stage, server: Server, path: str, script: str = "") -> Reached:
    pids = (server.pid, place.database_pid)
    return reach(f"{server.url}{path}", seconds=options.seconds, pids=pids, script=script)

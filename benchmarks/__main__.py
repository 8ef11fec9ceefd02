"""Runs benchmarks and prints one table: `python -m benchmarks [name …]`; `make bench` runs all.

Each line says how it compares to a floor measured in the same run, and what one request cost in
processor time of the server and PostgreSQL together. Machines are noisy: compare ratios.
"""

import argparse
import importlib
import sys

from benchmarks import load
from benchmarks.options import Options
from benchmarks.table import head, line

NEED_WRK = ("browse", "checkout", "contention")
ALL = (*NEED_WRK, "console", "exports", "invoices", "memory")


def main() -> int:
    """Run what was asked for; where wrk is missing, all that needs none."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="name", help=f"of {', '.join(ALL)}")
    parser.add_argument("--seconds", type=float, default=5, help="how long each load lasts")
    parser.add_argument("--products", type=int, default=2_000)
    parser.add_argument("--orders", type=int, default=100_000, help="in the console's lists")
    given = parser.parse_args()
    unknown = set(given.names) - set(ALL)
    if unknown:
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}")
    options = Options(seconds=given.seconds, products=given.products, orders=given.orders)
    print(head(), flush=True)
    missing = False
    for name in given.names or ALL:
        if name in NEED_WRK and not load.is_there():
            missing = True
            print(f"{name}: needs wrk, which is not installed: apt-get install wrk", flush=True)
            continue
        for result in importlib.import_module(f"benchmarks.{name}").run(options):
            print(line(result), flush=True)
    return int(missing)


if __name__ == "__main__":
    sys.exit(main())

"""What only a worker needs, or a rare page, is not loaded into every web process."""

import subprocess
import sys

HEAVY = ("httpx", "procrastinate", "psycopg", "reportlab", "uharfbuzz", "xlsxwriter", "mimesis")
PROGRAM = """
import sys
import shop_admin.factory
print(*sorted(sys.modules.keys() & set(sys.argv[1:])))
"""


def test_the_application_is_made_without_the_heavy_ones() -> None:
    words = [sys.executable, "-c", PROGRAM, *HEAVY]
    done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=60)

    assert done.stdout.split() == []

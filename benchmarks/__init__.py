"""Speed and scale, against a floor measured in the same run; `make bench` runs all.

Its places are filled by the builders that the tests use.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.extend(str(ROOT / folder) for folder in ("tests", "tests/unit/documents"))

SERVER_MS = "X-Server-Ms"
"""The header in which a timed server says how long it worked on an answer."""

"""A Redis database for each process of the suite: two must not take each other's tasks.

Loaded by `-p` before Django reads its settings.
"""

import os
import re

number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) + 1
if url := os.environ.get("REDIS_URL"):
    os.environ["REDIS_URL"] = re.sub(r"/\d*$", f"/{number}", url)

"""Run every benchmark: `python -m bench`, or some: `python -m bench extraction`."""

from __future__ import annotations

import importlib
import os
import sys

# One thread per process, or the ratios measure the thread pool.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

ALL = ("extraction", "compare", "families")

if __name__ == "__main__":
    for name in sys.argv[1:] or ALL:
        print(f"== {name}")
        importlib.import_module(f"bench.{name}").main()

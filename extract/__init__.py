"""Read texts: names, dates, relations, claims, events, quotations and obligations, as rows with their places."""

import os

# Read when NumPy is loaded, hence here: the matrices are small, and threads that share them out only get in the way of
# the workers.
for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")

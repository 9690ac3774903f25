"""Loading this is getting ready to mark: the process that worker processes are copies of does it once for all."""

import contextlib
import gc
import os

from evenkeel.server.sparing import load_sparingly
from evenkeel_grading.scale.start import check_iris_late, to_prepare

check_iris_late()
load_sparingly()
# A process with threads must not be copied.
os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}

# Whatever is wrong with the course is told by the command itself; this only goes ahead of it.
with contextlib.suppress(Exception):
    from evenkeel.course import find_root
    from evenkeel_grading.scale import cluster  # noqa: F401  (what workers run)
    from evenkeel_grading.scale.kit import make_ready

    course, assignment = to_prepare()
    make_ready(find_root(course), assignment)

# What is there now stays: it need not be looked through for what can go, and copies share its memory.
gc.collect()
gc.freeze()

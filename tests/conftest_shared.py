"""Where the material beside the checkout lies, if it is there; tests pass without it and do more with it."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("CROSSWALK_SHARED", ROOT.parent / "shared"))

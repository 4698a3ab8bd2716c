"""Exit 0 when an address answers, 1 when it does not (yet)."""

import sys
from urllib.error import URLError
from urllib.request import urlopen

try:
    urlopen(sys.argv[1], timeout=1)
except (URLError, OSError):
    raise SystemExit(1) from None

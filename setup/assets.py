"""Copies the third-party files that pages use from node_modules/ to static/vendor/, under names that carry a mark of
their content, and writes the list of them."""

import hashlib
import json
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
FILES = {
    "leaflet/leaflet.js": "leaflet/dist/leaflet.js",
    "leaflet/leaflet.css": "leaflet/dist/leaflet.css",
    "leaflet.markercluster/leaflet.markercluster.js": "leaflet.markercluster/dist/leaflet.markercluster.js",
    "leaflet.markercluster/MarkerCluster.css": "leaflet.markercluster/dist/MarkerCluster.css",
}


def main() -> None:
    shutil.rmtree(VENDOR, ignore_errors=True)
    manifest = {}
    for name, source in FILES.items():
        content = (ROOT / "node_modules" / source).read_bytes()
        target = Path(name)
        marked = target.with_stem(f"{target.stem}.{hashlib.sha256(content).hexdigest()[:12]}")
        (VENDOR / marked).parent.mkdir(parents=True, exist_ok=True)
        (VENDOR / marked).write_bytes(content)
        manifest[name] = str(marked)
    (VENDOR / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")


if __name__ == "__main__":
    main()

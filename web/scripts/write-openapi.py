"""Write the OpenAPI document that the web studio's client is generated from."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from musicgen_local.api import app

if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "openapi.json"
    target.write_text(
        json.dumps(app.openapi(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    )

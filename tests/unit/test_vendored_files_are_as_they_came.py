"""What is vendored is named with its version and licence, and has the bytes it came with."""

import hashlib
import json
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "shop_admin" / "static" / "vendor"
LISTED = json.loads((FOLDER / "vendor.json").read_text())


def test_every_file_has_its_hash() -> None:
    said = {name: digest for one in LISTED for name, digest in one["sha256"].items()}
    found = {
        str(path.relative_to(FOLDER)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in FOLDER.rglob("*")
        if path.is_file() and path.name != "vendor.json"
    }
    assert found == said


def test_every_package_has_its_licence() -> None:
    for one in LISTED:
        assert one["name"]
        assert one["version"]
        assert one["licence"]
        assert any("LICENSE" in name for name in one["sha256"]), one["name"]

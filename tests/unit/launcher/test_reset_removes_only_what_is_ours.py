"""`make reset` removes the data, refuses while it is in use, and spares what others put there."""

from pathlib import Path

import pytest

from shop_admin.config import Settings, load_settings
from shop_admin.launcher.errors import LaunchError
from shop_admin.launcher.preflight import locked
from shop_admin.launcher.reset import remove_data


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return settings with a data folder that holds pictures and a stranger's file."""
    settings = load_settings(_env_file=None, data_dir=tmp_path / "var")
    (settings.files_dir / "ab").mkdir(parents=True)
    (settings.files_dir / "ab" / "picture.webp").write_bytes(b"picture")
    assert settings.secret()
    return settings


def test_everything_of_ours_goes(settings: Settings) -> None:
    remove_data(settings)
    assert not settings.data_dir.exists()


def test_a_strangers_file_stays(settings: Settings) -> None:
    (settings.data_dir / "thesis.txt").write_text("mine")
    remove_data(settings)
    assert [path.name for path in settings.data_dir.iterdir()] == ["thesis.txt"]


def test_it_refuses_while_a_launcher_runs(settings: Settings) -> None:
    with locked(settings.data_dir), pytest.raises(LaunchError, match="already runs"):
        remove_data(settings)
    assert (settings.files_dir / "ab" / "picture.webp").exists()

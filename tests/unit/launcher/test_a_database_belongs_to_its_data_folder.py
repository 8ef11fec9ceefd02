"""A database that lies outside of its data folder is not met by another folder of that path."""

import shutil
from pathlib import Path

import pytest

from shop_admin.config import Settings, load_settings
from shop_admin.launcher.belonging import STAMP, check_belonging, write_belonging
from shop_admin.launcher.errors import LaunchError
from shop_admin.launcher.postgres.passwords import make_passwords


class Apart(Settings):
    """Settings as root has them: the database lies elsewhere."""

    @property
    def cluster_dir(self) -> Path:
        """Return a folder beside the data folder."""
        return self.data_dir.parent / "database"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return the settings of an installation that was started once."""
    made = load_settings(_env_file=None, data_dir=tmp_path / "var")
    apart = Apart.model_construct(**dict(made))
    apart.data_dir.mkdir()
    apart.cluster_dir.mkdir()
    make_passwords(apart.cluster_dir)
    write_belonging(apart)
    return apart


def _is_refused(settings: Settings) -> bool:
    try:
        check_belonging(settings)
    except LaunchError:
        return True
    return False


def test_its_own_folder_meets_it_again(settings: Settings) -> None:
    assert _is_refused(settings) is False


def test_a_folder_made_anew_does_not(settings: Settings) -> None:
    shutil.rmtree(settings.data_dir)
    settings.data_dir.mkdir()
    with pytest.raises(LaunchError, match="make reset"):
        check_belonging(settings)


def test_a_database_made_anew_is_not_taken_for_the_old_one(settings: Settings) -> None:
    make_passwords(settings.cluster_dir)
    with pytest.raises(LaunchError, match="belongs to a data folder"):
        check_belonging(settings)


def test_a_folder_of_before_there_was_a_stamp_goes_on(settings: Settings) -> None:
    (settings.data_dir / STAMP).unlink()
    assert _is_refused(settings) is True
    settings.files_dir.mkdir()
    assert _is_refused(settings) is False

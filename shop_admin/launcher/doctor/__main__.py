"""`make doctor`: the examination, even where the application itself cannot be built."""

import sys

from shop_admin.config import ConfigError, load_settings
from shop_admin.launcher.doctor.examination import run_doctor


def main() -> int:
    """Examine by the settings of the environment; return the exit code."""
    try:
        return run_doctor(load_settings())
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())

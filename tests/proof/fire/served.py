"""The application as it is served under fire: the provider plugged in, and its faults if asked."""

import dataclasses
import os

from fire.psp import Psp
from shop_admin.config import load_settings
from shop_admin.providers import payment

# Before anything of the API is imported: each name has its webhook.
payment.NAMES = tuple(dict.fromkeys((*payment.NAMES, Psp.name)))

from fire import deaths, plants  # noqa: E402
from shop_admin import wiring  # noqa: E402
from shop_admin.factory import create_app  # noqa: E402

app = create_app(load_settings(_env_file=None))
_parts = app.extensions[wiring.EXTENSION]
_psp = Psp(os.environ["FIRE_PSP_URL"], os.environ["FIRE_PSP_SECRET"])
app.extensions[wiring.EXTENSION] = dataclasses.replace(
    _parts, payment_providers={**_parts.payment_providers, _psp.name: _psp}
)
deaths.install()
plants.plant(app, os.environ.get("FIRE_PLANT", ""))

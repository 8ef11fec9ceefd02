"""The bridge to Flask-Admin: what every page and every view of the console is made of."""

from shop_admin.console.base.access import ConsolePage
from shop_admin.console.base.columns import Column, Group
from shop_admin.console.base.listing import Empty
from shop_admin.console.base.opening import Preset
from shop_admin.console.base.view import ConsoleView

__all__ = ["Column", "ConsolePage", "ConsoleView", "Empty", "Group", "Preset"]

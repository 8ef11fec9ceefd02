"""The console's own mistakes: found when it starts, so that no request ever meets them."""


class ConsoleError(Exception):
    """A view breaks a rule of the house; the message names the view, the rule and the remedy."""

"""Why a start is refused; each message is one clear sentence for the person at the terminal."""


class LaunchError(Exception):
    """The launcher cannot go on; the message says what to do."""


class StopAsked(Exception):
    """Somebody asked for the end while the start was still under way."""

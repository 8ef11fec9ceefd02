"""Forms: what can be typed, field by field; each turns into one dataclass for one service."""

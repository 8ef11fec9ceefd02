"""The shop under fire: an installation, many buyers, processes that die, and the books after."""

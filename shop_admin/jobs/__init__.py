"""Background work: a task's name leads to a short function that calls a service."""

"""What answers look like, field by field: the document says it, and tests hold answers to it."""

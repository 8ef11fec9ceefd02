"""Business rules over several rows: permission, load under lock, check, change, enqueue."""

"""Backup and restore: the database and the files it names, in one folder that proves itself."""

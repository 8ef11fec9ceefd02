"""The launcher: starts, watches and stops the database, the worker and the web server."""

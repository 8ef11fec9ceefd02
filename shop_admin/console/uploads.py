"""Uploaded files: read whole, within the limit that the request was given, then let go."""

from werkzeug.datastructures import FileStorage


def contents_of(upload: FileStorage) -> bytes:
    """Return the bytes of an uploaded file and close the temporary one that held them."""
    try:
        return upload.stream.read()
    finally:
        upload.close()

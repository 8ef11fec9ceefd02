"""Papers and pictures: a value comes in, bytes go out; knows no row, no request, no database."""

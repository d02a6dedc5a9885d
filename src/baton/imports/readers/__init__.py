"""One reader a format: each yields what a file says and what could not be read, row by row, and never stops half-way."""

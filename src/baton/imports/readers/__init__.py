"""One reader a format: each yields what a file says and what could not be read, and never stops half-way."""

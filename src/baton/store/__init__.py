"""The store: journals and what follows from them, kept in PostgreSQL. It must not know any procedure, nor any page."""

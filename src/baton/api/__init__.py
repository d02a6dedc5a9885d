"""The API: what the pages can do, for programs. One token is one person in one post, and goes by the same doors."""

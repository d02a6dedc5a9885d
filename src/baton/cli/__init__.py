"""The commands, with typer. One file a group, each with `register(app: typer.Typer)`; `groups.py` lists them.

A command that needs the database is decorated with `needs_database`, below `@app.command(…)`, and imports models only
inside its function. Commands end with `raise typer.Exit(status)` or return nothing.
"""

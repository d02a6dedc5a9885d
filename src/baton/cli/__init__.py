"""The commands. One file a group, each with `register(app)`, where `app` is a set of argparse sub-commands; `groups.py`
lists them. A command sets `run`, which is given the arguments and returns the exit status; one that needs the database
also sets `database=True`, and imports models only inside `run`:

    parser = app.add_parser("tick", help="…")
    parser.set_defaults(run=tick, database=True)
"""

"""Benchmarks, each with its peer in the same run: `assess`, `act`, `nightly`, `work-list`. One file each.

A benchmark is a function of `Asked` that gives a `Report`: what was measured, the peers' figures beside it, and for
every bar the ratio or figure and whether it is met. Nothing here is used by the rest of Baton, and no figure is made
to look better than it is: the best of several rounds is taken for both sides alike, because other work disturbs a
round and never helps one.

`./baton bench` installs the peers and starts `python -m baton.bench`, so that each run begins in a fresh process.
"""

"""A made-up world to try Baton in: whole journeys as journal entries, made by driving the engine day by day.

It knows no authority. What an authority's world looks like (teams, staff, names, how many of each kind of journey, and
this procedure's own words for what happens) is data: `packs/<authority>/demo/world.yaml`.
"""

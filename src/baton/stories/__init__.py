"""Stories: a procedure tried on made-up children, line by line, with what should follow stated beside each line.

Reads story files, supplies the rest of a small fixed world, runs them on the engine with journals in memory and says
what differed. Knows no authority, no database and no clock.
"""

"""What stands under the product: installing, the database server, starting, stopping, testing.

It knows nothing of children or procedures and imports no other room of Baton. Most of it runs before anything is
installed, so it keeps to the standard library; `roles.py` and `throwaway.py`, used later, also know the driver.
"""

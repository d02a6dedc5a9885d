"""The pages: one folder for each place a person goes. They read derived rows and call the store; never the engine."""

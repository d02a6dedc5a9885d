"""How the parts are put together: settings, addresses, headers, the door for the web server."""

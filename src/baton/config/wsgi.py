"""The door for the web server."""

import os

from django.core.wsgi import get_wsgi_application

from baton.platform import serving

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baton.config.settings")

application = get_wsgi_application()
serving.ready_to_serve()

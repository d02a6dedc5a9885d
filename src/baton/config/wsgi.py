"""The door for the web server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baton.config.settings")

application = get_wsgi_application()

# A page makes some twenty thousand values and leaves hardly a ring among them: looked for after every 700, as Python
# does by itself, they cost a sixth of the page's processor time (docs/performance.md). What was imported stays.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)

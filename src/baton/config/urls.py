"""All addresses of the site. The pages' own are in the workspace, place by place."""

from importlib.util import find_spec

from django.urls import include, path

from baton.config.health import health

urlpatterns = [path("healthz", health, name="health"), path("", include("baton.workspace.urls"))]
handler400 = "baton.workspace.problems.not_understood"
handler403 = "baton.workspace.problems.not_allowed"
handler404 = "baton.workspace.problems.not_found"
handler500 = "baton.workspace.problems.went_wrong"
if find_spec("baton.api"):
    urlpatterns.insert(1, path("api/", include("baton.api.urls")))

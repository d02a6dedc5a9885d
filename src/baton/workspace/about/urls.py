"""Whatever has a history of its own and is no child: what is asked about it, and recording it."""

from django.urls import path

from baton.workspace.about import views

urlpatterns = [
    path("about/<str:kind>/<str:subject>", views.about),
    path("about/<str:kind>/<str:subject>/do", views.do),
]

"""Set up: people, posts, offices, stand-ins, teams, closure days; what is missing."""

from django.urls import path

from baton.workspace.setup import changing, views

urlpatterns = [path("set-up", views.overview), path("set-up/<str:change>", changing.change)]

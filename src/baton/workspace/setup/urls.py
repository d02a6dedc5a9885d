"""Set up: people, posts, offices, teams, sittings; what is missing."""

from django.urls import path

from baton.workspace.setup import views

urlpatterns = [path("set-up", views.overview)]

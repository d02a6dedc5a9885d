"""A team: who holds whom, what comes in, what goes out."""

from django.urls import path

from baton.workspace.team import borders, views

urlpatterns = [
    path("team", views.team),
    path("team/board", views.board),
    path("team/duties", views.duties),
    path("team/borders", borders.borders),
]

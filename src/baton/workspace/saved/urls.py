"""Saved views: lists as somebody wants them again, handed on to a colleague or forgotten."""

from django.urls import path

from baton.workspace.saved import views

urlpatterns = [
    path("saved", views.saved_views),
    path("saved/keep", views.keep),
    path("saved/hand-on", views.hand_on),
    path("saved/forget", views.forget),
]

"""Doing and recording: one form for any duty, act or record; and correcting an entry."""

from django.urls import path

from baton.workspace.acting import correcting, views

urlpatterns = [
    path("do/<str:child>", views.do),
    path("children/<str:child>/record", views.record_menu),
    path("children/<str:child>/correct/<int:number>", correcting.correct),
]

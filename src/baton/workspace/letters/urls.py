"""The letters of one transfer, and one of them on a page."""

from django.urls import path

from baton.workspace.letters import printing, views

urlpatterns = [
    path("transfers/<str:key>/letters", views.letters),
    path("transfers/<str:key>/letters/all.pdf", printing.all_of_them),
    path("transfers/<str:key>/letters/<str:word>/<str:recipient>", views.letter),
]

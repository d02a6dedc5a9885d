"""The forum: its sittings, the agenda of one, running it family by family, the minutes."""

from django.urls import path

from baton.workspace.sitting import running, views

urlpatterns = [
    path("sittings", views.sittings),
    path("sittings/<str:forum>/<str:when>", views.agenda),
    path("sittings/<str:forum>/<str:when>/attendance", running.attendance),
    path("sittings/<str:forum>/<str:when>/row/<int:number>", running.row),
    path("sittings/<str:forum>/<str:when>/minutes", views.minutes),
]

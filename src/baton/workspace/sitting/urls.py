"""The forum: its sittings, the agenda of one, running it family by family, the minutes."""

from django.urls import path

from baton.workspace.sitting import calendar, papers, running, views

urlpatterns = [
    path("sittings", views.sittings),
    path("sittings/<str:forum>/new", calendar.enter),
    path("sittings/<str:forum>/<str:when>", views.agenda),
    path("sittings/<str:forum>/<str:when>/change", calendar.change),
    path("sittings/<str:forum>/<str:when>/send/<str:what>", papers.send),
    path("sittings/<str:forum>/<str:when>/attendance", running.attendance),
    path("sittings/<str:forum>/<str:when>/row/<int:number>", running.row),
    path("sittings/<str:forum>/<str:when>/minutes", views.minutes),
]

"""The first page after signing in, by post."""

from django.urls import path

from baton.workspace.home import asked, duties, sheet, views

urlpatterns = [
    path("", views.first),
    path("my-day", views.my_day),
    path("my-day/duties", duties.duties),
    path("my-day/sheet", sheet.sheet),
    path("seen", views.seen),
    path("questions", asked.questions),
]

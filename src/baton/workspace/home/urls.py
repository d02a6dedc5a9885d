"""The first page after signing in, by post."""

from django.urls import path

from baton.workspace.home import views

urlpatterns = [
    path("", views.first),
    path("my-day", views.my_day),
    path("seen", views.seen),
    path("questions", views.questions),
]

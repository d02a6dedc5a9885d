"""What a person wants to be sent, their notices, and their calendar feed."""

from django.urls import path

from baton.workspace.settings import feeds, views

urlpatterns = [
    path("settings", views.your_settings),
    path("settings/feed", views.new_feed),
    path("notices", views.notices),
    path("calendar/<str:name>/<str:token>.ics", feeds.feed),
]

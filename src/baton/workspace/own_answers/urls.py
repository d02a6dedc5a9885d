"""What each person of a matter answers for themselves: the page, and the sheet to sign."""

from django.urls import path

from baton.workspace.own_answers import views

urlpatterns = [
    path("transfers/<str:key>/answers", views.answers),
    path("transfers/<str:key>/answers/sheet", views.sheet),
]

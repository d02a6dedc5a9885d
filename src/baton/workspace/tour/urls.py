"""The tour."""

from django.urls import path

from baton.workspace.tour import views

urlpatterns = [path("tour", views.tour)]

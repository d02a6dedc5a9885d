"""Choosing a worker for a child."""

from django.urls import path

from baton.workspace.allocate import views

urlpatterns = [path("allocate/<str:child>", views.choose)]

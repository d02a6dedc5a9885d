"""Disputes and escalations, each with its clock."""

from django.urls import path

from baton.workspace.disputes import views

urlpatterns = [path("disputes", views.disputes), path("disputes/<str:key>", views.dispute)]

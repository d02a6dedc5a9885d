"""Signing in and out, and choosing the post to work in."""

from django.urls import path

from baton.workspace.sign_in import views

urlpatterns = [
    path("sign-in", views.sign_in),
    path("sign-out", views.sign_out),
    path("stay", views.stay),
    path("choose-post", views.choose_post),
    path("your-password", views.your_password),
    path("healthz", views.health),
    path("accessibility", views.statement, {"which": "accessibility"}),
    path("privacy", views.statement, {"which": "privacy"}),
    path("help", views.statement, {"which": "help"}),
]

"""A worker: away, back, leaving; and all of a worker's children given to others, child by child."""

from django.urls import path

from baton.workspace.workers import giving, views

urlpatterns = [
    path("team/<str:team>/waiting", giving.give_waiting),
    path("workers/<str:person>", views.worker),
    path("workers/<str:person>/children", giving.give),
    path("workers/<str:person>/<str:happening>", views.change),
]

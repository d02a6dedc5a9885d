"""Children: search, a record begun, one child, everything recorded, the child on one page."""

from django.urls import path

from baton.workspace.child import beginning, finding, restricting, told, twice, views

urlpatterns = [
    path("children", finding.search),
    path("children/recorded-twice", twice.duplicates),
    path("children/begin", beginning.begin),
    path("children/<str:child>", views.now),
    path("children/<str:child>/who-may-see", restricting.who_may_see),
    path("children/<str:child>/recorded", views.recorded),
    path("children/<str:child>/same", twice.one),
    path("children/<str:child>/same/<str:other>", twice.compare),
    path("children/<str:child>/print", views.on_paper),
    path("children/<str:child>/told", told.told),
    path("children/<str:child>/at", views.back_then),
]

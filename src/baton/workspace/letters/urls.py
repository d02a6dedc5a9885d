"""The letters of one transfer, one of them on a page, and all that are to be sent."""

from django.urls import path

from baton.workspace.letters import contact, listing, outgoing, printing, sentences, views

urlpatterns = [
    path("letters", outgoing.outgoing),
    path("transfers/<str:key>/letters", listing.letters),
    path("transfers/<str:key>/letters/all.pdf", printing.all_of_them),
    path("transfers/<str:key>/letters/<str:word>/<str:recipient>", views.letter),
    path("transfers/<str:key>/letters/<str:word>/<str:recipient>/address", contact.contact),
    path("transfers/<str:key>/letters/<str:word>/<str:recipient>/sentences", sentences.sentences),
]

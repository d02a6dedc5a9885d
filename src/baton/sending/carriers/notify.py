"""GOV.UK Notify, by its own client: e-mail, and letters that it prints and posts. It knows what it took already."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import requests
from notifications_python_client import NotificationsAPIClient, prepare_upload
from notifications_python_client.errors import HTTPError, InvalidResponse

from baton.sending.carriers.carrier import Later, Never, Parcel

FAILED = {
    "permanent-failure": "the address does not exist or takes no mail",
    "temporary-failure": "the mailbox could not be reached for three days",
    "technical-failure": "Notify itself failed",
    "validation-failed": "the pages of the letter are not as Notify wants them",
    "virus-scan-failed": "the virus scan failed",
}
DELIVERED = ("delivered", "received")


@dataclass(frozen=True, slots=True)
class Service:
    """The authority's service at Notify: its key, and its template with ((subject)) and ((text))."""

    key: str
    template: str
    template_with_letter: str = ""  # one with ((link)) as well; "" where letters do not leave by e-mail
    url: str = "https://api.notifications.service.gov.uk"
    posts: bool = False


class Notify:
    """The carrier."""

    name = "notify"

    def __init__(self, service: Service) -> None:
        self._service = service
        self.ways = frozenset({"email", "post"} if service.posts else {"email"})
        self._client: Any = NotificationsAPIClient(service.key, base_url=service.url, timeout=30)

    def hand_over(self, parcel: Parcel, about_to: Callable[[], None]) -> str:
        """Asks first whether it was taken at an earlier try: then nothing is sent again."""
        before = self._ask(lambda: self.taken(parcel.key))
        if before:
            return str(before)
        if parcel.calendar:
            raise Never("GOV.UK Notify carries no invitations. Name a mail server (BATON_SMTP_HOST) for them.")
        about_to()
        return str(self._ask(lambda: self._post(parcel) if not parcel.to else self._email(parcel))["id"])

    def _email(self, parcel: Parcel) -> Any:
        given: dict[str, Any] = {"subject": parcel.subject, "text": parcel.text}
        template = self._service.template
        if parcel.letter:
            template = self._service.template_with_letter
            if not template:
                raise Never(
                    "There is no Notify template for an e-mail with a letter. Make one with ((subject)), ((text)) and "
                    "((link)), and name it in BATON_NOTIFY_TEMPLATE_WITH_LETTER; or print the letter."
                )
            given["link"] = prepare_upload(BytesIO(parcel.letter), filename="letter.pdf")
        return self._client.send_email_notification(parcel.to, template, given, reference=parcel.key)

    def _post(self, parcel: Parcel) -> Any:
        return self._client.send_precompiled_letter_notification(parcel.key, BytesIO(parcel.letter))

    def taken(self, key: str) -> str | None:
        """By the reference that every try carries."""
        found = self._client.get_all_notifications(reference=key).get("notifications", [])
        return str(found[0]["id"]) if found else ""

    def became(self, reference: str) -> str:
        """As Notify's own record says."""
        status = str(self._ask(lambda: self._client.get_notification_by_id(reference)).get("status", ""))
        if status in DELIVERED:
            return "delivered"
        return f"failed: {FAILED[status]}" if status in FAILED else ""

    def _ask(self, question: Callable[[], Any]) -> Any:
        """Asks, and says of every refusal what it means and what to do."""
        try:
            return question()
        except HTTPError as error:
            raise _said(error) from error
        except (InvalidResponse, requests.RequestException) as error:
            raise Later(
                f"GOV.UK Notify does not answer ({type(error).__name__}). Check that this machine may reach "
                f"{self._service.url}."
            ) from error


def _said(error: HTTPError) -> Exception:
    code, said = error.status_code, _text(error)
    if error.response is None or getattr(error.response, "response", True) is None:
        return Later("GOV.UK Notify does not answer. Check that this machine may reach it (BATON_NOTIFY_URL).")
    if code in (401, 403):
        return Later(
            f"GOV.UK Notify does not accept the key or what it may do ({code} {said}). Check BATON_NOTIFY_KEY_FILE: a "
            "live key of your service, and this machine's clock."
        )
    if code == 429:
        return Later(f"GOV.UK Notify takes no more for now ({said}). It is tried again by itself.")
    if code == 400 and "address" in said.lower():
        return Never(f"GOV.UK Notify does not take this address ({said}). Check the address on record.")
    if 400 <= code < 500:
        return Never(f"GOV.UK Notify does not take this message ({code} {said}). Check the template in the settings.")
    return Later(f"GOV.UK Notify cannot take it at this moment ({code}).")


def _text(error: HTTPError) -> str:
    said = error.message
    found = [str(one.get("message", "")) for one in said if isinstance(one, dict)] if isinstance(said, list) else [said]
    return " ".join(" ".join(str(one) for one in found).split())[:200]

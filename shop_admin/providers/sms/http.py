"""Text messages through an SMS service: one POST of JSON, with a bearer token."""

import httpx

from shop_admin.errors import ProviderDown
from shop_admin.providers.sms.base import Service


class HttpSms:
    """Posts {to, from, text}; 2xx means taken, everything else that it was not."""

    def __init__(self, service: Service) -> None:
        self._service = service
        headers = {"Authorization": f"Bearer {service.token}"} if service.token else {}
        # Followed, a redirect would carry number and code to wherever it points.
        self._client = httpx.Client(
            headers=headers, timeout=service.seconds, follow_redirects=False
        )

    def send(self, number: str, text: str) -> None:
        """Hand the message over. Raises ProviderDown, which names neither address nor token."""
        content = {"to": number, "from": self._service.sender, "text": text}
        try:
            # What the service says about it is not read: it would be as long as it likes.
            with self._client.stream("POST", self._service.url, json=content) as answer:
                status, is_taken = answer.status_code, answer.is_success
        except httpx.TimeoutException:
            raise ProviderDown("The SMS service did not answer in time.") from None
        except (httpx.HTTPError, httpx.InvalidURL):
            raise ProviderDown("The SMS service cannot be reached.") from None
        if not is_taken:
            raise ProviderDown(f"The SMS service answered {status}.")

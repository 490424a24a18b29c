"""How the scripts beside this one reach the server, and say what they expect."""

import json
import os
import urllib.request

import airflow_client.client as airflow
from airflow_client.client.exceptions import ApiException

URL = os.environ["TRADEWIND_URL"]


def sign_in(username: str, password: str) -> str:
    body = json.dumps({"username": username, "password": password}).encode()
    request = urllib.request.Request(f"{URL}/auth/token", body, {"content-type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["access_token"]


def connect(token: str | None = None) -> airflow.ApiClient:
    """A client as the documentation of Airflow makes it."""
    configuration = airflow.Configuration(host=URL)
    configuration.access_token = token or sign_in(os.environ["TRADEWIND_USER"], os.environ["TRADEWIND_PASSWORD"])
    return airflow.ApiClient(configuration)


def equal(got: object, wanted: object) -> None:
    assert got == wanted, f"expected {wanted!r}, got {got!r}"


def refused(status: int, call, *arguments, **named) -> str:
    """Calls, and expects to be refused with this status. Returns what was said."""
    try:
        answer = call(*arguments, **named)
    except ApiException as error:
        assert error.status == status, f"expected {status}, got {error.status}: {error.body}"
        return str(json.loads(error.body)["detail"])
    raise AssertionError(f"expected {status}, got {answer!r}")

"""The description of the interface says what the interface is."""

from typing import Any

import httpx
import msgspec
import pytest

from sync import parcel, proofs, protocol
from sync.protocol import Word
from sync.server.health import HEALTH_PATH, READY_PATH, Health, Readiness
from sync.server.openapi import OPENAPI_PATH, OPERATIONS

PATHS = {
    protocol.HELLO_PATH,
    protocol.SIGN_IN_PATH,
    protocol.ENROL_PATH,
    protocol.PASSWORD_PATH,
    protocol.PUSH_PATH,
    protocol.PULL_PATH,
    parcel.PARCEL_PATH,
    proofs.LACKING_PATH,
    proofs.OFFER_PATH,
}
WATCHING: dict[str, type[msgspec.Struct]] = {HEALTH_PATH: Health, READY_PATH: Readiness}


@pytest.fixture
def document(http: httpx.Client) -> dict[str, Any]:
    """Return the description as it is served."""
    answer = http.get(OPENAPI_PATH)
    assert answer.headers["content-type"] == "application/vnd.oai.openapi+json"
    served: dict[str, Any] = answer.json()
    return served


def test_every_path_is_described_and_nothing_else(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1.")
    assert set(document["paths"]) == PATHS | WATCHING.keys()


def test_the_bodies_are_the_words_of_the_protocol(document: dict[str, Any]) -> None:
    for operation in OPERATIONS:
        described = document["paths"][operation.path][operation.method]
        if operation.asks is not None:
            assert body_of(described["requestBody"]) == operation.asks.__name__
        assert body_of(described["responses"]["200"]) == operation.answers.__name__
        for status in operation.refusals:
            assert body_of(described["responses"][str(status)]) == "Problem"


def test_every_word_is_described_field_by_field(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    words = [
        word
        for word in {**vars(protocol), **vars(parcel), **vars(proofs)}.values()
        if isinstance(word, type) and issubclass(word, Word) and word is not Word
    ]
    assert {word.__name__ for word in (*words, *WATCHING.values())} == set(schemas)
    for body in WATCHING.values():
        assert set(schemas[body.__name__]["properties"]) == set(body.__struct_fields__)
    for word in words:
        assert len(schemas[word.__name__]["prefixItems"]) == len(word.__struct_fields__)


def test_every_answer_is_said_to_be_signed(document: dict[str, Any]) -> None:
    for path in document["paths"].values():
        for operation in path.values():
            for response in operation["responses"].values():
                assert set(response["headers"]) == {
                    protocol.TIME_HEADER,
                    protocol.SIGNATURE_HEADER,
                }


def body_of(described: dict[str, Any]) -> str:
    """Return the word in a body."""
    schema: str = described["content"][protocol.CONTENT_TYPE]["schema"]["$ref"]
    return schema.rpartition("/")[2]

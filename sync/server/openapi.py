"""The description of the interface (OpenAPI 3.1), with the bodies declared by hand.

Bodies are msgpack under zstd, which no generator knows; the schemas describe the arrays inside.
"""

from dataclasses import dataclass
from typing import Any

import msgspec

from sync import parcel, proofs, protocol
from sync.protocol import Word
from sync.server.health import HEALTH_PATH, READY_PATH, Health, Readiness

OPENAPI_PATH = "/schema/openapi.json"


@dataclass(frozen=True, slots=True)
class Operation:
    """One question to the centre."""

    path: str
    method: str
    summary: str
    asks: type[Word] | None
    answers: type[Word]
    refusals: tuple[int, ...]
    needs_session: bool = False


OPERATIONS = (
    Operation(
        protocol.HELLO_PATH,
        "get",
        "Протокол, история и номер последней записи: дешёвый вопрос раз в минуту",
        None,
        protocol.Hello,
        (401, 503),
    ),
    Operation(
        protocol.SIGN_IN_PATH,
        "post",
        "Вход с логином и паролем",
        protocol.SignIn,
        protocol.Session,
        (400, 401, 426, 429, 503),
    ),
    Operation(
        protocol.ENROL_PATH,
        "post",
        "Завести рабочее место",
        protocol.Enrol,
        protocol.Enrolled,
        (400, 401, 403, 409, 426, 503),
        needs_session=True,
    ),
    Operation(
        protocol.PASSWORD_PATH,
        "post",
        "Сменить свой пароль; прочие входы закрываются",
        protocol.NewPassword,
        protocol.PasswordChanged,
        (400, 401, 426, 429, 503),
        needs_session=True,
    ),
    Operation(
        protocol.PUSH_PATH,
        "post",
        "Передать подписанную пачку записей; повторять можно сколько угодно раз",
        protocol.Batch,
        protocol.PushAnswer,
        (400, 403, 404, 413, 503),
    ),
    Operation(
        parcel.PARCEL_PATH,
        "post",
        "Передать запечатанный пакет для переноса, свой или чужой; повторять можно сколько угодно",
        parcel.SealedParcel,
        parcel.ParcelAnswer,
        (400, 413, 425, 503),
    ),
    Operation(
        protocol.PULL_PATH,
        "post",
        "Получить записи своих разделов",
        protocol.PullRequest,
        protocol.PullAnswer,
        (400, 401, 413, 426, 503),
        needs_session=True,
    ),
    Operation(
        proofs.LACKING_PATH,
        "post",
        "Каких из этих записей у сервера нет; без списка - какая у него история",
        proofs.Lacking,
        proofs.Lacked,
        (400, 404, 413, 503),
    ),
    Operation(
        proofs.OFFER_PATH,
        "post",
        "Вернуть серверу утраченные записи с квитанциями и подписями под ними",
        proofs.Offer,
        proofs.Offered,
        (400, 404, 413, 503),
    ),
)
_WORDS = (
    *(operation.asks for operation in OPERATIONS if operation.asks),
    *(operation.answers for operation in OPERATIONS),
    protocol.WireEntry,
    parcel.Contents,
    proofs.OfferedEntry,
    protocol.Problem,
)
_SIGNED = {
    protocol.TIME_HEADER: {
        "description": "время сервера, миллисекунды с 1970 года UTC",
        "schema": {"type": "integer"},
    },
    protocol.SIGNATURE_HEADER: {
        "description": "подпись Ed25519 ответа вместе с вопросом и временем, шестнадцатеричная",
        "schema": {"type": "string"},
    },
}
_REASONS = {
    400: "Сообщение не понято",
    401: "Нужен вход",
    403: "Подпись не подошла или рабочее место отключено",
    404: "Рабочее место не заведено или такой школы нет",
    409: "Ключ занят другим сотрудником",
    413: "Сообщение слишком длинное",
    425: "Сервер восстановлен из копии и собирает потерянное; Retry-After говорит, когда повторить",
    426: "Программа слишком старая для сервера",
    429: "Слишком много попыток; Retry-After говорит, когда повторить",
    503: "Сервер занят; Retry-After говорит, когда повторить",
}


_WATCHING = (
    (HEALTH_PATH, "Жив ли процесс; база не спрашивается", Health, (200,)),
    (READY_PATH, "Отвечает ли база и той ли она версии", Readiness, (200, 503)),
)


def describe_interface() -> dict[str, Any]:
    """Return the OpenAPI document."""
    _, components = msgspec.json.schema_components(
        (*_WORDS, Health, Readiness), ref_template="#/components/schemas/{name}"
    )
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _describe(operation)
    for path, summary, body, statuses in _WATCHING:
        responses = {str(status): _in_json(body) for status in statuses}
        name = path.rpartition("/")[2]
        paths[path] = {"get": {"summary": summary, "operationId": name, "responses": responses}}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Электронная учительская: центральный сервер",
            "version": str(protocol.PROTOCOL),
            "description": (
                "Тела запросов и ответов - msgpack, сжатый zstd; структуры - массивы, поля могут "
                "только добавляться в конец. В схемах bytes показаны как base64, на деле это "
                "двоичные данные. Каждый ответ подписан. Пакет для переноса - файл: 8 байт "
                "UCHPARC\\n, формат (2 байта), отпечаток школы (16), номер пакета (16) и ящик "
                "X25519 + HKDF + AES-GCM, в котором лежит Contents."
            ),
        },
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"session": {"type": "http", "scheme": "bearer"}},
        },
    }


def _describe(operation: Operation) -> dict[str, Any]:
    nonce = {
        "name": protocol.NONCE_HEADER,
        "in": "header",
        "required": False,
        "description": "случайное слово; входит в подпись ответа",
        "schema": {"type": "string", "maxLength": 128},
    }
    responses = {"200": _response("Ответ", operation.answers)}
    if operation.answers is protocol.PushAnswer:
        responses["409"] = _response("Перед пачкой не хватает записей", protocol.PushAnswer)
    for status in operation.refusals:
        responses[str(status)] = _response(_REASONS[status], protocol.Problem)
    described: dict[str, Any] = {
        "summary": operation.summary,
        "operationId": operation.path.rpartition("/")[2].replace("-", "_"),
        "parameters": [nonce],
        "responses": responses,
    }
    if operation.asks is not None:
        described["requestBody"] = {"required": True, "content": _content(operation.asks)}
    if operation.needs_session:
        described["security"] = [{"session": []}]
    return described


def _response(words: str, body: type[Word]) -> dict[str, Any]:
    return {"description": words, "headers": _SIGNED, "content": _content(body)}


def _in_json(body: type[msgspec.Struct]) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{body.__name__}"}
    content = {"application/json": {"schema": schema}}
    return {"description": "Ответ", "headers": _SIGNED, "content": content}


def _content(body: type[Word]) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{body.__name__}"}
    return {protocol.CONTENT_TYPE: {"schema": schema}}

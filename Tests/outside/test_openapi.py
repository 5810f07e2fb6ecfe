"""The served OpenAPI document against the server: schemathesis makes up requests; no fault, and no answer that the document
does not describe. Three walks: as an officer, as nobody, and as an officer on a dossier that is really there."""

import os
import pathlib
import re
import subprocess
import sys

import pytest

from conftest import Server, copy_store

SCHEMATHESIS = pathlib.Path(sys.executable).parent / "st"
CHECKS = "not_a_server_error,response_schema_conformance,status_code_conformance,content_type_conformance"
EXAMPLES, SEED = "20", "20251123"
USER = "officer@27373"


@pytest.fixture(scope="module")
def walked(founded, tmp_path_factory):
    """A server of its own: what is made up here may fill the store."""
    folder = tmp_path_factory.mktemp("openapi")
    with Server(copy_store(founded / "city.sqlite", folder / "city.sqlite")) as server:
        yield server


@pytest.fixture(scope="module")
def document(walked):
    status, document = walked.call("GET", "/api/v1/openapi.json")
    assert status == 200
    return document


def walk(server, folder, *options, config=""):
    if not SCHEMATHESIS.exists():
        pytest.skip(f"schemathesis is not installed beside {sys.executable}")
    (folder / "schemathesis.toml").write_text(config)
    done = subprocess.run(
        [
            str(SCHEMATHESIS),
            "--config-file",
            str(folder / "schemathesis.toml"),
            "run",
            f"http://127.0.0.1:{server.port}/api/v1/openapi.json",
            "--phases",
            "examples,fuzzing",
            "--max-examples",
            EXAMPLES,
            "--seed",
            SEED,
            "--checks",
            CHECKS,
            "--no-shrink",
            "--request-timeout",
            "30",
            "--continue-on-failure",
            "--output-truncate",
            "false",
            *options,
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=400,
        env=dict(os.environ, NO_COLOR="1", COLUMNS="160"),
    )
    assert server.process.poll() is None, "the server died: " + server.logged()[-2000:]
    assert "unexpected error" not in server.logged(), server.logged()[-2000:]
    summary = "\n".join(line for line in done.stdout.splitlines()[-25:] if line.strip())
    assert done.returncode == 0, done.stdout[-12000:]
    print("\n" + summary)


def test_an_officer_meets_no_fault_and_no_undescribed_answer(walked, tmp_path):
    # Logging out would end the walk; it is walked as nobody below and by hand in test_bad_input.py.
    walk(
        walked,
        tmp_path,
        "-H",
        f"Authorization: Bearer {walked.token(USER)}",
        "--exclude-operation-id",
        "delete-session",
    )


def test_nobody_meets_no_fault_and_no_undescribed_answer(walked, tmp_path):
    walk(walked, tmp_path)


def test_on_a_dossier_that_is_there(walked, tmp_path):
    filing = walked.filing(walked.procedure("2.000815"), accept=True)
    status, receipt = walked.call("POST", "/api/v1/dossiers", filing, walked.token("counter@27373"))
    assert status == 201, receipt
    config = f'[parameters]\n"path.number" = "{receipt["number"]}"\n"query.code" = "{receipt["trackingCode"]}"\n"query.unit" = "27373"\n'
    walk(
        walked,
        tmp_path,
        "-H",
        f"Authorization: Bearer {walked.token('counter@27373')}",
        "--include-path-regex",
        "track|dossiers/|inbox|search",
        config=config,
    )


def test_every_route_of_the_document_answers(walked, document):
    """With values that are there, every path answers something other than that it does not exist."""
    filing = walked.filing(walked.procedure("2.000815"), accept=True)
    token = walked.token("counter@27373")
    _, receipt = walked.call("POST", "/api/v1/dossiers", filing, token)
    values = {"number": receipt["number"], "unit": "27373", "code": "2.000815", "action": "pass", "user": USER}
    seen = 0
    for path, operations in document["paths"].items():
        for method in operations:
            if (method, path) == ("delete", "/api/v1/session"):
                continue
            place = path
            for name, value in values.items():
                place = place.replace("{%s}" % name, value)
            # What has a name that nobody knows here may well not be there, but the route is.
            known, place = "{" not in place, re.sub(r"\{\w+\}", "1", place)
            head = {"Content-Type": "application/json"}
            answer = walked.exchange(
                method.upper(),
                place + f"?code={receipt['trackingCode']}&unit=27373&q=a",
                b"{}" if method != "get" else None,
                token,
                head,
            )
            assert answer[0] < 500 and b"no-such-page" not in answer[2], (method, path, answer)
            assert answer[0] != 404 or not known, (method, path, answer)
            seen += 1
    assert seen >= 15
    print(f"\n{seen} routes answer")


# Lists that give all that they have.
WHOLE = {"/api/v1/units"}


def listed(document):
    """(path, operation, schema of the answer) of everything that answers with `items`."""
    for path, operations in document["paths"].items():
        if "get" not in operations or path in WHOLE:
            continue
        content = operations["get"]["responses"]["200"]["content"].get("application/json", {})
        name = content.get("schema", {}).get("$ref", "").rsplit("/", 1)[-1]
        schema = document["components"]["schemas"].get(name, {})
        if "items" in schema.get("properties", {}):
            yield path, operations["get"], schema


def test_every_list_says_that_it_has_a_limit_and_goes_on(document):
    lists = list(listed(document))
    assert len(lists) >= 15, [path for path, _, _ in lists]
    for path, operation, schema in lists:
        names = {parameter["name"] for parameter in operation.get("parameters", [])}
        assert {"limit", "cursor"} <= names, f"{path} has no limit or cursor"
        assert {"items", "next"} <= set(schema["required"]), f"{path} does not say where it goes on"


def test_every_list_keeps_to_its_limit(walked, document):
    filing = walked.filing(walked.procedure("2.000815"), accept=True)
    numbers = []
    for _ in range(2):
        status, receipt = walked.call("POST", "/api/v1/dossiers", filing, walked.token("counter@27373"))
        assert status == 201, receipt
        numbers.append(receipt["number"])
    longer = set()
    for path, _, _ in listed(document):
        place = path.replace("{number}", numbers[0]).replace("{kind}", "difficulty") + "?unit=27373&q=261"
        place = place if path != "/api/v1/procedures" else path + "?q="
        for user in ("counter@27373", "city@tp", "admin@tp"):
            ask = lambda more: walked.call("GET", place + more, token=walked.token(user))
            status, whole = ask("&limit=500")
            if status == 200:
                break
        assert status == 200, (path, whole)
        _, first = ask("&limit=1")
        assert len(first["items"]) == min(1, len(whole["items"])), (path, len(first["items"]))
        assert (first["next"] is not None) == (len(whole["items"]) > 1), (path, first["next"], len(whole["items"]))
        if first["next"] is not None:
            longer.add(path)
            status, second = ask(f"&limit=1&cursor={first['next']}")
            assert status == 200 and len(second["items"]) == 1 and second["items"] != first["items"], (path, second)
        for wrong in ("0", "501", "x"):
            assert ask(f"&limit={wrong}")[0] == 422, (path, wrong)
    assert {"/api/v1/city/overview", "/api/v1/city/definitions", "/api/v1/procedures", "/api/v1/inbox"} <= longer, longer


def test_the_document_says_who_may_call(document):
    assert document["openapi"].startswith("3.1")
    ids = [operation["operationId"] for operations in document["paths"].values() for operation in operations.values()]
    assert len(ids) == len(set(ids))
    for path in ("/api/v1/dossiers/{number}", "/api/v1/inbox", "/api/v1/search"):
        assert document["paths"][path]["get"]["security"] == [{"bearer": []}]
    for path in (
        "/api/v1/session",
        "/api/v1/units",
        "/api/v1/procedures",
        "/api/v1/procedures/{code}",
        "/api/v1/dossiers",
        "/api/v1/dossiers/{number}",
        "/api/v1/dossiers/{number}/{action}",
        "/api/v1/dossiers/batch/{action}",
        "/api/v1/inbox",
        "/api/v1/search",
        "/api/v1/track/{number}",
        "/api/v1/track/{number}/supplement",
        "/api/v1/track/{number}/withdraw",
        "/api/v1/track/{number}/rating",
        "/healthz",
        "/metrics",
    ):
        assert path in document["paths"], f"{path} of the contract is not in the document"

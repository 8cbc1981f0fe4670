"""Published elsewhere, the tables are the same, change as a whole, and are not written twice."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from flows.cli import main
from pipeline.dataset import Dataset, NotADatasetError, commit
from pipeline.dataset.errors import CorruptDatasetError
from pipeline.dataset.publish_delta import publish_as_delta
from pipeline.dataset.publish_folder import publish_to_folder
from pipeline.dataset.verify import verify
from schemas.tables import KEYS, PARTITION_KEY, PARTITIONED, TABLES
from tests.pipeline.dataset.build import NOW, batch, tree

BUCKET = "s3://lantern/news"


def need(module: str) -> None:
    """Skip where an optional library is missing, but not in CI."""
    if os.environ.get("CI") != "true":
        pytest.importorskip(module, reason=f"{module} is not installed: `make test` installs it")


def rows(table: pa.Table, name: str) -> list[dict[str, object]]:
    """Rows by key."""
    return table.sort_by(KEYS[name]).to_pylist()  # type: ignore[no-any-return]


def test_a_folder_gets_the_snapshot_and_then_what_is_new(dataset: Dataset, tmp_path: Path) -> None:
    """The copy verifies; files that it has are linked, not copied; again changes no byte."""
    commit(dataset, batch("one", range(14), rejects=range(2), index=False), now=NOW)
    assert publish_to_folder(dataset, tmp_path / "copy", NOW).files == len(dataset.snapshot().files)  # type: ignore[union-attr]
    commit(dataset, batch("two", range(900, 901), index=False), now=NOW)
    done = publish_to_folder(dataset, tmp_path / "copy", NOW)
    assert 0 < done.files < len(dataset.snapshot().files)  # type: ignore[union-attr]
    copy = Dataset.open(tmp_path / "copy")
    assert [p for p in verify(copy) if p.check != "first_last_published"] == []
    for table in TABLES:
        assert copy.scan(table).to_table() == dataset.scan(table).to_table()
    before = tree(tmp_path / "copy")
    assert publish_to_folder(dataset, tmp_path / "copy", NOW).files == 0
    assert tree(tmp_path / "copy") == before


def test_a_folder_with_another_dataset_is_left_alone(dataset: Dataset, tmp_path: Path) -> None:
    """Its readers keep what they have."""
    other = Dataset.create_or_open(tmp_path / "other")
    for number in range(2):
        commit(other, batch(f"o{number}", range(number * 3, number * 3 + 3)))
    commit(dataset, batch("one", range(14)))
    before = tree(other.paths.snapshots)
    with pytest.raises(NotADatasetError, match="snapshot 2"):
        publish_to_folder(dataset, tmp_path / "other", NOW)
    assert tree(other.paths.snapshots) == before


def test_a_folder_with_a_younger_dataset_of_another_is_left_alone(dataset: Dataset, tmp_path: Path) -> None:
    """Fewer snapshots do not make it an earlier state of this one; its rows and its index stay."""
    other = Dataset.create_or_open(tmp_path / "other")
    commit(other, batch("theirs", range(5)), now=NOW)
    for number in range(2):
        commit(dataset, batch(f"ours{number}", range(number * 3, number * 3 + 3)), now=NOW)
    before = tree(other.paths.snapshots) | tree(other.paths.state)
    with pytest.raises(NotADatasetError, match="a batch that this one never had"):
        publish_to_folder(dataset, tmp_path / "other", NOW)
    assert tree(other.paths.snapshots) | tree(other.paths.state) == before


def test_a_damaged_original_is_not_published(dataset: Dataset, tmp_path: Path) -> None:
    """Readers of the copy see nothing of it; the message names the original."""
    commit(dataset, batch("one", range(3), index=False), now=NOW)
    damaged = dataset.files_of("articles")[0]
    damaged.write_bytes(damaged.read_bytes()[:-1])
    with pytest.raises(CorruptDatasetError, match=re.escape(str(damaged))):
        publish_to_folder(dataset, tmp_path / "copy", NOW)
    assert not (tmp_path / "copy" / "tables").exists()


def test_a_folder_with_tables_of_its_own_gets_nothing(dataset: Dataset, tmp_path: Path) -> None:
    """Not even the folders of a dataset."""
    commit(dataset, batch("one", range(3), index=False), now=NOW)
    (tmp_path / "theirs" / "tables").mkdir(parents=True)
    with pytest.raises(NotADatasetError, match="expected a link"):
        publish_to_folder(dataset, tmp_path / "theirs", NOW)
    assert [path.name for path in (tmp_path / "theirs").iterdir()] == ["tables"]


@pytest.mark.parametrize("target", ["", "{own}", "{own}/.lock/copy"])
def test_a_target_that_cannot_be_is_told(dataset: Dataset, target: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing, the dataset itself, and a path below a file: exit code 3, one line."""
    commit(dataset, batch("one", range(3), index=False), now=NOW)
    dataset.paths.lock.touch()
    root = str(dataset.paths.root)
    assert main(["publish", target.format(own=root), "--out", root]) == 3
    assert len(told := capsys.readouterr().err.splitlines()) == 1 and "expected" in told[0]


DENYING = """
import http.server

class Deny(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = b"<Error><Code>InvalidAccessKeyId</Code></Error>"
        self.send_response(403)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    do_PUT = do_GET
    def log_message(self, *_): pass

with http.server.HTTPServer(("127.0.0.1", 0), Deny) as server:
    print(server.server_port, flush=True)
    server.serve_forever()
"""


@pytest.fixture
def published(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A dataset's command to publish with credentials that nobody knows, and an address to set; no store behind it."""
    need("deltalake")
    commit(dataset, batch("one", range(3)), now=NOW)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"):
        monkeypatch.setenv(name, "wrong")
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")  # the port that throws all away: nobody listens
    return ["publish", BUCKET, "--out", str(dataset.paths.root)]


def test_refused_credentials_are_told_in_one_line(
    published: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 3, the store's own word, where credentials come from; no traceback."""
    with subprocess.Popen([sys.executable, "-c", DENYING], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.stdout.readline().strip()}")
        try:
            code = main(published)
        finally:
            server.kill()
    said = capsys.readouterr().err.splitlines()
    assert code == 3 and len(said) == 1
    assert f"{BUCKET}/articles" in said[0] and "InvalidAccessKeyId" in said[0] and "AWS_ACCESS_KEY_ID" in said[0]


def test_a_store_that_nobody_answers_for_is_told(published: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """After some tries, with the address that was asked."""
    assert main(published) == 3
    assert "http://127.0.0.1:9" in capsys.readouterr().err


@pytest.mark.parametrize("target", ["ftp://lantern.example/news", "s3:/lantern/news"])
def test_an_address_of_another_kind_makes_no_folder(
    dataset: Dataset, target: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A mistyped scheme is a mistake in the settings, not a folder's name."""
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    assert main(["publish", target, "--out", str(dataset.paths.root)]) == 3
    assert sorted(tmp_path.iterdir()) == before


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An empty bucket of an S3 on loopback."""
    need("deltalake")
    need("moto")
    import boto3

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # A process of its own: deltalake keeps Python's lock while it waits for the server.
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for name, value in {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ALLOW_HTTP": "true",
    }.items():
        monkeypatch.setenv(name, value)
    client = boto3.client("s3", region_name="us-east-1")
    try:
        for attempt in range(3_000):
            try:
                client.create_bucket(Bucket="lantern")
                break
            except boto3.exceptions.botocore.exceptions.EndpointConnectionError:
                assert server.poll() is None and attempt < 2_999, "the S3 on loopback did not start"
                time.sleep(0.1)
        yield BUCKET
    finally:
        server.kill()
        server.wait()


@pytest.mark.filterwarnings("default")  # of moto's and boto's own
def test_an_object_store_gets_delta_tables_with_the_same_rows(dataset: Dataset, bucket: str) -> None:
    """Every column of every table; then only partitions that changed; then nothing."""
    from deltalake import DeltaTable

    commit(dataset, batch("one", range(14), rejects=range(2)), now=NOW)
    assert main(["publish", bucket, "--out", str(dataset.paths.root)]) == 0
    commit(dataset, batch("two", range(900, 901)), now=NOW)
    second = {done.table: done.partitions for done in publish_as_delta(dataset, bucket)}
    assert second == {"articles": 1, "copies": 1, "rejects": 0, "runs": 1}
    for name, schema in TABLES.items():
        found = DeltaTable(f"{bucket}/{name}").to_pyarrow_table()
        columns = [*schema.names, *([PARTITION_KEY] if name in PARTITIONED else [])]
        assert sorted(found.column_names) == sorted(columns)
        assert rows(found.select(columns), name) == rows(dataset.scan(name).to_table().select(columns), name)
    version = DeltaTable(f"{bucket}/articles").version()
    assert [done.partitions for done in publish_as_delta(dataset, bucket)] == [0, 0, 0, 0]
    assert DeltaTable(f"{bucket}/articles").version() == version


def test_without_the_library_the_message_says_what_to_install(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 3."""
    monkeypatch.setitem(__import__("sys").modules, "deltalake", None)
    commit(dataset, batch("one", range(3)))
    assert main(["publish", "delta+file:///nowhere", "--out", str(dataset.paths.root)]) == 3
    assert "pip install 'copydesk[delta]'" in capsys.readouterr().err

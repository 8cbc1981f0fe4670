"""The plan: shards on disk, the same for the same inputs."""

from pathlib import Path

from flows.plan import SHARD_BYTES, SHARD_FILES, write_plan
from pipeline.load.walk import InputFile


def files(*sizes: int) -> list[InputFile]:
    return [InputFile(path=Path(f"/archive/{i:06d}.txt"), source="archive", size=size) for i, size in enumerate(sizes)]


def test_every_input_is_in_one_shard_in_order(tmp_path: Path) -> None:
    """Nothing is lost between walking and cleaning."""
    inputs = files(*([10] * (2 * SHARD_FILES + 1)))
    plan = write_plan(inputs, tmp_path / "plan")
    assert [entry for shard in plan for entry in shard.inputs] == inputs
    assert [shard.index for shard in plan] == [0, 1, 2]


def test_a_large_file_is_a_shard_of_its_own(tmp_path: Path) -> None:
    """Its neighbours need not wait for it."""
    plan = write_plan(files(10, SHARD_BYTES * 3, 10), tmp_path / "plan")
    assert [len(shard.inputs) for shard in plan] == [1, 1, 1]


def test_totals_are_known_before_the_work(tmp_path: Path) -> None:
    """The remaining time is told by bytes."""
    plan = write_plan(files(5, 7), tmp_path / "plan")
    assert (plan.files, plan.shards, plan.bytes, plan.shard_bytes) == (2, 1, 12, (12,))


def test_no_input_is_no_shard(tmp_path: Path) -> None:
    """An empty folder is an empty plan, not an error."""
    assert list(write_plan([], tmp_path / "plan")) == []

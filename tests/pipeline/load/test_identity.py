"""Names, hashes and byte ranges in, ids out; they never change once rows are written."""

from pipeline.load.identity import document_id, nth_occurrence_id, rejection_id


def test_ids_are_pinned():
    """Changing how ids are made would orphan every row of every dataset."""
    assert document_id("1.txt", None, "00" * 32, 0, 7) == "91a7b337eaabcd4ed8fb381d86c53771"
    assert rejection_id("1.txt", None, "unreadable", 7) == "87488ede9ad9c91abe5967248fa3c10f"
    assert nth_occurrence_id("ab" * 16, 1) == "f3c7f05c1e4d72c905e3aba621f3f013"


def test_every_part_counts():
    """Name, member, hash, offset and length each make another id."""
    base = ("1.txt", "a/1.txt", "00" * 32, 0, 7)
    others = [("2.txt", *base[1:]), (base[0], None, *base[2:]), (*base[:2], "11" * 32, 0, 7), (*base[:3], 1, 7), (*base[:4], 8)]
    assert len({document_id(*parts) for parts in (base, *others)}) == 6


def test_the_first_occurrence_keeps_its_id():
    """Only repeats of one raw identity within a run get new ids."""
    base = "ab" * 16
    assert nth_occurrence_id(base, 0) == base
    assert len({nth_occurrence_id(base, n) for n in range(5)}) == 5

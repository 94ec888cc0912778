from __future__ import annotations

import time

import pytest
from ingest_helpers import page

from ingest.child import ChildLimits, ParserStoppedError, Pool, UnreadableError

SMALL = ChildLimits(cpu_seconds=2, wall_seconds=8, memory_bytes=1_000_000_000)


def test_a_hostile_page_is_stopped_and_the_next_one_is_read() -> None:
    hostile = b"<html><body><p " + b" ".join(b"a%d=1" % n for n in range(400_000)) + b">text</p></body></html>"
    with Pool(limits=SMALL) as pool:
        began = time.monotonic()
        with pytest.raises((ParserStoppedError, UnreadableError)):
            pool.run("article", hostile, url="https://quay.example/")
        assert time.monotonic() - began < 10
        assert pool.run("article", page().encode(), url="https://quay.example/")["challenge"] is False


def test_an_input_that_eats_memory_is_stopped() -> None:
    limits = ChildLimits(cpu_seconds=20, wall_seconds=30, memory_bytes=400_000_000)
    with Pool(limits=limits) as pool:
        with pytest.raises(ParserStoppedError, match="too much memory"):
            pool.run("text", b"word " * 30_000_000)
        assert pool.run("text", b"word")["text"] == "word"


def test_answers_come_in_order_and_failures_in_their_place() -> None:
    tasks = [
        ("text", b"one", {}),
        ("text", b" ", {}),
        ("text", b"three", {}),
        ("text", b"four", {}),
    ]
    with Pool(2) as pool:
        answers = list(pool.run_many(tasks))
    assert [one if isinstance(one, Exception) else one["text"] for one in answers][::2] == ["one", "three"]
    assert isinstance(answers[1], UnreadableError)


def test_a_child_is_kept_for_the_next_task() -> None:
    with Pool() as pool:
        pool.run("article", page().encode(), url="https://quay.example/")
        began = time.monotonic()
        for _ in range(5):
            pool.run("article", page().encode(), url="https://quay.example/")
        assert time.monotonic() - began < 1.5  # starting a child and its imports alone takes about 0.7 s

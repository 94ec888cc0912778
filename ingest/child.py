"""Parsers of untrusted pages and feeds, run in limited child processes that are replaced when they die.

200,000 attributes on one tag exhaust every lxml-based extractor, 5 MB of JSON-LD take 678 MB: a limit inside the
process cannot stop that. A worker stays alive over many tasks, so that imports are paid once. Tasks and answers go
over pipes as JSON and bytes; nothing that a child sends is executed (no pickle).

Plain subprocesses, not multiprocessing: they also start inside the daemon workers of a cluster and never import the
caller's main module.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import select
import struct
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Any, BinaryIO

TASKS = {
    "article": "ingest.articles:parse_article",
    "text": "ingest.articles:parse_text",
    "feed": "ingest.feeds:parse_feed",
    "eurlex": "ingest.official.eurlex:parse_eurlex",
    "formex": "ingest.official.formex:parse_formex",
    "order": "ingest.official.federal_register:parse_order",
}
LENGTH = struct.Struct(">Q")
# What parsers of the world's markup raise on broken input; anything else ends the child, which reads as stopped.
FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, OSError, RuntimeError, SyntaxError, TypeError,
          ValueError)  # fmt: skip
MAX_ANSWER = 200_000_000  # bytes; a larger answer is a fault of the child
_START = "import sys; sys.path.insert(0, sys.argv[1]); from ingest.child import serve; serve()"


class ParserStoppedError(Exception):
    """A child was stopped by its limits; the message says by which."""


class UnreadableError(Exception):
    """A parser could make nothing of its input; the message says what it met and what was expected."""


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """What one task may take."""

    cpu_seconds: int = 10  # a real page of 5 MB takes under 2
    wall_seconds: float = 60.0  # a starved machine is no hostile page
    memory_bytes: int = 1_500_000_000  # address space; lxml and its libraries map about 300 MB at rest


class Worker:
    """One child process; started with the first task."""

    def __init__(self, limits: ChildLimits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None

    def run(self, task: str, body: bytes, options: dict[str, Any]) -> Any:
        """Return what the task makes of the bytes. Raises ParserStoppedError or UnreadableError."""
        process = self._alive()
        assert process.stdin is not None and process.stdout is not None  # both are pipes
        header = json.dumps({"task": task, "options": options, "cpu": self._limits.cpu_seconds}).encode()
        deadline = time.monotonic() + self._limits.wall_seconds
        try:
            process.stdin.write(LENGTH.pack(len(header)) + header + LENGTH.pack(len(body)) + body)
            process.stdin.flush()
            answer = json.loads(_read_answer(process.stdout, deadline))
        except (OSError, EOFError, TimeoutError, ValueError) as error:
            late = isinstance(error, TimeoutError)
            self.close()
            words = "time" if late or process.returncode == -24 else "memory or time"  # 24: SIGXCPU
            raise ParserStoppedError(f"the parser was stopped: the input asks for too much {words}") from error
        if answer.get("stopped"):
            self.close()  # after a MemoryError the heap is not to be trusted
            raise ParserStoppedError("the parser was stopped: the input asks for too much memory")
        if "error" in answer:
            raise UnreadableError(answer["error"])
        return answer["value"]

    def close(self) -> None:
        """End the child."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:  # flushing what the dead child never read
                    continue

    def _alive(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            root = str(Path(__file__).resolve().parent.parent)
            environment = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
            memory = self._limits.memory_bytes
            # -P: the working folder must not shadow modules. The limits are set by the child itself before it reads.
            self._process = subprocess.Popen(  # noqa: S603  # our own interpreter and our own code
                [sys.executable, "-P", "-c", _START, root, str(memory)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
            )
        return self._process


class Pool:
    """Some workers; use as a context manager. `run` for one task, `run_many` to keep all of them busy."""

    def __init__(self, workers: int = 1, limits: ChildLimits | None = None) -> None:
        self.size = workers
        self._workers = [Worker(limits or ChildLimits()) for _ in range(workers)]

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.close()

    def run(self, task: str, body: bytes, **options: Any) -> Any:
        """Return what a task of `TASKS` makes of the bytes. Raises ParserStoppedError or UnreadableError."""
        return self._workers[0].run(task, body, options)

    def run_many(
        self, tasks: Iterable[tuple[str, bytes, dict[str, Any]]]
    ) -> Iterator[Any | ParserStoppedError | UnreadableError]:
        """Yield the answers in the order of the tasks; a failure is yielded, not raised, so that the rest goes on."""
        free: SimpleQueue[Worker] = SimpleQueue()
        for worker in self._workers:
            free.put(worker)

        def work(task: tuple[str, bytes, dict[str, Any]]) -> Any:
            worker = free.get()
            try:
                return worker.run(*task)
            except (ParserStoppedError, UnreadableError) as error:
                return error
            finally:
                free.put(worker)

        with ThreadPoolExecutor(self.size) as threads:
            waiting: deque[Future[Any]] = deque()
            for task in tasks:
                waiting.append(threads.submit(work, task))
                if len(waiting) > 2 * self.size:  # bounded: a large archive must not be read into memory
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()


def serve() -> None:
    """Answer tasks from standard input until it closes: the whole life of a child."""
    memory = int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # a parser writes no files
    source, sink = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not reach the pipe of answers
    while True:
        header = source.read(LENGTH.size)
        if len(header) < LENGTH.size:
            return
        request = json.loads(source.read(LENGTH.unpack(header)[0]))
        body = source.read(LENGTH.unpack(source.read(LENGTH.size))[0])
        used = resource.getrusage(resource.RUSAGE_SELF)
        spent = int(used.ru_utime + used.ru_stime) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (spent + request["cpu"], resource.RLIM_INFINITY))
        answer = json.dumps(_perform(request, body)).encode()
        sink.write(LENGTH.pack(len(answer)) + answer)
        sink.flush()


def _perform(request: dict[str, Any], body: bytes) -> dict[str, Any]:
    module, _, name = TASKS[request["task"]].partition(":")
    function = getattr(importlib.import_module(module), name)
    try:
        return {"value": function(body, **request["options"])}
    except MemoryError:
        return {"stopped": True}
    except UnreadableError as error:
        return {"error": str(error)}
    except FAULTS as error:
        return {"error": f"{type(error).__name__}: {str(error)[:200]}"}


def _read_answer(stream: BinaryIO | Any, deadline: float) -> bytes:
    size = LENGTH.unpack(_read_exactly(stream, LENGTH.size, deadline))[0]
    if size > MAX_ANSWER:
        raise ValueError(f"an answer of {size} bytes")
    return _read_exactly(stream, size, deadline)


def _read_exactly(stream: Any, size: int, deadline: float) -> bytes:
    """Read from the pipe's descriptor, past the buffer, so that `select` tells the truth."""
    data = bytearray()
    while len(data) < size:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([stream.fileno()], [], [], left)[0]:
            raise TimeoutError
        part = os.read(stream.fileno(), min(size - len(data), 1 << 20))
        if not part:
            raise EOFError
        data += part
    return bytes(data)

"""Other memories, asked the same: PostgreSQL's pg_trgm (what Weblate uses) and translate-toolkit's tmdb."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHONS = (ROOT / "build" / "peers" / "bin" / "python", Path("/usr/bin/python3"))
"""Where translate-toolkit may be; its later versions have no tmdb any more."""
LEAST = 0.5
"""How alike trigrams must be; lower finds more and takes longer. Of what is found the nearest 20 are compared."""

Found = list[tuple[str, float]]


def postgres_folder() -> Path | None:
    """Return where PostgreSQL's programs lie, None where there are none."""
    return max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)


class Trigrams:
    """A table of texts with a pg_trgm index in a server of its own, without a network, in one process."""

    def __init__(self, folder: Path, *, index: str) -> None:
        self._folder, self._index = folder, index
        self._psql: subprocess.Popen[str] | None = None
        self._backend = 0

    def load(self, texts: Sequence[str]) -> float:
        """Fill the table and build the index; return the CPU seconds."""
        path = self._folder / "texts.txt"
        path.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
        path.chmod(0o644)
        self.ask("CREATE EXTENSION pg_trgm; CREATE TABLE memory (source text)")
        before = self.cpu_s()
        self.ask(f"COPY memory FROM '{path}' WITH (FORMAT csv, DELIMITER E'\\x01', QUOTE E'\\x02')")
        self.ask(f"CREATE INDEX ON memory USING {self._index} (source {self._index}_trgm_ops); ANALYZE memory")
        return self.cpu_s() - before

    def like(self, text: str) -> tuple[Found, float]:
        """Return the five nearest by letters among those whose trigrams are nearest, and the CPU milliseconds."""
        from rapidfuzz import fuzz, process

        quoted = text.replace("'", "''")
        before, started = self.cpu_s(), time.process_time()
        rows = self.ask(f"SELECT source FROM memory WHERE source % '{quoted}' ORDER BY source <-> '{quoted}' LIMIT 20")  # noqa: S608
        found = process.extract(text, rows, scorer=fuzz.ratio, score_cutoff=70, limit=5)
        spent = self.cpu_s() - before + time.process_time() - started
        return [(near, score / 100) for near, score, _ in found], spent * 1000

    def ask(self, sql: str) -> list[str]:
        if self._psql is None or self._psql.stdin is None or self._psql.stdout is None:
            raise RuntimeError("the server is not open")
        self._psql.stdin.write(f"{sql};\n\\echo -done-\n")
        self._psql.stdin.flush()
        answer = iter(self._psql.stdout.readline, "-done-\n")
        return [line.rstrip("\n") for line in answer]

    def cpu_s(self) -> float:
        """Return the CPU seconds of the process that answers, to a hundredth."""
        fields = Path(f"/proc/{self._backend}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def open(self) -> None:
        command = _as_postgres(["psql", "-h", str(self._folder), "-XqAt", "-d", "postgres"])
        self._psql = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._backend = int(self.ask("SELECT pg_backend_pid()")[0])
        self.ask(f"SET pg_trgm.similarity_threshold = {LEAST}; SET max_parallel_workers_per_gather = 0")

    def close(self) -> None:
        if self._psql is not None:
            self._psql.communicate("\\q\n")


@contextmanager
def trigrams(*, index: str) -> Iterator[Trigrams]:
    """Run a server in a temporary folder for as long as it is used. *index* is `gin` or `gist`."""
    programs = postgres_folder()
    folder = Path(tempfile.mkdtemp(prefix="diglot-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    folder.chmod(0o755)
    data, control = folder / "data", str(programs / "pg_ctl") if programs else ""
    settings = f"-c listen_addresses= -k {folder} -c shared_buffers=512MB -c maintenance_work_mem=1GB -c fsync=off"
    settings += " -c max_parallel_maintenance_workers=0"
    quiet = {"stdout": subprocess.DEVNULL, "check": True}
    initdb = [
        str(programs / "initdb") if programs else "",
        "-D",
        str(data),
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
    ]
    subprocess.run(_as_postgres(initdb), **quiet)  # type: ignore[call-overload]
    subprocess.run(
        _as_postgres([control, "-D", str(data), "-o", settings, "-l", str(folder / "log"), "-w", "start"]), **quiet
    )  # type: ignore[call-overload]
    peer = Trigrams(folder, index=index)
    try:
        peer.open()
        yield peer
    finally:
        peer.close()
        subprocess.run(_as_postgres([control, "-D", str(data), "-m", "fast", "stop"]), **quiet)  # type: ignore[call-overload]
        shutil.rmtree(folder, ignore_errors=True)


def _as_postgres(command: list[str]) -> list[str]:
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


_TMDB = """
import json, sys, time
from translate.storage import tmdb
texts, asked = json.load(sys.stdin)
memory = tmdb.TMDB(":memory:", max_length=5000)
units = [{"source": text, "target": f"target {n}", "context": ""} for n, text in enumerate(texts)]
started = time.process_time()
memory.add_list(units, "en", "my")
built = time.process_time() - started
answers = []
for text in asked:
    started = time.process_time()
    found = memory.translate_unit(text, "en", "my")
    spent = (time.process_time() - started) * 1000
    answers.append(([[row["source"], row["quality"] / 100] for row in found], spent))
print(json.dumps([built, answers]))
"""


def ask_tmdb(texts: Sequence[str], asked: Sequence[str]) -> tuple[float, list[tuple[Found, float]]] | None:
    """Return the CPU seconds to fill tmdb, and its answers with their CPU milliseconds; None where it is not there."""
    for python in PYTHONS:
        given = json.dumps([list(texts), list(asked)])
        if python.exists():
            done = subprocess.run([python, "-c", _TMDB], input=given, capture_output=True, text=True)
            if done.returncode == 0:
                return json.loads(done.stdout)
    return None

"""gunicorn for a desk: `gunicorn -c ops/gunicorn.conf.py`. What it says of requests is said by Diglot itself.

DIGLOT_BIND       where to listen: 127.0.0.1:8000, or unix:/run/diglot/desk.sock
DIGLOT_WORKERS    how many processes; each works on eight requests at once and keeps some articles in memory
"""

import os
import shutil
import tempfile

from gunicorn.glogging import Logger


class Lines(Logger):
    """Has gunicorn's own lines written as Diglot's are."""

    def setup(self, cfg):
        from webapp.logs import set_up

        super().setup(cfg)
        set_up(os.environ.get("DIGLOT_LOG") or "text", level="INFO")


logger_class = Lines
wsgi_app = "webapp.wsgi:app"
bind = os.environ.get("DIGLOT_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("DIGLOT_WORKERS", "2"))
worker_class = "gthread"
threads = 8
preload_app = False  # each worker opens the journal after the fork
timeout = 60
graceful_timeout = 30
keepalive = 150  # longer than a proxy keeps what is idle (Caddy 120 s): a form sent into a closed connection is lost
accesslog = None  # it would hold addresses, and links that let people in
errorlog = "-"
forwarded_allow_ips = ""  # whom to believe is Diglot's to decide: DIGLOT_PROXY
control_socket_disable = True  # of gunicorn 25 and later; others do not know it
umask = 0o007

_shared = ""
if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
    _shared = tempfile.mkdtemp(prefix="diglot-metrics-", dir=os.environ.get("RUNTIME_DIRECTORY"))
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = _shared  # before any worker loads what counts


def on_starting(server):
    """Refuse what would carry the journal over a fork."""
    if server.cfg.preload_app:
        raise SystemExit("The desk has to be loaded by each worker: start gunicorn without --preload.")


def child_exit(server, worker):
    """Have what a worker that ended had counted go on counting."""
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(worker.pid)


def on_exit(server):
    if _shared:
        shutil.rmtree(_shared, ignore_errors=True)

"""Servers on this computer that speak as LibreTranslate and as chat servers do, and translate like the adversary.

LibreTranslate: the rules, their order, the field names and the error bodies are those of its server (1.9).
Chat: the shapes of Ollama, llama.cpp, vLLM and LM Studio, as their own sources and users' reports have them.
"""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from adversary import DIALECTS, Dialect, right


class Loopback(ThreadingHTTPServer):
    """A context manager. `script` holds (status, body, headers) for coming requests; `asked` what came."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script, self.asked, self.headers = [], [], []
        self.lock = threading.Lock()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def answer(self, method, path, told):
        raise NotImplementedError

    def __enter__(self):
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()
        return self

    def __exit__(self, *error):
        self.shutdown()
        self._thread.join()
        self.server_close()

    def handle_error(self, request, client_address):
        """Clients that leave are none of the server's business."""


class _Handler(BaseHTTPRequestHandler):
    wbufsize = -1
    server: Loopback

    def do_GET(self):
        self.respond(None)

    def do_POST(self):
        self.respond(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def respond(self, body):
        is_json = self.headers.get_content_type() == "application/json"
        told = json.loads(body) if body and is_json else body
        with self.server.lock:
            self.server.asked.append((self.command, self.path, told))
            self.server.headers.append(dict(self.headers))
            scripted = self.server.script.pop(0) if self.server.script and self.command == "POST" else None
        status, answer, headers = scripted or (*self.server.answer(self.command, self.path, told), {})
        data = answer.encode() if isinstance(answer, str) else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html" if isinstance(answer, str) else "application/json")
        for name, value in {"Content-Length": str(len(data)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args):
        pass


def error(message, status=400):
    return status, {"error": message}


class LibreTranslate(Loopback):
    """*languages* are codes with their targets. Texts are translated by *translate*, those of *broken* fail."""

    def __init__(
        self, *, languages=None, char_limit=-1, batch_limit=-1, keys=(), key_required=False, translate=right, broken=()
    ):
        super().__init__()
        self.languages = languages or {"en": ["en", "es", "my"], "es": ["en", "es"], "my": ["en", "my"]}
        self.char_limit, self.batch_limit = char_limit, batch_limit
        self.keys, self.key_required = keys, key_required
        self.translate, self.broken = translate, broken

    def answer(self, method, path, told):
        if (method, path) == ("GET", "/languages"):
            return 200, [{"code": c, "name": c, "targets": t} for c, t in self.languages.items()]
        if path != "/translate":
            return 404, "<!doctype html><title>404 Not Found</title>"
        if method != "POST":
            return 405, "<!doctype html><title>405 Method Not Allowed</title>"
        return self.refusal(told) or (200, {"translatedText": self.translated(told["q"])})

    def translated(self, q):
        return [self.translate(text) for text in q] if isinstance(q, list) else self.translate(q)

    def refusal(self, told):
        if not isinstance(told, dict):
            return error("Invalid JSON format")
        key, q = told.get("api_key", ""), told.get("q")
        if self.keys and key and key not in self.keys:
            return error("Invalid API key", 403)
        if self.key_required and not key:
            return error("Please contact the server operator to get an API key")
        for name in ("q", "source", "target"):
            if not told.get(name):
                return error(f"Invalid request: missing {name} parameter")
        return self.over_limit(q) or self.no_pair(told) or self.failed(q)

    def over_limit(self, q):
        if isinstance(q, list) and -1 < self.batch_limit < len(q):
            return error(f"Invalid request: request ({len(q)}) exceeds text limit ({self.batch_limit})")
        characters = sum(map(len, q)) if isinstance(q, list) else len(q)
        if -1 < self.char_limit < characters:
            return error(f"Invalid request: request ({characters}) exceeds text limit ({self.char_limit})")
        return None

    def no_pair(self, told):
        source, target = told["source"], told["target"]
        for code in (source, target):
            if code not in self.languages:
                return error(f"{code} is not supported")
        if target not in self.languages[source]:
            why = f"{target} ({target}) is not available as a target language from {source} ({source})"
            return error(f"Cannot translate text: 400 Bad Request: {why}", 500)
        return None

    def failed(self, q):
        texts = q if isinstance(q, list) else [q]
        if any(text in self.broken for text in texts):
            return error("Cannot translate text: list index out of range", 500)
        return None


class Chat(Loopback):
    """A chat server with *model*. *mind* makes the content of an answer from what the user's message holds.

    *context* is the most characters of a request, *room* the most of an answer; *refuses* names parts of a request
    that it does not take.
    """

    def __init__(self, *, model="tiny", mind=None, key="", refuses=(), context=10**9, room=10**9, kind="ollama"):
        super().__init__()
        self.model, self.mind, self.key = model, mind or obedient, key
        self.refuses, self.context, self.room, self.kind = refuses, context, room, kind

    @property
    def url(self):
        return super().url + "/v1"

    @property
    def items(self):
        """What was asked for in each request: the items of the user's message."""
        return [json.loads(told["messages"][1]["content"])["items"] for _, _, told in self.asked]

    def answer(self, method, path, told):
        if (method, path) != ("POST", "/v1/chat/completions"):
            return 404, "404 page not found"
        if self.key and self.headers[-1].get("Authorization") != f"Bearer {self.key}":
            return 401, {"error": {"message": "Invalid API key", "type": "authentication_error", "code": 401}}
        return self.refusal(told) or (200, self.completion(told))

    def refusal(self, told):
        if told["model"] != self.model:
            return MODEL_MISSING[self.kind](told["model"])
        for part in self.refuses:
            if part in told:
                return PART_REFUSED[part]
        characters = sum(len(message["content"]) for message in told["messages"])
        if characters > self.context:
            return TOO_LONG[self.kind](characters, self.context)
        return None

    def completion(self, told):
        content = self.mind(json.loads(told["messages"][1]["content"]))
        reason = "length" if len(content) > self.room else "stop"
        return completion(content[: self.room], finish_reason=reason, model=self.model)


def completion(content, *, finish_reason="stop", model="tiny"):
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1764500000,
        "model": model,
        "choices": [{"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": finish_reason}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 100, "total_tokens": 200},
    }


def obedient(asked, translate=right):
    """What a model answers that does as it is told."""
    items = [{"id": item["id"], "translation": translate(item["text"])} for item in asked["items"]]
    return json.dumps({"items": items}, ensure_ascii=False)


MODEL_MISSING = {
    "ollama": lambda model: (
        404,
        {
            "error": {
                "message": f'model "{model}" not found, try pulling it first',
                "type": "not_found_error",
                "param": None,
                "code": None,
            }
        },
    ),
    "vllm": lambda model: (
        404,
        {
            "object": "error",
            "message": f"The model `{model}` does not exist.",
            "type": "NotFoundError",
            "param": None,
            "code": 404,
        },
    ),
    "router": lambda model: (400, {"error": {"message": f"{model} is not a valid model ID", "code": 400}}),
}
TOO_LONG = {
    "ollama": lambda have, most: (
        400,
        {
            "error": {
                "message": f"prompt too long; exceeded max context length by {have - most} tokens",
                "type": "invalid_request_error",
                "param": None,
                "code": None,
            }
        },
    ),
    "llama.cpp": lambda have, most: (
        400,
        {
            "error": {
                "code": 400,
                "message": f"request ({have} tokens) exceeds the available context size ({most} tokens), try increasing it",
                "type": "exceed_context_size_error",
                "n_prompt_tokens": have,
                "n_ctx": most,
            }
        },
    ),
    "vllm": lambda have, most: (
        400,
        {
            "object": "error",
            "message": f"This model's maximum context length is {most} tokens. However, you requested {have} tokens.",
            "type": "BadRequestError",
            "param": None,
            "code": 400,
        },
    ),
    "openai": lambda have, most: (
        400,
        {
            "error": {
                "message": "Your input exceeds the limit of this model. Please adjust your input and try again.",
                "type": "invalid_request_error",
                "param": "messages",
                "code": "context_length_exceeded",
            }
        },
    ),
}
PART_REFUSED = {
    "response_format": (400, {"error": "'response_format.type' must be 'text'"}),
    "temperature": (
        400,
        {
            "error": {
                "message": "Unsupported value: 'temperature' does not support 0 with this model. "
                "Only the default (1) value is supported.",
                "type": "invalid_request_error",
                "param": "temperature",
                "code": "unsupported_value",
            }
        },
    ),
}


def _items(request):
    return json.loads(request.json["messages"][1]["content"])["items"]


def _complete(request, targets):
    rows = [{"id": item["id"], "translation": target} for item, target in zip(_items(request), targets, strict=True)]
    return json.dumps(completion(json.dumps({"items": rows})))


DIALECTS["libretranslate"] = Dialect(
    lambda request: request.json["q"] if request.method == "POST" else [],
    lambda request, targets: json.dumps(
        {"translatedText": targets} if request.method == "POST" else [{"code": "en", "targets": ["es"]}, {"code": "es"}]
    ),
)
DIALECTS["chat"] = Dialect(lambda request: [item["text"] for item in _items(request)], _complete)
"""The adversary speaks these two as well."""

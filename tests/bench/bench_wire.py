"""What an answer costs between kernel and page: messages and bytes on iopub, time to the first one, kernel CPU.

    python tests/bench/bench_wire.py [--tokens 3000] [--seconds 10] [--rounds 3] [--page]

A real kernel and a real local server that writes one event per token, evenly over the given seconds. In turn:
``%%pplx`` and the usual loop over ``display(Markdown(text))`` updates. Messages are counted on a second
iopub subscription, as the Jupyter server gets them: all of them from the cell's beginning to its end, also what
the page's own messages cost. With ``--page`` a real JupyterLab in Chromium shows the answers and acknowledges
them, and the growth from 2,000 to 100,000 characters is measured; without it nobody acknowledges and the view
keeps its cautious pace.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import zmq
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager
from playwright.sync_api import sync_playwright

sys.path.extend(str(Path(__file__).resolve().parents[1] / folder) for folder in ("browser", "."))
from chromium import launch
from lab_server import Notebook, open_in, profile, running_lab

LOOP = """
import httpx, json
from IPython.display import display, Markdown
handle = display(Markdown(""), display_id=True)
text = ""
with httpx.stream("POST", "{url}/chat/completions", json={{"messages": []}}, timeout=60) as response:
    for line in response.iter_lines():
        if line.startswith("data: {{"):
            text += json.loads(line[6:])["choices"][0]["delta"].get("content", "")
            handle.update(Markdown(text))
"""
OURS = "%%pplx --view widget --provider chat --base-url {url} --model x\nWhat is it?"
TEXT = "the answer grows **word by word** over a list of `things` and cites its source[1] as it goes on to the end"
FIRST_WORD = (b"<p>the", b'": "the')  # as a block of ours, as a Markdown output


def tokens(count: int) -> list[str]:
    """That many tokens of Markdown: paragraphs of about sixty words."""
    words = Paced.text.split()
    return [words[n % len(words)] + ("\n\n" if n % 60 == 59 else " ") for n in range(count)]


class Paced(BaseHTTPRequestHandler):
    """Streams the tokens evenly over ``seconds``; notes when the first text byte was written."""

    protocol_version = "HTTP/1.1"
    text = TEXT
    count = 3000
    seconds = 10.0
    first_text_at = 0.0

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        began = time.monotonic()
        results = [{"title": "A source", "url": "https://example.org/a", "snippet": "About it."}]
        for n, token in enumerate(tokens(self.count)):
            due = began + 0.2 + self.seconds * n / self.count
            if (rest := due - time.monotonic()) > 0:
                time.sleep(rest)
            if n == 0:
                Paced.first_text_at = time.monotonic()
            self.event({"choices": [{"index": 0, "delta": {"content": token}}], "search_results": results})
        self.event({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
        self.wfile.write(b"0\r\n\r\n")

    def event(self, payload: dict[str, Any]) -> None:
        body = b"data: " + json.dumps(payload).encode() + b"\n\n"
        self.wfile.write(b"%x\r\n%s\r\n" % (len(body), body))
        self.wfile.flush()

    def log_message(self, *_: object) -> None:
        pass


class Iopub:
    """A raw subscription to a kernel's iopub."""

    def __init__(self, url: str, pid: int) -> None:
        self.pid = pid
        self.socket = zmq.Context.instance().socket(zmq.SUB)
        self.socket.setsockopt(zmq.SUBSCRIBE, b"")
        self.socket.connect(url)
        time.sleep(0.3)

    def cost(self, code: str) -> dict[str, Any]:
        """What the next run of a cell costs: messages, bytes, by kind, first text's time, CPU of the kernel."""
        asked, before = "", self.cpu()
        figures: dict[str, Any] = {"messages": 0, "bytes": 0, "first_s": None, "kinds": Counter()}
        while True:
            parts = self.socket.recv_multipart()
            at = parts.index(b"<IDS|MSG>")
            header, parent, content = json.loads(parts[at + 2]), json.loads(parts[at + 3]), parts[at + 5]
            kind, caused_by = header["msg_type"], parent.get("msg_id")
            if kind == "execute_input" and json.loads(content)["code"] == code:
                asked = caused_by
            if not asked:
                continue
            if kind == "status" and caused_by == asked and b'"idle"' in content:
                break
            size = sum(map(len, parts))
            figures["messages"] += 1
            figures["bytes"] += size
            figures["kinds"][kind] += size
            shown = any(word in part for part in parts for word in FIRST_WORD)
            if figures["first_s"] is None and Paced.first_text_at and shown:
                figures["first_s"] = time.monotonic() - Paced.first_text_at
        figures["cpu_s"] = self.cpu() - before
        return figures

    def cpu(self) -> float:
        """CPU seconds the kernel has used, all its threads."""
        fields = Path(f"/proc/{self.pid}/stat").read_text("utf-8").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / 100


class Kernel:
    """A real kernel and its shell to run cells on."""

    def __init__(self) -> None:
        self.manager = KernelManager(kernel_name="python3")
        self.manager.start_kernel()
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)
        self.iopub = Iopub(self.manager._make_url("iopub"), self.manager.provisioner.process.pid)

    def run(self, code: str) -> dict[str, Any]:
        """Run a cell; what it costs."""
        self.client.execute(code, store_history=False)
        return self.iopub.cost(code)

    def value(self, code: str) -> str:
        """What a cell prints."""
        asked = self.client.execute(code)
        text = ""
        while True:
            message = self.client.get_iopub_msg(timeout=30)
            if message["parent_header"].get("msg_id") != asked:
                continue
            if message["msg_type"] == "stream":
                text += message["content"]["text"]
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                return text

    def close(self) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


WHERE = (
    "import os; from ipykernel.connect import get_connection_file; print(os.getpid(), get_connection_file())"
)


class Page:
    """A notebook in JupyterLab whose cells are the given ones, and the iopub of its kernel."""

    def __init__(self, notebook: Notebook, cells: list[str]) -> None:
        self.notebook, self.cells = notebook, cells
        notebook.run_and_wait(0)
        pid, file = notebook.output(0).inner_text().split()
        client = BlockingKernelClient(connection_file=file)
        client.load_connection_file()
        self.iopub = Iopub(client._make_url("iopub"), int(pid))

    def run(self, code: str) -> dict[str, Any]:
        """Run the cell that holds this code; what it costs."""
        self.notebook.run(self.cells.index(code) + 1)
        cost = self.iopub.cost(code)
        self.notebook.page.wait_for_timeout(1500)  # what is still to be drawn does not count for the next one
        return cost


@contextmanager
def page(cells: list[str]) -> Iterator[Page]:
    """JupyterLab in Chromium with a cell for each."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running_lab(Path(folder)) as lab,
        sync_playwright() as driver,
    ):
        browser = launch(driver)
        with profile(browser, lab) as context:
            name = lab.write("wire.ipynb", [f"%load_ext pplx_notebook\n{WHERE}", *cells])
            yield Page(open_in(context, lab, name), cells)
        browser.close()


def compare(run: Any, url: str, options: argparse.Namespace) -> None:
    """Both ways in turn; the first round warms up imports and connections."""
    size = len("".join(tokens(options.tokens)).encode())
    rows: dict[str, list[dict[str, Any]]] = {"%%pplx": [], "display(Markdown)": []}
    for turn in range(options.rounds + 1):
        for name, code in (("%%pplx", OURS), ("display(Markdown)", LOOP)):
            Paced.first_text_at = 0.0
            figures = run(code.format(url=url))
            if turn:
                rows[name].append(figures)
    print(
        f"{options.tokens} tokens, {size} bytes of text, over {options.seconds:g} s, median of {options.rounds}"
    )
    for name, runs in rows.items():
        middle = {
            key: statistics.median(run[key] or 0 for run in runs)
            for key in ("messages", "bytes", "first_s", "cpu_s")
        }
        print(
            f"{name:20} {middle['messages']:7.0f} messages {middle['bytes'] / 1000:10.1f} kB   "
            f"first text byte to iopub {middle['first_s'] * 1000:6.1f} ms   kernel CPU {middle['cpu_s']:5.2f} s   "
            + ", ".join(f"{kind} {size / 1000:.1f} kB" for kind, size in runs[-1]["kinds"].most_common(4))
        )


def grow(run: Any, url: str) -> None:
    """How messages and bytes grow with the answer, at a thousand tokens per second."""
    per_character = len("".join(tokens(1000))) / 1000
    costs = []
    for characters in (2_000, 100_000):
        Paced.count = round(characters / per_character)
        Paced.seconds = Paced.count / 1000
        cost = run(OURS.format(url=url))
        print(f"{characters:>7} characters: {cost['messages']} messages, {cost['bytes'] / 1000:.1f} kB")
        costs.append(cost)
    for what in ("messages", "bytes"):
        print(f"growth exponent of {what}: {math.log(costs[1][what] / costs[0][what], 50):.2f}")


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--tokens", type=int, default=3000)
    asked.add_argument("--seconds", type=float, default=10.0)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--page", action="store_true")
    asked.add_argument("--text", default=TEXT, help="said over and over; begins with “the”")
    options = asked.parse_args()
    Paced.text, Paced.count, Paced.seconds = options.text, options.tokens, options.seconds
    server = ThreadingHTTPServer(("127.0.0.1", 0), Paced)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    if options.page:
        with page([code.format(url=url) for code in (OURS, LOOP)]) as shown:
            compare(shown.run, url, options)
            grow(shown.run, url)
    else:
        kernel = Kernel()
        load = "import time, ipywidgets; a = time.process_time(); b = time.perf_counter()\n%load_ext pplx_notebook\nprint(time.process_time() - a, time.perf_counter() - b)"
        cpu, wall = kernel.value(load).split()
        print(
            f"%load_ext, ipywidgets loaded: {float(cpu) * 1000:.0f} ms CPU, {float(wall) * 1000:.0f} ms wall"
        )
        compare(kernel.run, url, options)
        kernel.close()
    server.shutdown()


if __name__ == "__main__":
    main()

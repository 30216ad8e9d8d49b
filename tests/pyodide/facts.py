"""Run in Pyodide by test_in_pyodide.py: what happens there, as JSON. Nothing here is asserted."""

import json
import sys
import threading

import pplx_notebook as pplx
from pplx_notebook.client import models

PROMPT = "What is a black hole?"
facts = {}


def no_thread(self):
    facts["threads"] = [*facts.get("threads", []), self.name]
    raise RuntimeError("can't start new thread")


threading.Thread.start = no_thread


def streamed():
    try:
        answers = list(pplx.stream(PROMPT))
    except pplx.PplxError as refused:
        return str(refused)
    return len(answers) > 2 and answers[-1].status


async def all_facts():
    facts["aask"] = (await pplx.aask(PROMPT)).text
    facts["ask"] = pplx.ask(PROMPT).text
    facts["astream"] = [answer.status async for answer in pplx.astream(PROMPT)][-1]
    facts["stream"] = streamed()
    facts["models"] = models(provider="demo")
    facts["ask_many"] = [row.text for row in pplx.ask_many([PROMPT, "What is DNA?"], progress=False).answers]
    late = pplx.Client().begin(PROMPT)
    facts["begin"] = (await late).status
    facts["check"] = [row.verdict for row in pplx.ask(PROMPT).check()]
    taken = await pplx.aask(PROMPT, record="one.har")
    facts["replay"] = (await pplx.aask(PROMPT, record="one.har", record_mode="replay")).text == taken.text
    outside = ("httpcore", "certifi", "brotli", "zstandard", "nest_asyncio2", "httpx")
    facts["loaded"] = [name for name in outside if name in sys.modules]
    return json.dumps(facts)


await all_facts()  # noqa: F704  # the top level of what Pyodide runs is a coroutine

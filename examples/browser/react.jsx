// A React component with a hook: loading state, buffered words, Stop.
import { useCallback, useEffect, useRef, useState } from "react";
import { createRoot } from "react-dom/client";

function useStream(base, token) {
  const [text, setText] = useState("");
  const [status, setStatus] = useState("ready");
  const controller = useRef(null);

  const ask = useCallback(
    async (question) => {
      controller.current?.abort();
      controller.current = new AbortController();
      setText("");
      setStatus("waiting");
      try {
        const response = await fetch(`${base}/v1/chat/stream`, {
          method: "POST",
          headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json", Accept: "text/event-stream" },
          body: JSON.stringify({ messages: [{ role: "user", content: question }] }),
          signal: controller.current.signal,
        });
        if (!response.ok) throw new Error(`HTTP ${response.status}`);
        const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
        setStatus("writing");
        let rest = "";
        for (let read = await reader.read(); !read.done; read = await reader.read()) {
          const lines = (rest + read.value).split("\n");
          rest = lines.pop();
          const words = lines
            .filter((line) => line.startsWith("data: ") && !line.startsWith("data: [DONE]"))
            .map((line) => JSON.parse(line.slice(6)).choices[0].delta.content ?? "");
          setText((before) => before + words.join(""));
        }
        setStatus("done");
      } catch (problem) {
        setStatus(problem.name === "AbortError" ? "stopped" : String(problem));
      }
    },
    [base, token],
  );

  const stop = useCallback(() => controller.current?.abort(), []);
  useEffect(() => stop, [stop]); // a component that goes away stops its stream
  return { text, status, ask, stop };
}

function Chat({ base, token }) {
  const { text, status, ask, stop } = useStream(base, token);
  useEffect(() => {
    ask("What is DNA?");
  }, [ask]);
  return (
    <>
      <p id="answer">{text}</p>
      <p id="status">{status}</p>
      <button id="stop" onClick={stop}>
        Stop
      </button>
    </>
  );
}

const given = new URLSearchParams(location.search);
createRoot(document.querySelector("#root")).render(<Chat base={given.get("base")} token={given.get("token")} />);

// What the page says about names: of chunks, of fields, of headers. A student reads these lines.
export const CHUNKS: Readonly<Record<string, string>> = {
  TextDelta: "adds to the answer",
  WholeText: "the whole answer so far",
  ReasoningDelta: "adds to the thinking",
  WholeReasoning: "the whole thinking so far",
  ReasoningStep: "a thought or a search",
  WantedTool: "the model wants a tool to be run",
  FoundResults: "pages the search found",
  FoundCitations: "what [n] points to",
  FoundAnnotations: "links in the text",
  UsageReport: "tokens so far",
  Finished: "this part is complete",
  StoppedEarly: "the server stopped before the end",
  Noticed: "a reader should know",
  Started: "the run has a name",
  RunState: "state of the run",
  Failed: "the server says it failed",
  Skipped: "could not be read, passed over",
};

const FIELDS: Readonly<Record<string, string>> = {
  event: "names the kind of event",
  data: "the payload",
  id: "a bookmark for a client that reconnects",
  retry: "milliseconds to wait before reconnecting",
  "": "a comment: keeps the connection awake, means nothing",
};

export const fieldSays = (name: string, several: boolean): string =>
  name === "data" && several ? "several data lines are joined by a line break" : (FIELDS[name] ?? "not a field of the standard: ignored");

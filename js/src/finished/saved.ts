// The saved form of an answer, application/vnd.pplx.answer+json: the contract with pplx_notebook/protocol/saved.py
// and answer.py; tests/test_labextension_files.py compares both. Fields at their default are absent in the file.

export const MIME = "application/vnd.pplx.answer+json";
export const VERSION = 1;

export interface Answer {
  text: string;
  reasoning: string;
  citations: Citation[];
  search_results: SearchResult[];
  images: Image[];
  videos: Video[];
  related_questions: string[];
  usage: Record<string, unknown> | null;
  model: string;
  id: string;
  finish_reason: string | null;
  status: string;
  error: AnswerError | null;
  warnings: string[];
  choices: Choice[];
  prompt: string;
  provider: string;
  first_text_s: number | null;
  total_s: number | null;
  notices: string[];
  asked: AskedAs | null;
  steps: Step[];
  earlier: Turn[]; // of an answer of this session only: never in a file
  annotations: Annotation[];
  created_at: number | null;
  effort: string;
  incomplete_details: IncompleteDetails | null;
  schema: string; // the name of the one its text is JSON of
  parse_error: string;
  cache_age_s: number | null; // of an answer from the cache
  private: boolean;
  parsed: unknown; // of an answer of this session only: never in a file
}

export interface Step {
  thought: string;
  queries: string[];
  urls: string[];
}

export interface Turn {
  role: "user" | "assistant";
  content: string;
}

export interface AskedAs {
  at: string;
  host: string;
  settings: Record<string, unknown>;
  execution_count: number | null;
  continues: string; // the `at` of the answer it went on from
  continues_cell: number | null;
}

export interface Citation {
  number: number;
  url: string;
  title: string;
}

export interface Annotation {
  url: string;
  title: string;
  start_index: number;
  end_index: number;
}

export interface IncompleteDetails {
  reason: string;
}

export interface SearchResult {
  title: string;
  url: string;
  date: string | null;
  last_updated: string | null;
  snippet: string;
  source: string;
  id: number | null;
}

export interface Image {
  image_url: string;
  origin_url: string;
  title: string;
  width: number;
  height: number;
}

export interface Video {
  url: string;
  title: string;
  thumbnail_url: string;
}

export interface AnswerError {
  kind: string;
  message: string;
  status: number | null;
  code: string | number | null;
  type: string | null;
  retry_after_s: number | null;
}

export interface Choice {
  index: number;
  text: string;
  finish_reason: string | null;
}

// The contract with pplx_notebook/inspect/notebook_form.py and views/screens/inspecting, on one screen;
// tests/test_inspector_files.py compares both. Times are integer microseconds after the request was issued.

/** What a notebook holds of a recording: a HAR 1.2 log without bodies, and those of its entries packed. */
export interface Packed {
  version: number;
  har: Har;
  bytes: string[]; // for each entry base64 of a raw deflate of: u32 length, body, JSON {reads, chunks}
  left_out: string; // why there are no bytes, "" where there are
}

export interface Har {
  log: { entries: Entry[] } & Record<string, unknown>;
}

export interface Header {
  name: string;
  value: string;
}

export interface HarResponse {
  status: number; // 0: none came
  statusText: string;
  httpVersion: string;
  headers: Header[];
  content: { size: number; mimeType: string; text?: string; encoding?: string };
}

export interface Entry {
  startedDateTime: string;
  request: { method: string; url: string; httpVersion: string; headers: Header[]; postData?: { mimeType?: string; text?: string } };
  response: HarResponse;
  _eventSourceMessages?: { time: number; eventName: string; eventId: string; data: string }[];
  _pplx: Own;
}

/** Fields of our own in an entry. */
export interface Own {
  attempt: number;
  why?: string;
  marks: { dns?: number; connect?: number; tls?: number; sent?: number; headers?: number; end?: number };
  end: string;
  error?: string;
  reads?: Read[];
  unpacked?: boolean;
  sha256?: string;
}

/** When, bytes on the wire, and for compressed bodies the bytes they unpacked to. */
export type Read = [number, number] | [number, number, number];

/** What the decoder made of a block: the name of a chunk, and its text or a summary. */
export type Chunk = [string, string];

/** Python to page, twenty times a second at most: what one attempt brought since. Its bytes are the message's one
 * buffer. `first` is the number of the first read in it, `block` of the first block in `chunks`: a page that missed
 * something waits for a message that begins earlier, and passes over what it has. */
export interface ReadsMessage {
  kind: string; // "reads": others are passed over
  attempt: number; // from 0
  entry: Entry | null; // null: as before
  first: number;
  at: number; // the offset of its first byte in the body
  reads: Read[];
  block: number;
  chunks: Chunk[][];
  over: boolean; // nothing more will come of this attempt
}

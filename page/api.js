// The page's side of the sandbox's API (docs/sandbox.md): plain JSON over fetch, and one event stream.

async function request(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch (error) {
    throw new Error(`The sandbox cannot be reached (${error.message}).`);
  }
  let body = null;
  try {
    body = await response.json();
  } catch {
    throw new Error(`The sandbox answered ${response.status} without JSON to ${path}.`);
  }
  if (!response.ok && body?.ok !== false) throw new Error(`The sandbox answered ${response.status} to ${path}.`);
  return body;
}

const READ_MS = 10_000;

/** GET `/sandbox/<name>` with query parameters. */
export function get(name, query = {}) {
  const params = new URLSearchParams(query).toString();
  return request(`/sandbox/${name}${params ? `?${params}` : ""}`, {
    headers: { Accept: "application/json" },
    signal: AbortSignal.timeout(READ_MS),
  });
}

/** POST JSON to `/sandbox/<name>`; never throws: a failure is `{ok: false, error}`. */
export async function post(name, body) {
  try {
    return await request(`/sandbox/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  } catch (error) {
    return { ok: false, error: error.message };
  }
}

const RETRY_FIRST_MS = 400;
const RETRY_MAX_MS = 5000;

/**
 * Follows the live events of one person, reconnecting for ever with growing pauses.
 * The browser resumes a broken stream by itself (with the number of the last event); only a stream that was refused is
 * opened anew here. `onEvent(event)` per event; `onState(open, anew)` when the stream opens (`anew`: events may be missing)
 * or breaks. Returns a function that ends it.
 */
export function follow(user, onEvent, onState) {
  let source = null;
  let timer = null;
  let pause = RETRY_FIRST_MS;
  let ended = false;

  const connect = () => {
    let anew = true;
    source = new EventSource(`/sandbox/events?user=${encodeURIComponent(user)}`);
    source.onopen = () => {
      pause = RETRY_FIRST_MS;
      onState(true, anew);
      anew = false;
    };
    source.onmessage = (message) => {
      let event;
      try {
        event = JSON.parse(message.data);
      } catch (error) {
        console.warn("An event that is not JSON was left out:", error.message);
        return;
      }
      onEvent(event);
    };
    source.onerror = () => {
      if (ended) return;
      onState(false, false);
      if (source.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(connect, pause);
      pause = Math.min(pause * 2, RETRY_MAX_MS);
    };
  };
  connect();
  return () => {
    ended = true;
    clearTimeout(timer);
    source?.close();
  };
}

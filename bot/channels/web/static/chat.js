"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const log = $("log"), field = $("text"), note = $("note"), { query, start, lang, last: seen, words } = $("chat").dataset;
  const say = JSON.parse(words), api = "/api/chat";
  const KEEP = "ansinh-unsent", POLL = 2000, TWICE = 500, LONGEST_PAUSE = 15000;
  let last = +seen, stream = null, pumping = false, waiting = 0, looks = 0, person = false, wake = () => {};
  let queue = [], pressedAt = -TWICE;

  try {
    // A phone may throw the page away while there is no network.
    queue = JSON.parse(sessionStorage.getItem(KEEP)) || [];
  } catch { /* Storage may be forbidden. */ }
  const keep = () => {
    try {
      sessionStorage.setItem(KEEP, JSON.stringify(queue));
    } catch { /* Then the message lives as long as the page. */ }
  };

  const tell = (text) => {
    if (note.textContent.trim() !== text) note.textContent = text;
  };
  const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) => b.toString(16).padStart(2, "0")).join("");
  const toAnswer = () => {
    const asked = [...log.querySelectorAll(".citizen")].pop();
    if (asked) asked.scrollIntoView({ block: "start" });
  };

  const echo = (text) => {
    const item = $("echo").content.firstElementChild.cloneNode(true);
    item.querySelector(".text").textContent = text;
    log.append(item);
    toAnswer();
    return item;
  };

  const show = (message) => {
    if (message.id <= last) return;
    last = message.id;
    const box = document.createElement("template");
    box.innerHTML = message.html;
    const item = box.content.firstElementChild;
    const echoes = [...log.querySelectorAll(".echo")];
    if (message.sender !== "citizen") {
      waiting = 0;
      tell("");
      // The greeting that the page came with gives way to the one that was said.
      $("m0")?.remove();
      const unsent = echoes.find((e) => e.dataset.state !== "taken");
      if (unsent) unsent.before(item);
      else log.append(item);
      toAnswer();
      return;
    }
    const mine = echoes.find((e) => e.querySelector(".text").textContent === message.text) || echoes[0];
    if (!mine) return log.append(item);
    // Changed in place, so that nothing is read out twice.
    mine.id = item.id;
    mine.classList.remove("echo");
    mine.querySelector("time").replaceWith(item.querySelector("time"));
    if (mine.querySelector(".text").textContent !== message.text) mine.querySelector(".text").replaceWith(item.querySelector(".text"));
  };

  const pause = (ms) => new Promise((done) => {
    wake = done;
    setTimeout(done, ms);
  });

  const pump = async () => {
    if (pumping) return wake();
    pumping = true;
    let delay = 1000;
    while (queue.length) {
      const { id, event } = queue[0];
      let answer = null;
      try {
        answer = await fetch(api + query, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ id, event }),
          signal: AbortSignal.timeout?.(15000),
        });
      } catch { /* No network: below. */ }
      if (!answer || answer.status >= 500) {
        tell(say.offline);
        await pause(delay);
        delay = Math.min(delay * 2, LONGEST_PAUSE);
        continue;
      }
      delay = 1000;
      if (answer.status === 429) {
        tell((await answer.json()).error.message);
        await pause(5000);
        continue;
      }
      if (answer.status === 401 && !queue[0].reopened) {
        // The cookie is gone: what follows is a new chat, which counts its messages anew.
        queue[0].reopened = true;
        queue.unshift({ id: newId(), event: { type: "start" } });
        last = 0;
        stream?.close();
        stream = null;
        continue;
      }
      const item = document.querySelector(`[data-nonce="${id}"]`);
      queue.shift();
      keep();
      if (answer.ok) {
        if (item) {
          item.dataset.state = "taken";
          item.querySelector("time").textContent = "";
          waiting = Date.now();
          note.textContent = "";
        }
        listen();
      } else {
        const { error } = await answer.json().catch(() => ({}));
        tell(error?.message || say.bad_request);
        item?.remove();
        if (event.text && !field.value) field.value = event.text;
      }
    }
    pumping = false;
  };

  const put = (event, text) => {
    const id = newId();
    queue.push({ id, event, text });
    keep();
    const item = text === undefined ? null : echo(text);
    if (item) item.dataset.nonce = id;
    pump();
    return item;
  };

  const listen = () => {
    if (stream || document.hidden || !window.EventSource) return;
    stream = new EventSource(`${api}/events?after=${last}`);
    stream.onmessage = (event) => show(JSON.parse(event.data));
    stream.onerror = () => {
      if (stream && stream.readyState === EventSource.CLOSED) stream = null;
    };
  };

  const look = async () => {
    try {
      const answer = await fetch(`${api}/messages?after=${last}`);
      if (!answer.ok) return;
      const found = await answer.json();
      person = found.with_a_person;
      found.messages.forEach(show);
    } catch { /* The next look may succeed. */ }
  };

  setInterval(async () => {
    if (document.hidden) return;
    // Some networks hold a stream back: who waits for an answer also asks for it.
    if (waiting || stream?.readyState !== 1) await look();
    const waited = waiting && Date.now() - waiting;
    if (waited && person) tell(say.person);
    else if (waited > 30000) tell(say.slow);
    else if (waited > 1500) tell(say.answering);
    if (waited > 30000) waiting = 0;
    looks += 1;
    if (looks % 15 === 0) listen();
  }, POLL);

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      stream?.close();
      stream = null;
    } else {
      look();
      listen();
    }
  });
  addEventListener("online", () => {
    pump();
    look();
  });

  $("say").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value;
    field.focus();
    if (!text.trim()) return;
    field.value = "";
    put({ type: "text", text }, text);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    $("say").querySelector("button").click();
  });
  log.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=payload]");
    if (!button) return;
    event.preventDefault();
    // The page moves under a finger that taps twice: the second tap may hit another button.
    if (event.timeStamp - pressedAt < TWICE) return;
    pressedAt = event.timeStamp;
    // From here the next thing to reach with the keyboard is the answer.
    put({ type: "button", payload: button.value }, button.textContent).focus({ preventScroll: true });
  });
  if (window.parent !== window) {
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") window.parent.postMessage("ansinh-close", "*");
    });
  }

  for (const { id, text } of queue) {
    if (text !== undefined) echo(text).dataset.nonce = id;
  }
  if (!last || start || lang) put({ type: "start", payload: start || undefined, locale: lang || undefined });
  else pump();
  listen();
  toAnswer();
})();

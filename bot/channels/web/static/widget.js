"use strict";
(() => {
  const words = WORDS;
  const home = new URL(document.currentScript.src).origin;
  const KEY = "ansinh-open";
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  const style = `
    :host { all: initial; }
    * { box-sizing: border-box; font: 600 18px/1.3 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif; }
    button { min-height: 48px; padding: 8px 18px; color: #fff; background: #0b5394; border: 2px solid #fff; border-radius: 24px; cursor: pointer; }
    button:focus-visible { outline: 3px solid #b34700; outline-offset: 2px; }
    #open { position: fixed; right: 16px; bottom: 16px; z-index: 2147483000; box-shadow: 0 2px 8px #0006; }
    #panel { position: fixed; right: 16px; bottom: 16px; z-index: 2147483000; width: 420px; max-width: calc(100vw - 32px); height: 680px; max-height: calc(100vh - 32px); display: flex; flex-direction: column; background: #0b5394; border: 2px solid #0b5394; border-radius: 12px; overflow: hidden; box-shadow: 0 4px 24px #0008; }
    #bar { display: flex; justify-content: space-between; align-items: center; gap: 8px; padding: 4px 4px 4px 16px; color: #fff; }
    #bar button { border-radius: 8px; border-color: transparent; text-decoration: underline; }
    #bar button:focus-visible { outline-color: #fff; outline-offset: -4px; }
    iframe { flex: 1; width: 100%; border: 0; background: #fff; }
    [hidden] { display: none !important; }
    @media (max-width: 480px) { #panel { inset: 0; width: auto; max-width: none; height: auto; max-height: none; border-radius: 0; } }`;
  root.innerHTML = `<button id="open" aria-haspopup="dialog" aria-expanded="false" aria-controls="panel"></button>
    <div id="panel" role="dialog" hidden><div id="bar"><span></span><button></button></div></div>`;
  // A style sheet of its own is allowed where the site forbids inline styles.
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    root.adoptedStyleSheets = [sheet];
  } catch {
    root.append(Object.assign(document.createElement("style"), { textContent: style }));
  }
  const open = root.getElementById("open"), panel = root.getElementById("panel"), close = panel.querySelector("button");
  open.textContent = words.open;
  close.textContent = words.close;
  panel.querySelector("span").textContent = words.open;
  panel.setAttribute("aria-label", words.frame);
  let frame = null;

  const show = (shown, moveFocus) => {
    if (shown && !frame) {
      frame = document.createElement("iframe");
      frame.title = words.frame;
      frame.src = `${home}/?embed=1`;
      panel.append(frame);
    }
    panel.hidden = !shown;
    open.hidden = shown;
    open.setAttribute("aria-expanded", String(shown));
    try {
      sessionStorage.setItem(KEY, shown ? "1" : "");
    } catch { /* Then it starts closed on the next page. */ }
    if (moveFocus) (shown ? frame : open).focus();
  };
  open.addEventListener("click", () => show(true, true));
  close.addEventListener("click", () => show(false, true));
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") show(false, true);
  });
  addEventListener("message", (event) => {
    if (frame && event.source === frame.contentWindow && event.data === "ansinh-close") show(false, true);
  });
  document.body.append(host);
  try {
    if (sessionStorage.getItem(KEY)) show(true, false);
  } catch { /* Closed, then. */ }
})();

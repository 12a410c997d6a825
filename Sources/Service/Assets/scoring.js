// The scoring form: one key answers an item and goes on; what changes is on the server before "saved" shows.
"use strict";
(() => {
  const form = document.getElementById("scoring");
  if (!form) return;
  const status = document.getElementById("scoring-status");
  const items = [...form.querySelectorAll("fieldset.item")];
  let changed = 0;
  let kept = 0;
  let timer = null;
  let busy = false;
  let leaving = false;

  const send = async () => {
    if (busy || kept === changed) return;
    busy = true;
    const what = changed;
    try {
      const body = new URLSearchParams(new FormData(form));
      body.set("deed", "keep");
      body.set("quiet", "yes");
      const response = await fetch(form.action, { method: "POST", body, credentials: "same-origin", redirect: "manual" });
      if (response.status === 204) {
        kept = what;
        // What was changed meanwhile is not saved yet, and goes next.
        if (kept === changed) {
          status.textContent = `${form.dataset.kept} ${new Date().toLocaleTimeString([], { hour12: false })}`;
          status.className = "saved";
        }
      } else if (response.status === 403) {
        // Signed out, or in as somebody else: nothing from this page is taken until it is loaded again.
        status.textContent = form.dataset.stale;
        status.className = "alarm";
        clearTimeout(timer);
        return;
      } else if (response.status === 422) {
        // What was typed is no answer: the server says why where the form is handed in.
        const page = new DOMParser().parseFromString(await response.text(), "text/html");
        status.textContent = page.querySelector("[role=alert]")?.textContent.trim() || form.dataset.lost;
        status.className = "alarm";
        kept = what;
      } else throw new Error(`status ${response.status}`);
    } catch {
      status.textContent = form.dataset.lost;
      status.className = "alarm";
      soon(3000);
    } finally {
      busy = false;
      if (kept !== changed && status.textContent !== form.dataset.stale) soon(300);
    }
  };
  const soon = (milliseconds) => {
    clearTimeout(timer);
    timer = setTimeout(send, milliseconds);
  };
  const change = (milliseconds) => {
    changed += 1;
    status.textContent = `${form.dataset.typing}…`;
    status.className = "waiting";
    soon(milliseconds);
  };

  form.addEventListener("input", () => change(400));
  form.addEventListener("submit", () => (leaving = true));
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && kept !== changed) event.preventDefault();
  });

  const go = (place) => {
    const next = items[place];
    if (!next) return form.querySelector("[value=submit]").focus();
    const field = next.querySelector("input:checked") || next.querySelector("input");
    field.focus();
    next.scrollIntoView({ block: "nearest" });
  };
  form.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.type !== "radio") return;
    const place = items.indexOf(event.target.closest("fieldset.item"));
    if (place < 0) return;
    const value = { y: "yes", n: "no", a: "na" }[event.key.toLowerCase()] || event.key;
    const wanted = items[place].querySelector(`input[type=radio][value="${CSS.escape(value)}"]`);
    if (!wanted) return;
    event.preventDefault();
    wanted.checked = true;
    change(0);
    go(place + 1);
  });
})();

// The exam page: every answer goes to a journal in this browser first, then to the server; the clock is the server's.
"use strict";
(() => {
  const root = document.getElementById("exam");
  const words = JSON.parse(document.getElementById("exam-words").textContent);
  const exam = root.dataset.exam;
  const account = root.dataset.account;
  let csrf = document.querySelector("meta[name=csrf]").content;
  const api = `/api/v1/exam/${encodeURIComponent(exam)}/sitting`;
  const say = (name, ...values) => values.reduce((text, value) => text.replace("%", value), words[name]);
  const $ = (id) => document.getElementById(id);
  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  // What survives a closed tab: who we are to the server, and every answer that it has not acknowledged.
  const store = `merit exam ${account} ${exam}`;
  const read = (name) => JSON.parse(localStorage.getItem(`${store} ${name}`) ?? "null");
  const write = (name, value) => localStorage.setItem(`${store} ${name}`, JSON.stringify(value));
  let line = read("line");
  if (!line) {
    const random = crypto.getRandomValues(new Uint8Array(12));
    line = { holder: "web-" + [...random].map((byte) => byte.toString(16).padStart(2, "0")).join("") };
    write("line", line);
  }

  let sitting = null;
  const answers = new Map();
  const flagged = new Set(read("flags") ?? []);
  let current = 0;
  let deadline = 0; // In milliseconds of performance.now().
  let isOver = false;
  let isTaken = false;
  let wait = 1000;
  let timer = null;
  let sending = false;
  let inFlight = 0; // The last entry that the server may be reading just now.
  let isLooking = false;
  let writing = Promise.resolve();

  const journal = () => read("journal") ?? { sitting: 0, sequence: 0, head: "", entries: [] };
  // One after another, another tab of this browser included, so that the chain has one order.
  const locked = (work) => (writing = written().then(() => navigator.locks.request(store, work)));
  // Whatever was being written has ended, well or not: what failed was told of where it was begun.
  const written = () => writing.catch(() => {});
  const forget = () => {
    for (const name of ["journal", "flags", "place"]) localStorage.removeItem(`${store} ${name}`);
    answers.clear();
    flagged.clear();
  };

  const digest = async (text) => {
    const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
    return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  const ask = async (method, path, body) => {
    const abort = new AbortController();
    const limit = setTimeout(() => abort.abort(), 15000);
    try {
      const response = await fetch(path, {
        method,
        headers: { "X-CSRF-Token": csrf, ...(body ? { "Content-Type": "application/json" } : {}) },
        body: body ? JSON.stringify(body) : undefined,
        credentials: "same-origin",
        signal: abort.signal,
      });
      const text = await response.text();
      return { status: response.status, value: text ? JSON.parse(text) : null };
    } finally {
      clearTimeout(limit);
    }
  };

  const status = (text, kind) => {
    $("exam-status").textContent = text;
    $("exam-status").className = kind;
  };
  const clockText = () => new Date().toLocaleTimeString(words.locale, { hour12: false });

  // MARK: Keeping answers

  const keep = (place, response) => {
    answers.set(place, response);
    drawStrip();
    locked(async () => {
      const held = journal();
      const entry = { sequence: held.sequence + 1, place, at: new Date().toISOString().slice(0, 19) + "Z", response };
      entry.head = await digest(`${held.head} ${entry.sequence} ${place} ${entry.at} ${JSON.stringify(response)}`);
      held.sequence = entry.sequence;
      held.head = entry.head;
      // Of what was not sent yet, the last word on a text is enough.
      const last = held.entries.at(-1);
      entry.first = entry.sequence;
      if (last && last.place === place && response.text !== undefined && last.sequence > inFlight) {
        held.entries.pop();
        entry.first = last.first;
      }
      held.entries.push(entry);
      write("journal", held);
      status(say("kept", held.entries.length), "waiting");
    }).then(() => soon(0), () => {
      status(say("notKept"), "alarm");
      // Tried again until it is kept, or something else was answered there.
      setTimeout(() => answers.get(place) === response && keep(place, response), 3000);
    });
  };

  const soon = (milliseconds) => {
    clearTimeout(timer);
    timer = setTimeout(send, milliseconds);
  };

  // So many as a request may carry.
  const nextBatch = () => {
    const batch = [];
    let size = 0;
    for (const entry of journal().entries) {
      size += new TextEncoder().encode(JSON.stringify(entry)).length;
      if (batch.length === 100 || (batch.length > 0 && size > 256000)) break;
      batch.push(entry);
    }
    return batch;
  };

  const send = async () => {
    if (sending || !sitting || isTaken) return;
    await written();
    const batch = nextBatch();
    if (sending || batch.length === 0) return;
    sending = true;
    inFlight = batch.at(-1).sequence;
    try {
      const { status: code, value } = await ask("POST", `${api}/answers`, {
        sitting: sitting.sitting, holder: line.holder, entries: batch,
      });
      if (code === 200) {
        wait = 1000;
        await locked(() => {
          const held = journal();
          held.acknowledged = Math.max(held.acknowledged ?? 0, value.kept);
          held.entries = held.entries.filter((entry) => entry.sequence > value.kept);
          write("journal", held);
        });
        move(value);
        if (isOver && journal().entries.length === 0) forget();
        if (value.late > 0) tellLate(value.late);
        else status(say("saved", clockText()), "saved");
      } else if (code === 409 && value.code === "taken-over") {
        return taken();
      } else if (code === 409 && value.code === "gap") {
        // The server has less than it once said, as after the restoring of a backup: what is left here stands for the rest.
        await locked(() => {
          const held = journal();
          if (held.entries.length > 0) held.entries[0].first = 1;
          write("journal", held);
        });
      } else if (code === 401 || (code === 403 && value?.code === "csrf")) {
        status(say("signedOut"), "alarm");
        $("exam-sign-in").hidden = code === 403 && (await signedInAgain());
        wait = 5000;
      } else if (code >= 500 || code === 429) {
        throw new Error(`status ${code}`);
      } else {
        status(value?.detail ?? `status ${code}`, "alarm");
        wait = 10000;
      }
    } catch {
      status(say("offline", journal().entries.length), "offline");
      wait = Math.min(10000, wait * 2);
    } finally {
      sending = false;
      inFlight = 0;
    }
    if (journal().entries.length > 0) soon(wait * (0.75 + Math.random() / 2));
  };

  // The paper is hidden by then, so it is said where the candidate is.
  const tellLate = (count) => {
    status(say("late", count), "alarm");
    $($("exam-start").hidden ? "exam-late" : "exam-refused").textContent = say("late", count);
  };

  // Whoever signed in again in another window has another token; it is taken over where it is the same person's.
  const signedInAgain = async () => {
    const page = await fetch(location.href, { credentials: "same-origin" });
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
    if (fresh.getElementById("exam")?.dataset.account !== account) return false;
    csrf = fresh.querySelector("meta[name=csrf]").content;
    soon(0);
    return true;
  };

  const taken = () => {
    isTaken = true;
    status(say("taken"), "alarm");
    $("exam-question").querySelectorAll("input, select, textarea").forEach((field) => (field.disabled = true));
  };

  // MARK: The clock

  const move = (value) => {
    if (isOver) return;
    const left = Date.parse(value.deadline) - Date.parse(value.now);
    deadline = performance.now() + left;
    if (value.over) finish();
  };

  const tick = () => {
    if (!sitting || isOver) return;
    const left = Math.max(0, Math.ceil((deadline - performance.now()) / 1000));
    const clock = `${Math.floor(left / 3600)}:${String(Math.floor(left / 60) % 60).padStart(2, "0")}:${String(left % 60).padStart(2, "0")}`;
    $("exam-clock").textContent = clock;
    $("exam-clock").classList.toggle("alarm", left < 300);
    // Said aloud a few times only.
    if ([600, 300, 60].includes(left)) $("exam-spoken").textContent = say("left", Math.round(left / 60));
    if (left === 0 && performance.now() > deadline + 1000 * sitting.grace_seconds) timeOver();
  };

  const timeOver = async () => {
    if (isLooking) return;
    isLooking = true;
    // An invigilator may have given more time.
    await look();
    isLooking = false;
    if (isOver || performance.now() <= deadline + 1000 * sitting.grace_seconds) return;
    isOver = true;
    $("exam-question").querySelectorAll("input, select, textarea").forEach((field) => (field.disabled = true));
    await send();
    await submit(true);
  };

  const standing = (id) => ask("GET", `${api}?sitting=${id}&holder=${encodeURIComponent(line.holder)}`);

  const look = async () => {
    if (!sitting || isOver || isTaken) return;
    try {
      const { status: code, value } = await standing(sitting.sitting);
      if (code === 200) {
        if (value.holder_is_you === false) return taken();
        move(value);
        if (journal().entries.length === 0 && $("exam-status").className === "offline") status(say("online"), "saved");
      }
    } catch {
      status(say("offline", journal().entries.length), "offline");
    }
  };

  // MARK: Showing

  const isAnswered = (place) => {
    const response = answers.get(place);
    if (!response || response.blank) return false;
    if (response.text !== undefined) return response.text.trim() !== "";
    if (response.choice) return response.choice.length > 0;
    if (response.pairs) return response.pairs.some((right) => right !== null);
    return true;
  };

  const drawStrip = () => {
    const list = $("exam-strip");
    list.replaceChildren(
      ...sitting.paper.map((item, place) => {
        const state = [isAnswered(place) ? say("answered") : say("unanswered"), flagged.has(place) ? say("flagged") : ""]
          .filter(Boolean).join(", ");
        const button = make("button", { type: "button", textContent: String(place + 1) });
        button.setAttribute("aria-label", `${say("question", place + 1)}: ${state}`);
        if (place === current) button.setAttribute("aria-current", "true");
        button.className = [isAnswered(place) ? "answered" : "", flagged.has(place) ? "flagged" : ""].join(" ").trim();
        button.addEventListener("click", () => show(place, true));
        return make("li", {}, button);
      }));
    const count = sitting.paper.filter((_, place) => isAnswered(place)).length;
    $("exam-count").textContent = say("count", count, sitting.paper.length);
  };

  const show = (place, isFocused) => {
    current = Math.min(Math.max(0, place), sitting.paper.length - 1);
    write("place", current);
    const item = sitting.paper[current];
    const box = $("exam-question");
    box.replaceChildren(question(item, current));
    $("exam-back").disabled = current === 0;
    $("exam-next").disabled = current === sitting.paper.length - 1;
    $("exam-flag").setAttribute("aria-pressed", flagged.has(current));
    drawStrip();
    if (isFocused) box.querySelector("legend, h2").focus();
    if (isOver || isTaken) box.querySelectorAll("input, select, textarea").forEach((field) => (field.disabled = true));
  };

  const remark = (item) => {
    const parts = [say(`type-${item.type}`), say("points", item.points)];
    if (item.type === "multichoice") parts[0] = say(item.single ? "type-single" : "type-several");
    if (Number(item.penalty) > 0) parts.push(say("penalty", item.penalty));
    if (!sitting.allows_parts && ["multichoice", "matching", "ordering"].includes(item.type)) parts.push(say("whole"));
    if (item.section) parts.unshift(item.section[words.language]);
    return parts.join(" · ");
  };

  const question = (item, place) => {
    const set = make("fieldset");
    set.append(
      make("legend", { tabIndex: -1 }, `${say("question", place + 1)} / ${sitting.paper.length}`),
      make("p", { className: "remark" }, remark(item)),
      make("div", { className: "stem", textContent: item.stem, id: "exam-stem" }));
    set.setAttribute("aria-describedby", "exam-stem");
    const held = answers.get(place);
    if (item.type === "multichoice") set.append(...choices(item, place, held));
    else if (item.type === "truefalse") set.append(...truth(place, held));
    else if (item.type === "matching") set.append(...matching(item, place, held));
    else if (item.type === "ordering") set.append(...ordering(item, place, held));
    else if (item.type === "drill" || item.type === "description") set.append(make("p", { className: "note" }, say("drill")));
    else set.append(...text(item, place, held));
    return set;
  };

  const option = (type, label, isChecked, change) => {
    const input = make("input", { type, name: "answer", checked: isChecked });
    input.addEventListener("change", change);
    return make("label", { className: "option" }, input, make("span", { textContent: label }));
  };

  const choices = (item, place, held) => {
    const chosen = new Set(held?.choice ?? []);
    return item.options.map((label, index) => {
      const letter = String.fromCharCode(65 + index);
      return option(item.single ? "radio" : "checkbox", `${letter}. ${label}`, chosen.has(index), (event) => {
        if (item.single) chosen.clear();
        if (event.target.checked) chosen.add(index);
        else chosen.delete(index);
        keep(place, chosen.size ? { choice: [...chosen].sort((a, b) => a - b) } : { blank: true });
      });
    });
  };

  const truth = (place, held) =>
    [true, false].map((value) =>
      option("radio", say(value ? "true" : "false"), held?.truth === value, () => keep(place, { truth: value })));

  const picker = (label, options, chosen, change) => {
    const select = make("select", {}, make("option", { value: "", textContent: "–" }));
    options.forEach((name, index) => select.append(make("option", { value: String(index), textContent: name })));
    select.value = chosen === null || chosen === undefined ? "" : String(chosen);
    select.addEventListener("change", () => change(select.value === "" ? null : Number(select.value)));
    return make("label", { className: "pair" }, make("span", { textContent: label }), select);
  };

  const matching = (item, place, held) => {
    const pairs = item.left.map((_, index) => held?.pairs?.[index] ?? null);
    return item.left.map((label, index) =>
      picker(label, item.options, pairs[index], (right) => {
        pairs[index] = right;
        keep(place, pairs.every((pair) => pair === null) ? { blank: true } : { pairs: [...pairs] });
      }));
  };

  const ordering = (item, place, held) => {
    const order = held?.order ?? [];
    const position = item.options.map((_, index) => (order.includes(index) ? order.indexOf(index) : null));
    const numbers = item.options.map((_, index) => String(index + 1));
    const note = make("p", { className: "note", role: "status" });
    const change = () => {
      const given = position.filter((value) => value !== null);
      const isWhole = given.length === item.options.length && new Set(given).size === given.length;
      note.textContent = isWhole || given.length === 0 ? "" : say("order");
      if (given.length === 0) keep(place, { blank: true });
      else if (isWhole) {
        const places = item.options.map((_, rank) => position.indexOf(rank));
        keep(place, { order: places });
      }
    };
    return [
      ...item.options.map((label, index) =>
        picker(label, numbers, position[index], (rank) => {
          position[index] = rank;
          change();
        })), note];
  };

  const text = (item, place, held) => {
    const isLong = item.type === "essay";
    const field = isLong
      ? make("textarea", { rows: 12, value: held?.text ?? "", maxLength: 20000 })
      : make("input", { type: "text", value: held?.text ?? "", maxLength: 400, autocomplete: "off" });
    if (item.type === "numerical") field.inputMode = "decimal";
    field.setAttribute("aria-label", say("answer"));
    let pause = null;
    const save = () => {
      clearTimeout(pause);
      pause = null;
      keep(place, field.value.trim() ? { text: field.value } : { blank: true });
    };
    field.addEventListener("input", () => {
      clearTimeout(pause);
      status(say("typing"), "waiting");
      pause = setTimeout(save, 400);
    });
    field.addEventListener("change", () => pause && save());
    field.addEventListener("blur", () => pause && save());
    return [field];
  };

  // MARK: Ending

  const submit = async (isTimeOver) => {
    status(say("submitting"), "waiting");
    $("exam-submit").disabled = true;
    try {
      await handIn(isTimeOver);
    } finally {
      $("exam-submit").disabled = false;
    }
  };

  const handIn = async (isTimeOver) => {
    for (;;) {
      await written();
      if (journal().entries.length > 0) await send();
      if (isTaken) return;
      if (journal().entries.length === 0 || isTimeOver) {
        try {
          const { status: code, value } = await ask("POST", `${api}/submit`, {
            sitting: sitting.sitting, holder: line.holder, sequence: journal().acknowledged ?? 0,
          });
          if (code === 200) return finish(value);
          if (code === 403 && value?.code === "csrf" && (await signedInAgain())) continue;
          if (code === 409 && value?.code === "taken-over") return taken();
          if (code === 409 && value?.code === "gap") {
            const { value: now } = await standing(sitting.sitting);
            await locked(() => write("journal", { ...journal(), acknowledged: now?.kept ?? 0 }));
          }
          if (code < 500 && code !== 429) {
            status(value?.detail ?? `status ${code}`, "alarm");
            if (code === 401) $("exam-sign-in").hidden = false;
            else if (!isTimeOver) return;
          }
        } catch {
          status(say("offline", journal().entries.length), "offline");
        }
      }
      if ($("exam-status").className === "offline") status(say("pending", journal().entries.length), "offline");
      await new Promise((done) => setTimeout(done, wait));
      wait = Math.min(10000, wait * 2);
    }
  };

  const finish = (result) => {
    isOver = true;
    $("exam-paper").hidden = true;
    $("exam-end").hidden = false;
    const known = result && result.points !== null && result.points !== undefined;
    $("exam-result").textContent = known
      ? say(result.passed ? "passed" : "failed", result.points, result.maximum, result.score)
      : say("submitted");
    $("exam-end").focus();
    // What is still here comes too late to count by itself, and is sent all the same: a person decides.
    if (journal().entries.length > 0) soon(0);
    else forget();
  };

  // MARK: Beginning

  // Whether the sitting of the journal goes on; what is left of one that is over goes to the server first, for a person to decide.
  const goesOn = async () => {
    const { sitting: id } = journal();
    if (!id) return false;
    const { status: code, value } = await standing(id);
    if (code === 200 && !value.over) return true;
    if (code !== 200 && code !== 404) throw new Error(`status ${code}`);
    sitting = { sitting: id };
    isOver = true;
    for (let left = journal().entries.length; code === 200 && left > 0; left = journal().entries.length) {
      await send();
      if (journal().entries.length >= left) throw new Error("not sent");
    }
    forget();
    sitting = null;
    isOver = false;
    return false;
  };

  const begin = async () => {
    // Without TLS a browser chains no journal, and an answer would be kept nowhere.
    if (!window.isSecureContext) {
      $("exam-refused").textContent = say("insecure");
      return;
    }
    const { status: code, value } = await ask("POST", api, { language: words.exam, holder: line.holder });
    if (code !== 200 && code !== 201) {
      $("exam-start").hidden = false;
      status("", "");
      $("exam-refused").textContent = value?.detail ?? `status ${code}`;
      // The sitting may have been closed just now.
      await goesOn();
      return;
    }
    sitting = value;
    for (const { place, response } of value.responses) answers.set(place, response);
    const held = journal();
    if (held.sitting !== value.sitting) {
      write("journal", { sitting: value.sitting, sequence: value.sequence, acknowledged: value.sequence, head: "", entries: [] });
    } else {
      held.acknowledged = Math.max(held.acknowledged ?? 0, value.sequence);
      held.entries = held.entries.filter((entry) => entry.sequence > value.sequence);
      write("journal", held);
      // What was typed here and never arrived is newer than what the server has.
      for (const entry of held.entries) answers.set(entry.place, entry.response);
    }
    $("exam-start").hidden = true;
    $("exam-paper").hidden = false;
    document.body.classList.add("sitting");
    move(value);
    if (isOver) return;
    show(read("place") ?? 0, true);
    status(answers.size ? say("goingOn", answers.size) : say("ready"), "saved");
    setInterval(tick, 250);
    setInterval(look, 10000);
    tick();
    soon(0);
  };

  const orSay = (work) =>
    work.catch(() => {
      $("exam-refused").textContent = say("unreachable");
    });
  $("exam-begin").addEventListener("click", () => {
    $("exam-refused").textContent = "";
    orSay(goesOn().then(begin));
  });
  $("exam-back").addEventListener("click", () => show(current - 1, true));
  $("exam-next").addEventListener("click", () => show(current + 1, true));
  $("exam-flag").addEventListener("click", () => {
    if (!flagged.delete(current)) flagged.add(current);
    write("flags", [...flagged]);
    $("exam-flag").setAttribute("aria-pressed", flagged.has(current));
    drawStrip();
  });
  $("exam-submit").addEventListener("click", () => {
    const missing = sitting.paper.map((_, place) => place).filter((place) => !isAnswered(place) && sitting.paper[place].type !== "drill");
    $("exam-missing").textContent = missing.length ? say("missing", missing.map((place) => place + 1).join(", ")) : say("complete");
    $("exam-dialog").showModal();
  });
  $("exam-dialog").addEventListener("close", () => {
    if ($("exam-dialog").returnValue === "yes") submit(false);
  });
  document.addEventListener("keydown", (event) => {
    if (!sitting || isOver || event.target.matches("input[type=text], textarea, select") || $("exam-dialog").open) return;
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "n") show(current + 1, true);
    else if (event.key === "p") show(current - 1, true);
    else if (event.key === "f") $("exam-flag").click();
    else if (/^[a-h]$/.test(event.key)) {
      const field = $("exam-question").querySelectorAll(".option input")[event.key.charCodeAt(0) - 97];
      if (field) field.click();
    }
  });
  window.addEventListener("online", () => soon(0));
  window.addEventListener("beforeunload", (event) => {
    if (sitting && journal().entries.length > 0) event.preventDefault();
  });
  // Where a sitting runs already, a reload goes on with it without being asked; another attempt is begun by the candidate alone.
  if (journal().sitting) orSay(goesOn().then((isRunning) => isRunning && begin()));
})();

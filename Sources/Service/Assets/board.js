// A contest's board: drawn anew as the server sends it; loaded anew where events cannot be had.
"use strict";
(() => {
  const board = document.getElementById("board");
  if (!board) return;
  const reload = () => setTimeout(() => location.reload(), 15000);
  if (!window.EventSource) {
    reload();
    return;
  }
  const events = new EventSource(board.dataset.events);
  const draw = (event) => {
    // The server's own markup, escaped there.
    const table = new DOMParser().parseFromString(event.data, "text/html");
    board.replaceChildren(...table.body.childNodes);
  };
  events.addEventListener("board", draw);
  events.addEventListener("final", (event) => {
    draw(event);
    events.close();
  });
  let failures = 0;
  events.addEventListener("open", () => (failures = 0));
  events.addEventListener("error", () => {
    failures += 1;
    if (events.readyState === EventSource.CLOSED || failures > 20) {
      events.close();
      reload();
    }
  });
})();

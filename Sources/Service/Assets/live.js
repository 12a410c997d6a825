// A part of a page that is asked for again every few seconds, and left alone while nobody looks.
"use strict";
(() => {
  const live = document.getElementById("live");
  if (!live) return;
  const pause = 1000 * Number(live.dataset.seconds || 5);
  const ask = async () => {
    try {
      if (document.hidden) return;
      const response = await fetch(location.href, { credentials: "same-origin", headers: { Accept: "text/html" } });
      if (response.redirected || response.status === 401 || response.status === 403) {
        location.reload();
        return;
      }
      if (!response.ok) return;
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = page.getElementById("live");
      const region = live.querySelector(".wide");
      const place = region ? region.scrollLeft : 0;
      const hadFocus = region && document.activeElement === region;
      if (fresh) live.replaceChildren(...fresh.childNodes);
      const now = live.querySelector(".wide");
      if (now) {
        now.scrollLeft = place;
        if (hadFocus) now.focus();
      }
      live.classList.remove("stale");
    } catch {
      live.classList.add("stale");
    } finally {
      setTimeout(ask, pause);
    }
  };
  setTimeout(ask, pause);
})();

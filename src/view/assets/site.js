// Comfort only: every page is complete without this file.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("script");

  // Lower case without accents and with d for đ, so that "dang" finds "Đặng".
  const folded = (text) =>
    text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d");

  const narrow = (box) => {
    const list = document.getElementById(box.dataset.filter);
    if (!list) return;
    const words = folded(box.value).split(/\s+/).filter(Boolean);
    // A heading inside the list stays while something below it does.
    let heading = null;
    for (const row of list.tBodies ? list.tBodies[0].rows : list.children) {
      if (row.matches(".ways-head")) {
        heading = row;
        heading.hidden = true;
        continue;
      }
      const text = folded(row.textContent);
      row.hidden = !words.every((word) => text.includes(word));
      if (heading && !row.hidden) heading.hidden = false;
    }
  };
  document.addEventListener("input", (event) => {
    if (event.target.dataset.filter) narrow(event.target);
  });

  // A second press of the same button while the first is on its way does nothing. The button
  // is not disabled at once, because then its own name and value would not be sent. A form may
  // be sent again after a while (its answer was a download), and after the browser's back button.
  const release = (form) => {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-busy]").forEach((busy) => busy.removeAttribute("aria-busy"));
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    event.submitter?.setAttribute("aria-busy", "true");
    setTimeout(release, 10000, form);
  });
  addEventListener("pageshow", () => document.querySelectorAll("[data-sent]").forEach(release));

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) print();
    const copy = event.target.closest("[data-copy]");
    if (copy) {
      const text = document.getElementById(copy.dataset.copy);
      getSelection().selectAllChildren(text);
      navigator.clipboard?.writeText(text.textContent).then(() => {
        copy.lastElementChild.textContent = copy.dataset.done;
      });
    }
  });

  const tick = () => {
    for (const el of document.querySelectorAll("[data-since]")) {
      const minutes = Math.max(0, Math.floor((Date.now() - Date.parse(el.dataset.since)) / 60000));
      const text = `${minutes} ${el.dataset.unit}`;
      if (el.textContent !== text) el.textContent = text;
    }
  };
  if (document.querySelector("[data-since], [data-live]")) setInterval(tick, 10000);

  // Whoever is typing or has something open inside a region is not interrupted.
  const inUse = (region) => {
    const active = document.activeElement;
    const typing = region.contains(active) && active.matches("input, select, textarea");
    return typing || region.querySelector("details[open], form[data-sent]");
  };
  const refresh = async (region) => {
    if (document.hidden || inUse(region) || region.dataset.busy) return;
    region.dataset.busy = "yes";
    try {
      const answer = await fetch(region.dataset.live, { credentials: "same-origin" });
      if (answer.redirected || answer.status === 401) return location.reload();
      const html = answer.ok ? await answer.text() : null;
      if (html !== null && html !== region.seen && !inUse(region)) {
        const focused = region.contains(document.activeElement) && document.activeElement.id;
        region.innerHTML = region.seen = html;
        if (focused) document.getElementById(focused)?.focus();
        document.querySelectorAll("[data-filter]").forEach(narrow);
        tick();
      }
    } catch {
      // The line is down; the next turn tries again.
    } finally {
      delete region.dataset.busy;
    }
  };
  for (const region of document.querySelectorAll("[data-live]")) {
    const poll = () => setInterval(() => refresh(region), 15000);
    if (region.dataset.stream && window.EventSource) {
      const stream = new EventSource(region.dataset.stream);
      stream.onmessage = () => refresh(region);
      // The browser reconnects by itself unless the server refused for good.
      stream.onerror = () => {
        if (stream.readyState === EventSource.CLOSED) poll();
      };
    } else {
      poll();
    }
    document.addEventListener("visibilitychange", () => refresh(region));
  }

  document.getElementById("error-summary")?.focus();
})();

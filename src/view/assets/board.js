// The matching's board: cards move between rows by mouse or by keys. Nothing is kept here:
// what a move would change is asked of the server and shown first.
(() => {
  "use strict";
  const says = document.getElementById("board-says");
  const say = (text) => {
    if (says) says.textContent = text;
  };

  // The server's answer about a move, in a window of its own; without it, as a page.
  const show = async (url, card) => {
    let part = null;
    try {
      const answer = await fetch(url, { credentials: "same-origin" });
      if (answer.ok && !answer.redirected) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        part = page.getElementById("effect");
      }
    } catch {
      // The line is down; the browser says so itself.
    }
    if (!part || !window.HTMLDialogElement) return location.assign(url);
    const dialog = document.createElement("dialog");
    dialog.className = "effect-dialog";
    part.querySelector("h2").id = "effect-title";
    dialog.setAttribute("aria-labelledby", "effect-title");
    dialog.append(document.adoptNode(part));
    dialog.addEventListener("click", (event) => {
      if (!event.target.closest("a[href]")) return;
      event.preventDefault();
      dialog.close();
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      card.focus();
    });
    document.body.append(dialog);
    dialog.showModal();
  };

  // What dropping a card on a row asks: with whoever helps somebody there at that time the
  // card changes places, anybody else is pinned to it, and on nobody's row the pair is ruled
  // out.
  const ask = (card, row) => {
    const table = card.closest("table");
    const { booking, ambassador, slot } = card.dataset;
    const to = row.dataset.ambassador;
    if (to === ambassador) return;
    let wish;
    if (!to) {
      wish = { act: "forbid", booking, ambassador };
    } else {
      const there = row.querySelector(`td[data-slot="${slot}"] .match-card`);
      wish =
        there && ambassador
          ? { act: "swap", booking, with: there.dataset.booking }
          : { act: "pin", booking, ambassador: to };
    }
    show(`${table.dataset.effect}?${new URLSearchParams(wish)}`, card);
  };

  let held = null;
  let over = null;
  const aim = (row) => {
    over?.classList.remove("over");
    over = row;
    over?.classList.add("over");
  };
  const lift = (card) => {
    held = card;
    card.classList.add("held");
  };
  const drop = () => {
    held?.classList.remove("held");
    held = null;
    aim(null);
  };
  const rowOf = (target) => {
    const row = target.closest?.("table[data-effect] tbody tr");
    return row && held && row.closest("table") === held.closest("table") ? row : null;
  };

  document.addEventListener("dragstart", (event) => {
    const card = event.target.closest?.("a.match-card");
    if (!card) return;
    lift(card);
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", card.dataset.booking);
  });
  document.addEventListener("dragover", (event) => {
    const row = rowOf(event.target);
    if (row) event.preventDefault();
    if (held) aim(row);
  });
  document.addEventListener("drop", (event) => {
    const [card, row] = [held, rowOf(event.target)];
    if (!row) return;
    event.preventDefault();
    drop();
    ask(card, row);
  });
  document.addEventListener("dragend", drop);

  const step = (card, by) => {
    const rows = [...card.closest("tbody").rows];
    const at = rows.indexOf(over ?? card.closest("tr")) + by;
    if (!rows[at]) return;
    aim(rows[at]);
    say(rows[at].dataset.name);
  };
  document.addEventListener("keydown", (event) => {
    const card = event.target.closest?.("a.match-card");
    if (!card || event.ctrlKey || event.metaKey || event.altKey) return;
    const { booking, ambassador } = card.dataset;
    const effect = (act) =>
      ambassador &&
      show(`${card.closest("table").dataset.effect}?${new URLSearchParams({ act, booking, ambassador })}`, card);
    const keys = {
      m: () => {
        lift(card);
        step(card, 0);
      },
      p: () => effect("pin"),
      x: () => effect("forbid"),
      Escape: drop,
      ArrowDown: () => held && step(card, 1),
      ArrowUp: () => held && step(card, -1),
      Enter: () => {
        const row = held && over;
        drop();
        if (row) ask(card, row);
        else location.assign(card.href);
      },
    };
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act || (event.key.startsWith("Arrow") && !held)) return;
    event.preventDefault();
    act();
  });
  document.addEventListener("focusout", (event) => {
    if (held && event.target === held && !held.matches(":active")) drop();
  });
})();

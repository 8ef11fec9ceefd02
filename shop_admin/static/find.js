"use strict";
// Find anything by Ctrl K, the keys by ?, pages by g and a letter. Nothing needs it to work.

{
  const finder = document.getElementById("find");
  const keys = document.getElementById("keys");
  const field = finder?.querySelector("[name=q]");
  const list = finder?.querySelector("#found");
  const said = finder?.querySelector("[data-said]");
  const memory = `found-${finder?.dataset.person}`;
  const WAIT = 90;
  const MOST_RECENT = 6;
  let asked = null;
  let timer = 0;
  let here = -1;
  let goes = 0;

  const options = () => [...list.querySelectorAll("[role=option]")];
  const recent = () => JSON.parse(sessionStorage.getItem(memory) ?? "[]");

  function remember({ title, text, url }) {
    const others = recent().filter((one) => one.url !== url);
    const all = [{ title, text, url }, ...others].slice(0, MOST_RECENT);
    sessionStorage.setItem(memory, JSON.stringify(all));
  }

  function point(to) {
    const all = options();
    all[here]?.setAttribute("aria-selected", "false");
    here = all.length ? (to + all.length) % all.length : -1;
    field.setAttribute("aria-activedescendant", all[here]?.id ?? "");
    all[here]?.setAttribute("aria-selected", "true");
    all[here]?.scrollIntoView({ block: "nearest" });
  }

  function option(item, number) {
    const link = document.createElement("a");
    link.href = item.url;
    link.id = `found-${number}`;
    link.setAttribute("role", "option");
    link.setAttribute("aria-selected", "false");
    link.tabIndex = -1;
    const title = document.createElement("b");
    const text = document.createElement("small");
    title.textContent = item.title;
    text.textContent = item.text;
    link.append(title, text);
    link.addEventListener("click", () => remember(item));
    return link;
  }

  function show(kinds) {
    let number = 0;
    const groups = kinds.map((kind, place) => {
      const group = document.createElement("div");
      const head = document.createElement("p");
      head.id = `kind-${place}`;
      head.textContent = kind.title;
      group.setAttribute("role", "group");
      group.setAttribute("aria-labelledby", head.id);
      group.append(head, ...kind.items.map((item) => option(item, number++)));
      return group;
    });
    list.replaceChildren(...groups);
    list.classList.toggle("none", number === 0);
    said.textContent = number ? finder.dataset.found.replace("%n", number) : list.dataset.none;
    here = -1;
    point(0);
  }

  async function ask() {
    asked?.abort();
    const mine = new AbortController();
    asked = mine;
    const words = field.value.trim();
    const address = `${finder.dataset.findUrl}?${new URLSearchParams({ q: words })}`;
    try {
      const answer = await fetch(address, {
        headers: { Accept: "application/json" },
        signal: mine.signal,
      });
      if (answer.redirected) return location.reload();
      if (!answer.ok) return;
      const kinds = await answer.json();
      // What was typed since has its own answer on the way.
      if (asked !== mine) return;
      const known = words ? [] : recent();
      show(known.length ? [{ title: finder.dataset.lately, items: known }, ...kinds] : kinds);
    } catch (error) {
      if (error.name !== "AbortError") said.textContent = finder.dataset.away;
    }
  }

  function open() {
    if (!finder || finder.open || document.querySelector("dialog[open]")) return;
    field.value = "";
    finder.showModal();
    field.focus();
    ask();
  }

  function choose(apart) {
    const chosen = options()[here];
    if (!chosen) return;
    const [title, text] = chosen.children;
    remember({ title: title.textContent, text: text.textContent, url: chosen.href });
    if (apart) window.open(chosen.href, "_blank", "noopener");
    else location.assign(chosen.href);
  }

  const MOVES = {
    ArrowDown: () => point(here + 1),
    ArrowUp: () => point(here - 1),
    PageDown: () => point(Math.min(here + 5, options().length - 1)),
    PageUp: () => point(Math.max(here - 5, 0)),
  };

  function keyInFinder(event) {
    if (event.key === "Enter") {
      event.preventDefault();
      choose(event.ctrlKey || event.metaKey);
    } else if (MOVES[event.key]) {
      event.preventDefault();
      MOVES[event.key]();
    }
  }

  const isTyping = (target) =>
    target.closest?.("input, select, textarea, [contenteditable]") !== null;

  function keyOnPage(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "?") {
      event.preventDefault();
      keys.showModal();
    } else if (event.key === "g") {
      goes = event.timeStamp;
    } else if (goes && event.timeStamp - goes < 1500) {
      goes = 0;
      const link = keys.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
      if (link) {
        event.preventDefault();
        location.assign(link.href);
      }
    }
  }

  if (finder) {
    document.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        open();
      } else if (finder.open) {
        keyInFinder(event);
      } else {
        keyOnPage(event);
      }
    });
    document.addEventListener("click", (event) => {
      if (event.target.closest("[data-find]")) open();
      else if (event.target === finder || event.target === keys) event.target.close();
    });
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    });
    finder.addEventListener("close", () => {
      asked?.abort();
      clearTimeout(timer);
    });
  }
}

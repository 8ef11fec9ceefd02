"use strict";
// Lists under the keys, menus that close by themselves, counts beside the views. Nothing needs it.
{
  const rows = () => [...document.querySelectorAll(".list tbody tr")];
  const typing = (target) => target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]");

  // A menu closes when the work goes on elsewhere; Escape gives the focus back to its button.
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  // A menu that opens shows its first field.
  document.addEventListener("toggle", (event) => {
    if (!event.target.open || !event.target.matches("details[data-menu], .filter-choice")) return;
    const within = event.target.querySelector(":scope > .dropdown-menu, :scope > form");
    within?.querySelector("input:not([type=hidden]), select, summary")?.focus();
  }, true);

  // The row under the keys: j and k go, o and Enter open, x ticks.
  function go(step) {
    const all = rows();
    if (!all.length) return;
    const here = all.findIndex((row) => "here" in row.dataset);
    const next = Math.min(Math.max(here + step, 0), all.length - 1);
    if (here >= 0) delete all[here].dataset.here;
    all[next].dataset.here = "";
    all[next].scrollIntoView({ block: "nearest" });
    all[next].querySelector("a[href]")?.focus({ preventScroll: true });
  }

  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest("details[data-menu][open]");
    if (event.key === "Escape" && menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
      return;
    }
    if (typing(event.target) || event.target.closest("details[data-menu], dialog")) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const here = document.querySelector("tr[data-here]");
    if (event.key === "j") go(1);
    if (event.key === "k") go(-1);
    if (event.key === "o" && here) here.querySelector(".k-link a, a[href]")?.click();
    if (event.key === "x" && here) here.querySelector("input[name=rowid]")?.click();
  });

  // A click beside the link opens the record too, unless text is being marked.
  document.addEventListener("click", (event) => {
    const row = event.target.closest(".list tbody tr");
    if (!row || event.target.closest("a, button, input, label, select") || String(getSelection())) return;
    row.querySelector(".k-link a")?.click();
  });

  // The order of columns.
  for (const form of document.querySelectorAll("[data-arrange]")) {
    for (const buttons of form.querySelectorAll(".arrange")) buttons.hidden = false;
    form.addEventListener("click", (event) => {
      const button = event.target.closest("[data-up], [data-down]");
      if (!button) return;
      const line = button.closest("li");
      if ("up" in button.dataset) line.previousElementSibling?.before(line);
      else line.nextElementSibling?.after(line);
      button.focus();
    });
  }

  // How many records each view shows, asked for when the page is there already.
  const views = document.querySelector("[data-counts]");
  if (views?.querySelector("[data-key]")) {
    fetch(views.dataset.counts, { headers: { Accept: "application/json" } })
      .then((answer) => (answer.ok ? answer.json() : {}))
      .then((counts) => {
        for (const tab of views.querySelectorAll("[data-key]")) {
          const text = counts[tab.dataset.key];
          if (!text) continue;
          const badge = tab.querySelector(".count");
          badge.textContent = text;
          badge.hidden = false;
        }
      })
      .catch(() => {});
  }
}

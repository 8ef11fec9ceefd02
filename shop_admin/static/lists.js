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

  // The row under the keys: j and k go, o and Enter open, x ticks, b leads to what can be done.
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
    if (event.key === "x") (here ?? event.target.closest("tr"))?.querySelector("input[name=rowid]")?.click();
    if (event.key === "b") document.querySelector("[data-bulk]:not([hidden]) [data-act]")?.focus();
  });

  // Ticked rows, and the bar that says what can be done with them.
  const bar = document.querySelector("[data-bulk]");
  const page = document.querySelector("[data-tick-all]");
  const everything = bar?.querySelector("[data-everything]");
  const boxes = () => [...document.querySelectorAll("input[name=rowid]")];

  function showTicks() {
    const all = boxes();
    const ticked = all.filter((box) => box.checked).length;
    for (const box of all) box.closest("tr").toggleAttribute("data-ticked", box.checked);
    page.checked = ticked > 0 && ticked === all.length;
    page.indeterminate = ticked > 0 && ticked < all.length;
    if (everything) {
      if (!page.checked) everything.checked = false;
      everything.closest("label").hidden = !page.checked;
    }
    bar.hidden = ticked === 0;
    bar.querySelector("[data-count]").textContent = ticked;
  }

  function tick(some, isTicked) {
    for (const box of some) box.checked = isTicked;
    showTicks();
  }

  let last = null;
  if (bar) {
    document.addEventListener("click", (event) => {
      const box = event.target;
      if (box.matches("[data-untick]")) tick(boxes(), false);
      if (!box.matches("input[name=rowid]")) return;
      const all = boxes();
      const ends = [all.indexOf(box), all.indexOf(last)].sort((one, two) => one - two);
      // With Shift, all rows from the last one that was clicked get the same tick.
      if (event.shiftKey && ends[0] >= 0) tick(all.slice(ends[0], ends[1] + 1), box.checked);
      last = box;
    });
    document.addEventListener("change", (event) => {
      if (event.target === page) tick(boxes(), page.checked);
      if (event.target.matches("input[name=rowid]")) showTicks();
    });
    // What the browser kept ticked from the last visit is ticked.
    addEventListener("pageshow", showTicks);
  }

  // The dialog of an act comes from the page that asks without a script, and says the true number.
  document.addEventListener("submit", async (event) => {
    const { target: form, submitter: button } = event;
    if (!button?.matches("[data-act]")) return;
    event.preventDefault();
    const body = new FormData(form, button);
    body.append("as", "dialog");
    const place = document.querySelector("[data-acts]");
    try {
      const answer = await fetch(form.getAttribute("action"), { method: "POST", body, headers: { Accept: "text/html" } });
      const text = answer.ok || answer.status === 422 ? await answer.text() : "";
      place.innerHTML = text.includes("<dialog") ? text : "";
    } catch {
      place.replaceChildren();
    }
    const dialog = place.querySelector("dialog");
    if (dialog) return dialog.showModal();
    const named = document.createElement("input");
    Object.assign(named, { type: "hidden", name: button.name, value: button.value });
    form.append(named);
    return form.submit();
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

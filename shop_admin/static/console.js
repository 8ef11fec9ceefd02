"use strict";
// Everything here makes pages quicker to use; nothing needs it to work.
// One listener a kind of event, on the document: pages only carry data- attributes.

const root = document.documentElement;
const one = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

// Light, dark, or as the system has it.
function toggleTheme() {
  const dark = root.dataset.theme
    ? root.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  localStorage.setItem("theme", root.dataset.theme);
}

// Ticked rows, and the bar that says what can be done with them.
function countTicks() {
  const bar = one("[data-bulk]");
  if (!bar) return;
  const count = all("input[name=rowid]:checked").length;
  bar.hidden = count === 0;
  one("[data-count]", bar).textContent = count;
}

// A dialog of the page asks, and the form is sent by the button that was pressed.
function askFirst(form, text) {
  const dialog = one("#ask");
  one("[data-text]", dialog).textContent = text;
  dialog.returnValue = "";
  dialog.showModal();
  dialog.addEventListener(
    "close",
    () => {
      if (dialog.returnValue !== "yes") return;
      form.dataset.sure = "1";
      form.requestSubmit(form.lastButton);
    },
    { once: true },
  );
}

document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-theme-toggle], [data-dialog], [data-close], [data-tick-all]");
  const button = event.target.closest("button");
  if (button?.form) button.form.lastButton = button;
  if (!target) return;
  if (target.matches("[data-theme-toggle]")) toggleTheme();
  if (target.matches("[data-close]")) target.closest("dialog").close();
  if (target.matches("[data-tick-all]")) {
    for (const box of all("input[name=rowid]")) box.checked = target.checked;
    countTicks();
  }
  if (target.matches("[data-dialog]")) {
    const dialog = document.getElementById(target.dataset.dialog);
    if (!dialog?.showModal) return;
    event.preventDefault();
    dialog.showModal();
  }
});

document.addEventListener("change", (event) => {
  if (event.target.matches("input[name=rowid]")) countTicks();
  if (event.target.closest("[data-auto]")) event.target.form.requestSubmit();
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "dialog") return;
  const question = event.submitter?.dataset.ask;
  if (question && !form.dataset.sure) {
    event.preventDefault();
    const count = all("input[name=rowid]:checked").length;
    askFirst(form, question.replace("%n", count));
    return;
  }
  // Empty filters stay out of the address, and a form is sent once.
  if (form.method === "get") {
    for (const field of form.elements) if (field.name && !field.value) rest(field);
  } else {
    setTimeout(() => all("button", form).forEach(rest), 0);
    // A download leaves the page as it is: its button is of use again.
    if (event.submitter?.matches("[data-again]")) setTimeout(wake, 2000, form);
  }
});

// Coming back by the browser's back button, what was put to rest can be used again.
function rest(field) {
  if (field.disabled) return;
  field.disabled = true;
  field.dataset.resting = "";
}

function wake(within) {
  for (const field of all("[data-resting]", within)) {
    field.disabled = false;
    delete field.dataset.resting;
    if (field.form) delete field.form.dataset.sure;
  }
}

addEventListener("pageshow", () => wake(document));

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && one("#nav-open")?.checked) one("#nav-open").checked = false;
  const typing = event.target.closest("input, select, textarea");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/") {
    event.preventDefault();
    one("[type=search]")?.focus();
  }
});

// Whoever corrects their own side of a conflict means to keep it.
document.addEventListener("input", (event) => {
  const choice = event.target.closest("[data-choice]");
  const mine = choice && one("[value=yours]", choice);
  if (mine && event.target.type !== "radio") mine.checked = true;
});

// Suggestions while somebody types.
document.addEventListener("input", async (event) => {
  const field = event.target;
  if (!field.dataset.lookup || field.value.length < 2) return;
  const address = new URL(one("[data-lookup-url]").dataset.lookupUrl, location);
  address.search = new URLSearchParams({ name: field.dataset.lookup, query: field.value });
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const list = document.getElementById(`${field.id}-list`) ?? document.createElement("datalist");
  list.id = `${field.id}-list`;
  const found = await answer.json();
  list.replaceChildren(...found.map(({ value, text }) => new Option(text, value)));
  field.after(list);
  field.setAttribute("list", list.id);
});

// Pictures dropped onto the box are taken as if they had been chosen.
for (const box of all(".drop")) {
  const field = one("input[type=file]", box);
  box.addEventListener("dragover", (event) => { event.preventDefault(); box.classList.add("over"); });
  box.addEventListener("dragleave", () => box.classList.remove("over"));
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    box.classList.remove("over");
    field.files = event.dataTransfer.files;
  });
}

// What is still being done: its rows are fetched anew until they say that it is over.
async function refresh() {
  const rows = all("[data-live]");
  if (!rows.length) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return;
    // Within a template nothing of the page runs, loads or styles.
    const page = document.createElement("template");
    page.innerHTML = await answer.text();
    for (const row of rows) {
      const now = page.content.getElementById(row.id);
      if (now) row.replaceWith(now);
    }
  } catch {
    // The connection is away for the moment: the next time may find it back.
  }
  setTimeout(refresh, 1500);
}
setTimeout(refresh, 1500);

countTicks();

"use strict";
// Everything here makes pages quicker to use; nothing needs it to work.
// One listener a kind of event, on the document: pages only carry data- attributes.

const root = document.documentElement;
const one = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

// Light, dark, or as the system has it: remembered by the browser, and by bare.html before the first paint.
const darkSystem = matchMedia("(prefers-color-scheme: dark)");

function showTheme() {
  const chosen = localStorage.getItem("theme") ?? "";
  root.dataset.bsTheme = chosen || (darkSystem.matches ? "dark" : "light");
  for (const button of all("[data-theme-choice]")) button.setAttribute("aria-pressed", button.dataset.themeChoice === chosen);
}

function chooseTheme(choice) {
  if (choice) localStorage.setItem("theme", choice);
  else localStorage.removeItem("theme");
  showTheme();
}

darkSystem.addEventListener("change", showTheme);
showTheme();

// How close the lines of tables stand, remembered in the same way.
function showDensity() {
  root.dataset.density = localStorage.getItem("density") ?? "";
  for (const button of all("[data-density-choice]")) button.setAttribute("aria-pressed", button.dataset.densityChoice === root.dataset.density);
}
showDensity();

// A dialog of the page asks, in the words of the button that was pressed, and the form is sent by it.
function askFirst(form, text, button) {
  const dialog = one("#ask");
  const yes = one("[data-yes]", dialog);
  one("[data-text]", dialog).textContent = text;
  yes.textContent = button.dataset.yes ?? button.innerText.trim();
  const isDangerous = button.matches(".btn-danger, .btn-outline-danger");
  yes.className = isDangerous ? "btn btn-danger" : "btn btn-primary";
  dialog.returnValue = "";
  dialog.showModal();
  dialog.addEventListener(
    "close",
    () => {
      if (dialog.returnValue !== "yes") return;
      form.dataset.sure = "1";
      form.requestSubmit(button);
    },
    { once: true },
  );
}

// Menus close when something else is looked at.
function closeMenus(except) {
  for (const menu of all("details[data-menu][open]")) if (menu !== except) menu.open = false;
}

// What a notice says is read before it leaves; one that is looked at stays.
function leave(toast) {
  if (toast.matches(":hover, :focus-within")) return setTimeout(leave, 2000, toast);
  toast.classList.add("leaving");
  return setTimeout(() => toast.remove(), 300);
}
for (const toast of all("[data-leaves]")) setTimeout(leave, 8000, toast);

const deeds = {
  themeChoice: (target) => chooseTheme(target.dataset.themeChoice),
  densityChoice: (target) => {
    localStorage.setItem("density", target.dataset.densityChoice);
    showDensity();
  },
  close: (target) => target.closest("dialog").close(),
  closeToast: (target) => target.closest(".toast").remove(),
  print: () => print(),
  dialog: (target, event) => {
    const dialog = document.getElementById(target.dataset.dialog);
    if (!dialog?.showModal) return;
    event.preventDefault();
    closeMenus();
    dialog.showModal();
  },
};

document.addEventListener("click", (event) => {
  closeMenus(event.target.closest("details[data-menu]"));
  for (let place = event.target.closest("*"); place; place = place.parentElement) {
    for (const name of Object.keys(place.dataset)) deeds[name]?.(place, event);
  }
});

document.addEventListener("change", (event) => {
  if (event.target.closest("[data-auto]")) event.target.form.requestSubmit();
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "dialog") return;
  const question = event.submitter?.dataset.ask;
  if (question && !form.dataset.sure) {
    event.preventDefault();
    askFirst(form, question, event.submitter);
    return;
  }
  form.classList.remove("dirty");
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

// What was typed and not saved is not left without a word.
addEventListener("beforeunload", (event) => {
  if (one("form.dirty")) event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    if (one("#nav-open")?.checked) one("#nav-open").checked = false;
    one("details[data-menu][open] > summary")?.focus();
    closeMenus();
  }
  const typing = event.target.closest("input, select, textarea");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/") {
    event.preventDefault();
    one("[type=search]")?.focus();
  }
});

document.addEventListener("input", (event) => {
  if (event.target.form?.matches("[data-guard]")) event.target.form.classList.add("dirty");
  // Whoever corrects their own side of a conflict means to keep it.
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

// Files dropped onto a box are taken as if they had been chosen; where a script sends them, at once.
for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    const box = event.target.closest(".drop");
    if (!box || !event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    box.classList.toggle("over", kind === "dragover");
    if (kind !== "drop") return;
    const field = one("input[type=file]", box);
    field.files = event.dataTransfer.files;
    if (one("[data-upload-state]", box)) field.form.requestSubmit();
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
      // What says the same still is left alone, and keeps the focus.
      if (now && !now.isEqualNode(row)) row.replaceWith(now);
    }
  } catch {
    // The connection is away for the moment: the next time may find it back.
  }
  setTimeout(refresh, 1500);
}
setTimeout(refresh, 1500);

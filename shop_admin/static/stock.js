"use strict";
// Counting down a column: Enter goes on, each difference is shown, and what is typed is remembered
// by this browser until it is saved, over pages and searches. The plain form works without it.
{
  const form = document.getElementById("count");
  const fields = [...document.querySelectorAll("[data-number]")];
  const memory = `counted-${form?.dataset.person}`;
  const A_DAY = 86_400_000;

  const rowOf = (field) => field.closest("tr");
  const seenOf = (field) => rowOf(field).querySelector("input[type=hidden]");
  const idOf = (field) => field.name.slice("count-".length);

  function recall() {
    try {
      const kept = JSON.parse(localStorage.getItem(memory) ?? "{}");
      return kept.at > Date.now() - A_DAY ? kept.lines : {};
    } catch {
      return {};
    }
  }

  function remember(lines) {
    try {
      if (Object.keys(lines).length) localStorage.setItem(memory, JSON.stringify({ at: Date.now(), lines }));
      else localStorage.removeItem(memory);
    } catch {
      // A browser that keeps nothing counts page by page.
    }
  }

  const signed = (number) => (number > 0 ? `+${number}` : number < 0 ? `\u2212${-number}` : "=");

  // A count shows what differs; what came in or was lost shows what will be there.
  function compare(field) {
    const shown = rowOf(field).querySelector(".difference");
    const then = rowOf(field).querySelector(".then");
    const sign = document.getElementById("deed").selectedOptions[0].dataset.sign;
    const text = field.value.trim();
    const isNumber = /^[0-9]{1,7}$/.test(text);
    const seen = Number(seenOf(field).value);
    field.setAttribute("aria-invalid", text !== "" && !isNumber);
    let said = "";
    if (isNumber && sign === "") said = signed(Number(text) - seen);
    else if (isNumber) said = `\u2192 ${sign === "-" ? seen - Number(text) : seen + Number(text)}`;
    shown.textContent = said;
    shown.classList.toggle("same", said === "=");
    then.hidden = seenOf(field).value === seenOf(field).dataset.now;
    then.textContent = then.dataset.text.replace("%n", seen);
  }

  // Lines of other pages travel with the form, unseen, and are named in the bar.
  function carry(lines) {
    const here = new Set(fields.map(idOf));
    const others = Object.entries(lines).filter(([id]) => !here.has(id));
    for (const old of form.querySelectorAll("[data-carried]")) old.remove();
    for (const [id, line] of others) {
      for (const [name, value] of [[`count-${id}`, line.typed], [`seen-${id}`, line.seen]]) {
        const field = document.createElement("input");
        Object.assign(field, { type: "hidden", name, value });
        field.dataset.carried = "";
        form.append(field);
      }
    }
    const bar = document.querySelector("[data-elsewhere]");
    bar.hidden = others.length === 0;
    bar.querySelector("b").textContent = others.map(([, line]) => `${line.name} ${line.typed}`).join(", ");
  }

  function note(field) {
    const lines = recall();
    if (!field.value.trim()) seenOf(field).value = seenOf(field).dataset.now;
    if (field.value.trim()) lines[idOf(field)] = { typed: field.value.trim(), seen: seenOf(field).value, name: field.dataset.name };
    else delete lines[idOf(field)];
    remember(lines);
    compare(field);
  }

  function restore() {
    if (location.hash === "#saved") {
      remember({});
      history.replaceState(history.state, "", location.pathname + location.search);
    }
    const lines = recall();
    for (const field of fields) {
      const line = lines[idOf(field)];
      if (line && !field.value) {
        field.value = line.typed;
        seenOf(field).value = line.seen;
      }
      if (field.value) compare(field);
    }
    // A refused sheet shows all of its lines: there are no others.
    if (!("refused" in form.dataset)) carry(lines);
    if (fields.length === 1 && new URLSearchParams(location.search).has("search")) fields[0].focus();
  }

  function go(field, step) {
    const next = fields[fields.indexOf(field) + step];
    if (next) {
      next.focus();
      next.select();
    } else if (step > 0) {
      document.querySelector(".counted .btn-primary").focus();
    }
  }

  const STEPS = { Enter: 1, ArrowDown: 1, ArrowUp: -1 };

  if (fields.length) {
    document.addEventListener("keydown", (event) => {
      const step = event.target.matches?.("[data-number]") && STEPS[event.key];
      if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      go(event.target, event.shiftKey ? -step : step);
    });
    document.addEventListener("input", (event) => {
      if (event.target.matches("[data-number]")) note(event.target);
      else if (event.target.id === "deed") fields.forEach((field) => field.value && compare(field));
    });
    document.querySelector("[data-elsewhere] button").addEventListener("click", () => {
      const here = new Set(fields.map(idOf));
      const lines = Object.fromEntries(Object.entries(recall()).filter(([id]) => here.has(id)));
      remember(lines);
      carry(lines);
      fields[0].focus();
    });
    restore();
  }
}

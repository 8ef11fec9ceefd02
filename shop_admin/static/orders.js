"use strict";
// The page of an order: texts are copied, PDFs shown over the page, notes sent by Ctrl+Enter.
{
  // Without a secure connection browsers keep their clipboard shut: a marked text is copied then.
  async function copy(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done ? undefined : Promise.reject(new Error("not copied"));
  }

  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;

  const paper = document.getElementById("paper");
  const frame = paper?.querySelector("iframe");
  const wide = matchMedia("(min-width: 801px)");

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (button) {
      await copy(button.dataset.copy);
      button.classList.add("done");
      setTimeout(() => button.classList.remove("done"), 1500);
      return;
    }
    const link = event.target.closest("[data-paper]");
    if (!link || !wide.matches || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    paper.querySelector("#paper-title").textContent = link.dataset.paper;
    paper.querySelector("[data-apart]").href = link.href;
    frame.src = `${link.href}#view=FitH&navpanes=0`;
    paper.showModal();
  });

  paper?.addEventListener("close", () => frame.removeAttribute("src"));

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    if (event.target.matches(".note-form textarea")) event.target.form.requestSubmit();
  });
}

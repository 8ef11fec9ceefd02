"use strict";
// The document as a page: read from this site, its examples filled with ids that exist here.
const place = document.getElementById("document");

document.getElementById("theme").addEventListener("click", () => {
  const dark = document.documentElement.classList.contains("dark-mode");
  localStorage.setItem("theme", dark ? "light" : "dark");
  showTheme();
});

// Shops make their ids themselves: the examples get those of a product that is on sale here.
async function findIds() {
  const answer = await fetch("/api/products/?limit=1&in_stock=true");
  const product = answer.ok ? (await answer.json()).results[0] : undefined;
  return {
    product_id: product?.id,
    store_id: product?.store.id,
    category_id: product?.category?.id,
    subcategory_id: product?.subcategory?.id,
  };
}

async function readDocument() {
  const [answer, ids] = await Promise.all([fetch("/api/openapi.json"), findIds()]);
  if (!answer.ok) throw new Error(`openapi.json: ${answer.status}`);
  let text = await answer.text();
  for (const [name, example] of Object.entries(JSON.parse(text)["x-example-ids"])) {
    if (ids[name]) text = text.replaceAll(example, ids[name]);
  }
  // Asked is this very site, by whatever name it was opened; the policy lets no other be asked.
  return { ...JSON.parse(text), servers: [{ url: location.origin }] };
}

function show(spec) {
  SwaggerUIBundle({
    spec,
    domNode: place,
    deepLinking: true,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    displayRequestDuration: true,
    persistAuthorization: false,
    requestSnippetsEnabled: false,
    validatorUrl: null,
  });
  place.removeAttribute("aria-busy");
}

readDocument().then(show, () => {
  place.querySelector(".waiting").textContent = "The document could not be read. Load the page again.";
  place.removeAttribute("aria-busy");
});

"use strict";
// The theme that was chosen in the console, else the system's; Swagger UI knows it by a class.
const system = matchMedia("(prefers-color-scheme: dark)");

function showTheme() {
  const chosen = localStorage.getItem("theme");
  const dark = chosen ? chosen === "dark" : system.matches;
  document.documentElement.classList.toggle("dark-mode", dark);
}

system.addEventListener("change", showTheme);
showTheme();

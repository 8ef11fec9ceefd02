"use strict";
// The charts of the first page, drawn from the tables beside them, in the colours of the theme.

{
  const charts = [];

  const colour = (name, within) => {
    // A custom property may hold light-dark(): only as a colour of an element is it resolved.
    const probe = document.createElement("span");
    probe.hidden = true;
    within.append(probe);
    probe.style.color = `var(${name})`;
    const found = getComputedStyle(probe).color;
    probe.remove();
    return found;
  };

  const money = (currency, compact) =>
    new Intl.NumberFormat(document.documentElement.lang || "en", {
      style: "currency",
      currency,
      notation: compact ? "compact" : "standard",
      maximumFractionDigits: compact ? 1 : undefined,
    });

  function series(label, data, line, { fill = false, dash = [] } = {}) {
    return {
      label,
      data,
      borderColor: line,
      backgroundColor: fill || "transparent",
      fill: Boolean(fill),
      borderWidth: fill ? 2.5 : 1.5,
      borderDash: dash,
      pointRadius: data.length > 1 ? 0 : 3,
      pointHitRadius: 12,
      tension: 0.25,
    };
  }

  function options(block, currency) {
    const soft = colour("--soft", block);
    return {
      animation: false,
      maintainAspectRatio: false,
      interaction: { mode: "index", intersect: false },
      plugins: {
        legend: { display: false },
        tooltip: {
          callbacks: {
            label: (item) => `${item.dataset.label}: ${money(currency).format(item.parsed.y)}`,
          },
        },
      },
      scales: {
        x: { grid: { display: false }, ticks: { color: soft, maxRotation: 0, autoSkipPadding: 16 } },
        y: {
          beginAtZero: true,
          border: { display: false },
          grid: { color: colour("--line", block) },
          ticks: {
            color: soft,
            maxTicksLimit: 5,
            callback: (value) => money(currency, true).format(value),
          },
        },
      },
    };
  }

  function draw(block) {
    const table = block.querySelector("[data-lines]");
    const place = block.querySelector("[data-chart]");
    const rows = [...table.tBodies[0].rows];
    const { currency } = table.dataset;
    const accent = colour("--accent-shown", block);
    place.hidden = false;
    charts.push(
      new Chart(place.querySelector("canvas"), {
        type: "line",
        data: {
          labels: rows.map((row) => row.cells[0].textContent),
          datasets: [
            series(place.dataset.now, rows.map((row) => +row.dataset.now), accent, {
              fill: colour("--chart-wash", block),
            }),
            series(place.dataset.before, rows.map((row) => +row.dataset.ago), colour("--strong-line", block), {
              dash: [5, 4],
            }),
          ],
        },
        options: options(block, currency),
      }),
    );
  }

  function drawAll() {
    while (charts.length) charts.pop().destroy();
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    for (const block of document.querySelectorAll("[data-block]")) draw(block);
  }

  drawAll();
  // Light or dark: by the person's choice, or by the system's.
  new MutationObserver(drawAll).observe(document.documentElement, {
    attributeFilter: ["data-bs-theme"],
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
}

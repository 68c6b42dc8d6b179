// SPDX-License-Identifier: BSD-2-Clause
"use strict";
(() => {
	const $ = id => document.getElementById(id), info = $("watch"), input = $("find"), only = $("only"), pause = $("pause");
	document.documentElement.classList.add("on");
	if (!info) return;

	// ---- what readers chose outlives the reading again: in the session, or not at all ----
	const KEY = "muster-watch";
	let kept = {};
	try { kept = JSON.parse(sessionStorage.getItem(KEY)) || {}; } catch { kept = {}; }
	const keep = () => { try { sessionStorage.setItem(KEY, JSON.stringify(kept)); } catch { kept = { ...kept }; } };

	// ---- the page is read again when the next round should have written it, unless readers stopped that or look away ----
	const written = +info.dataset.written * 1000, every = +info.dataset.every, ended = "ended" in info.dataset;
	let waiting;
	const again = () => { if (document.hidden) addEventListener("visibilitychange", again, { once: true }); else { kept.top = scrollY; keep(); location.reload(); } };
	const plan = () => {
		clearTimeout(waiting);
		pause.textContent = kept.paused ? "Go on refreshing" : "Stop refreshing";
		pause.setAttribute("aria-pressed", !!kept.paused);
		if (!kept.paused && !ended) waiting = setTimeout(again, every * 1000);
	};
	pause.addEventListener("click", () => { kept.paused = !kept.paused; keep(); plan(); });
	pause.hidden = ended;
	plan();

	// ---- a watch that no longer writes is told: a page that stands still looks like a calm network ----
	const late = () => { $("late").hidden = ended || Date.now() - written < (3 * every + 10) * 1000; };
	late();
	setInterval(late, 1000);

	// ---- rows: words found anywhere, and those in trouble alone ----
	const rows = [...document.querySelectorAll("#hosts tbody tr")];
	const show = () => {
		const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
		let shown = 0;
		rows.forEach(row => {
			const text = row.textContent.toLowerCase();
			row.hidden = (only.checked && !("bad" in row.dataset)) || !words.every(word => text.includes(word));
			shown += !row.hidden;
		});
		$("count").textContent = shown === rows.length ? "" : shown.toLocaleString("en") + " of " + rows.length.toLocaleString("en") + " rows";
		kept.find = input.value; kept.only = only.checked;
	};
	input.value = kept.find || "";
	only.checked = !!kept.only;
	for (const one of [input, only]) one.addEventListener("input", () => { show(); keep(); });
	document.addEventListener("keydown", event => {
		if (event.key === "/" && event.target !== input) { event.preventDefault(); input.focus(); }
		if (event.key === "Escape" && input.value) { input.value = ""; show(); keep(); }
	});
	show();
	if (kept.top) scrollTo(0, kept.top);
})();

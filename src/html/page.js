// SPDX-License-Identifier: BSD-2-Clause
"use strict";
(() => {
	const PRINTED = 500; // rows
	const $ = id => document.getElementById(id);
	const table = $("table"), scroll = $("scroll"), STATES = "unknown down unreachable up filtered open|filtered closed open".split(" "),
		CHANGES = ["", "same", "went", "came", "changed"]; // html/changes.c

	document.documentElement.classList.add("on");
	if (!table) return;

	// ---- rows: the first ones are in the table, the others in pieces of JSON, opened when they are needed ----
	const body = table.tBodies[0], heads = [...table.tHead.rows[0].cells];
	const names = heads.map(head => head.dataset.name), numeric = heads.map(head => head.classList.contains("n"));
	const first = [...body.rows].map(row => [...row.cells].map(cell => cell.textContent));
	body.replaceChildren(); // before anything asks how high it is
	const pieces = JSON.parse($("more").textContent), SIZE = pieces.length ? pieces[0].n : 1, opened = [];
	const total = first.length + pieces.reduce((sum, piece) => sum + piece.n, 0);
	const column = (value, count) => {
		if (value === null || typeof value === "string") return Array(count).fill(value || "");
		if (Array.isArray(value)) return value;
		if (value.d) return [...value.i].map(letter => value.d[letter >= "a" ? letter.charCodeAt(0) - 71 : letter.charCodeAt(0) - 65]);
		if (value.m) return value.m.match(/.{8}/g).map(text => text === "AAAAAAAA" ? "" : [...atob(text)].map(byte => byte.charCodeAt(0).toString(16).padStart(2, "0")).join(":"));
		return value.s.split("|").map(rest => value.p + rest);
	};
	const row = index => {
		if (index < first.length) return first[index];
		const at = index - first.length, piece = Math.floor(at / SIZE);
		if (!opened[piece]) {
			const columns = pieces[piece].c.map(value => column(value, pieces[piece].n));
			opened[piece] = Array.from({ length: pieces[piece].n }, (_, i) => columns.map(cells => cells[i]));
		}
		return opened[piece][at % SIZE];
	};

	// ---- addresses as numbers: a cell may have one, two with a dash between, or a prefix ----
	const number = text => {
		if (!text.includes(":")) return BigInt(text.split(".").reduce((sum, part) => sum * 256 + +part, 0));
		const [head, tail] = text.replace(/%.*/, "").split("::").map(half => half ? half.split(":") : []);
		const groups = tail ? [...head, ...Array(8 - head.length - tail.length).fill("0"), ...tail] : head;
		return groups.reduce((sum, group) => sum << 16n | BigInt("0x" + group), 1n << 128n);
	};
	const range = text => {
		const [from, to] = text.split("\u2013"), [addr, length] = from.split("/");
		try {
			const begin = number(addr), bits = BigInt(addr.includes(":") ? 128 : 32);
			return [begin, to ? number(to) : length ? begin + (1n << bits - BigInt(length)) - 1n : begin];
		} catch { return null; }
	};
	const span = text => text.split("\u2013").map(Number);

	// ---- filter: words are found anywhere; name=value is a whole cell, an address within a prefix, a port within a span ----
	const filter = $("rows").parentElement.insertBefore(document.createElement("div"), scroll), input = document.createElement("input");
	filter.className = "tools";
	input.type = "search";
	input.placeholder = "Filter: words, or " + (names.includes("port") ? "port=22 " : "") + "state=up addr=10.0.0.0/28";
	input.setAttribute("aria-label", "Filter rows: words, or name=value");
	const count = document.createElement("output");
	count.setAttribute("aria-live", "polite");
	filter.append(input, count);
	const test = word => {
		const [, name, text] = /^(?:(\w+)=)?"?(.*?)"?$/s.exec(word), at = names.indexOf(name);
		if (!name || at < 0) return cells => cells.some(cell => cell.toLowerCase().includes(word.replaceAll('"', "").toLowerCase()));
		if (name === "addr" && range(text)) {
			const [from, to] = range(text);
			return cells => { const own = range(cells[at]); return own && own[0] <= to && own[1] >= from; };
		}
		if (name === "port") return cells => { const [from, to] = span(cells[at]); return cells[at] !== "" && +text >= from && +text <= (to || from); };
		return cells => cells[at] === text;
	};

	// ---- what is shown: indexes of rows, in order; drawn where they come into view ----
	let order, sorted = -1, down = false, high = 0, drawn = [-1, -1], at = -1;
	const draw = (from, to) => {
		const rows = document.createDocumentFragment(), gap = height => {
			const line = rows.appendChild(document.createElement("tr")), cell = line.appendChild(document.createElement("td"));
			line.className = "gap"; line.setAttribute("aria-hidden", "true"); cell.colSpan = names.length; cell.style.height = height + "px";
		};
		if (from > 0) gap(from * high);
		for (let i = from; i < to; i++) {
			const line = rows.appendChild(document.createElement("tr"));
			line.setAttribute("aria-rowindex", i + 2);
			line.className = i === at ? "at" : "";
			row(order[i]).forEach((text, c) => {
				const cell = line.appendChild(document.createElement("td"));
				if (numeric[c]) cell.className = "n";
				if (text.length > 40) cell.title = text;
				if (!text || !["state", "was", "change"].includes(names[c])) { cell.textContent = text; return; }
				const mark = cell.appendChild(document.createElement("b"));
				mark.className = "s"; mark.dataset.s = text; mark.textContent = text;
			});
		}
		if (to < order.length) gap((order.length - to) * high);
		body.replaceChildren(rows);
		if (!high && order.length) { high = body.rows[0].getBoundingClientRect().height || 26; if (to < order.length) draw(from, to); }
	};
	const view = force => {
		const from = Math.max(0, Math.floor(scroll.scrollTop / (high || 26)) - 20), to = Math.min(order.length, from + Math.ceil(scroll.clientHeight / (high || 26)) + 40);
		if (force || from < drawn[0] || to > drawn[1]) { drawn = [Math.max(0, from - 40), Math.min(order.length, to + 40)]; draw(...drawn); }
	};
	const key = (text, c) => names[c] === "port" || numeric[c] ? (text === "" ? -1 : parseFloat(text)) : text.toLowerCase();
	const refresh = () => {
		const tests = (input.value.match(/(?:\w+=)?"[^"]*"|\S+/g) || []).map(test);
		order = [];
		for (let i = 0; i < total; i++) if (!tests.length || tests.every(one => one(row(i)))) order.push(i);
		if (sorted >= 0 && names[sorted] !== "addr") {
			const keys = new Map(order.map(i => [i, key(row(i)[sorted], sorted)]));
			order.sort((a, b) => { const x = keys.get(a), y = keys.get(b); return x < y ? -1 : x > y ? 1 : a - b; });
		}
		if (down) order.reverse();
		count.textContent = order.length === total ? total.toLocaleString("en") + (total === 1 ? " row" : " rows") : order.length.toLocaleString("en") + " of " + total.toLocaleString("en") + " rows";
		table.setAttribute("aria-rowcount", order.length + 1);
		at = -1; scroll.scrollTop = 0; view(true);
	};
	heads.forEach((head, c) => {
		const button = document.createElement("button");
		button.type = "button"; button.textContent = head.textContent; head.replaceChildren(button);
		button.addEventListener("click", () => {
			down = sorted === c && !down; sorted = c;
			heads.forEach((other, i) => {
				if (i === c) other.setAttribute("aria-sort", down ? "descending" : "ascending"); else other.removeAttribute("aria-sort");
				other.firstChild.textContent = names[i] + (i === c ? (down ? " \u25bc" : " \u25b2") : "");
			});
			refresh();
		});
	});
	let waiting;
	input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(refresh, total > 20000 ? 200 : 0); });
	scroll.addEventListener("scroll", () => requestAnimationFrame(() => view(false)));
	addEventListener("resize", () => { high = 0; view(true); });
	const show = (name, value) => {
		input.value = name + "=" + (/\s/.test(value) ? '"' + value + '"' : value);
		refresh(); $("rows").scrollIntoView({ block: "start" });
	};
	document.addEventListener("click", event => {
		const link = event.target.closest("[data-column]");
		if (link && names.includes(link.dataset.column)) { event.preventDefault(); show(link.dataset.column, link.dataset.value); }
	});
	document.addEventListener("keydown", event => {
		if (event.key === "/" && event.target !== input) { event.preventDefault(); input.focus(); }
		if (event.key === "Escape" && input.value) { input.value = ""; refresh(); }
		if (event.target !== scroll || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
		event.preventDefault();
		at = Math.min(order.length - 1, Math.max(0, at + (event.key === "ArrowDown" ? 1 : -1)));
		const top = at * high, room = scroll.clientHeight - 3 * high;
		if (top < scroll.scrollTop) scroll.scrollTop = top; else if (top > scroll.scrollTop + room) scroll.scrollTop = top - room;
		view(true);
	});
	addEventListener("beforeprint", () => {
		draw(0, Math.min(order.length, PRINTED));
		if (order.length <= PRINTED) return;
		const cell = body.appendChild(document.createElement("tr")).appendChild(document.createElement("td"));
		cell.colSpan = names.length;
		cell.textContent = (order.length - PRINTED).toLocaleString("en") + " more rows are not printed: filter them first.";
	});
	addEventListener("afterprint", () => view(true));
	refresh();

	// ---- the map: which cell is there, and what is in it ----
	const tell = $("tell"), cells = JSON.parse($("cells") ? $("cells").textContent : "[]");
	const dotted = value => [24, 16, 8, 0].map(shift => Math.floor(value / 2 ** shift) % 256).join(".");
	const prefix = (value, shift) => dotted(Math.floor(value / 2 ** shift) * 2 ** shift) + (shift ? "/" + (32 - shift) : "");
	const curve = (order, x, y) => { // the inverse of html/hilbert.c
		let at = 0;
		for (let side = 2 ** (order - 1); side >= 1; side /= 2) {
			const right = x >= side, low = y >= side;
			at = at * 4 + (right ? (low ? 2 : 3) : low ? 1 : 0);
			x %= side; y %= side;
			if (!low) { if (right) { x = side - 1 - x; y = side - 1 - y; } [x, y] = [y, x]; }
		}
		return at;
	};
	const what = (panel, x, y) => { // [prefix, words]
		const words = panel.changes ? CHANGES : STATES;
		if (panel.rows) {
			const [net, states] = panel.rows[y] || [0, ""], state = states[x];
			return state ? [prefix(net + x, panel.leaf), state === "." ? "not asked" : words[state]] : null;
		}
		const side = 2 ** panel.order, index = curve(panel.order, x, y);
		if (x < 0 || y < 0 || x >= side || y >= side) return null;
		panel.of = panel.of || new Map(panel.cells.split(";").filter(Boolean).map(text => { const [own, ...counts] = text.split(" "); return [+own, counts]; }));
		const counts = (panel.of.get(index) || []).map(text => text.split("=").map(Number)).reverse();
		return [prefix(panel.first + index * 2 ** panel.shift, Math.max(panel.shift, panel.leaf)),
			counts.length ? counts.map(([state, some]) => some.toLocaleString("en") + " " + words[state]).join(", ") : "not asked"];
	};
	const host = addr => { // what the table says of one address
		const at = names.indexOf("addr");
		for (let i = 0; i < total && i < 20000; i++) {
			const own = row(i);
			if (own[at] === addr) return ["name", "reason", "rtt_ms", "mac", "vendor"].filter(name => names.includes(name) && own[names.indexOf(name)])
				.map(name => own[names.indexOf(name)] + (name === "rtt_ms" ? " ms" : "")).join(", ");
		}
		return "";
	};
	document.querySelectorAll(".sheet").forEach(sheet => {
		const panel = cells[sheet.dataset.panel], svg = sheet.querySelector("svg");
		if (!panel) return;
		const cursor = svg.appendChild(document.createElementNS(svg.namespaceURI, "rect"));
		let x = 0, y = 0;
		cursor.setAttribute("class", "cursor"); cursor.setAttribute("width", panel.w); cursor.setAttribute("height", panel.h);
		cursor.setAttribute("visibility", "hidden");
		sheet.tabIndex = 0;
		sheet.setAttribute("role", "application");
		sheet.setAttribute("aria-label", svg.getAttribute("aria-label") + ". Arrow keys move, Enter filters the table.");
		const move = (nx, ny) => {
			const found = what(panel, nx, ny);
			if (!found) return false;
			x = nx; y = ny;
			cursor.setAttribute("x", panel.x + x * panel.w); cursor.setAttribute("y", panel.y + y * panel.h); cursor.setAttribute("visibility", "visible");
			tell.textContent = found[0] + ": " + found[1];
			const more = found[0].includes("/") || found[1] === "not asked" ? "" : host(found[0]);
			if (more) tell.textContent += " (" + more + ")";
			return true;
		};
		const place = event => {
			const box = svg.getBoundingClientRect(), scale = svg.viewBox.baseVal.width / box.width;
			return move(Math.floor(((event.clientX - box.left) * scale - panel.x) / panel.w), Math.floor(((event.clientY - box.top) * scale - panel.y) / panel.h));
		};
		const choose = () => show("addr", what(panel, x, y)[0]);
		svg.addEventListener("pointermove", place);
		svg.addEventListener("pointerdown", place);
		svg.addEventListener("click", event => { if (place(event)) choose(); });
		sheet.addEventListener("focus", () => move(x, y));
		sheet.addEventListener("keydown", event => {
			const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
			if (step) { event.preventDefault(); move(x + step[0], y + step[1]); }
			if (event.key === "Enter") choose();
		});
	});
})();

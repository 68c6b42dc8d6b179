// SPDX-License-Identifier: BSD-2-Clause
// look.mjs CHROMIUM MODULES FOLDER PAGE… - opens pages of muster in headless Chromium, from file://, and checks each: no
// message on the console, no request but for the page, no serious finding of axe-core, every row can be reached, no text
// from outside became markup. Pictures of each go to FOLDER: light, dark, print, narrow. Prints a line a page; exit 1
// when something was found. `run` in this folder calls it.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";

const [chromium, modules, folder, ...pages] = process.argv.slice(2);
const require = createRequire(path.join(modules, "x.js"));
const puppeteer = require("puppeteer-core");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const OPENS_WITHIN_MS = +(process.env.OPENS_WITHIN_MS || 1000);

const browser = await puppeteer.launch({ executablePath: chromium, pipe: true, args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
let wrong = 0;

async function open(file, { width, height, dark, script = true }) {
	const page = await browser.newPage(), heard = [], asked = [];
	page.on("console", message => heard.push(message.text()));
	page.on("pageerror", error => heard.push(String(error)));
	page.on("dialog", async dialog => { heard.push("dialog: " + dialog.message()); await dialog.dismiss(); });
	page.on("request", request => asked.push(request.url()));
	page.setDefaultTimeout(180000);
	await page.setViewport({ width, height });
	await page.setJavaScriptEnabled(script);
	await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }]);
	await page.goto("file://" + path.resolve(file), { waitUntil: "load" });
	return { page, heard, asked };
}

async function picture(file, name, options) {
	const { page } = await open(file, options), base = path.basename(file, ".html");
	await page.screenshot({ path: path.join(folder, `${base}-${name}.png`), fullPage: !!options.whole });
	await page.close();
}

async function serious(page) {
	// The policy of the page forbids other scripts: axe runs through the debugger, which it does not hold for.
	await page.evaluate(axe);
	const found = await page.evaluate(async () => (await axe.run()).violations.map(one => [one.impact, one.id, one.nodes.length, one.nodes[0].html.slice(0, 160)]));
	return found.filter(([impact]) => impact === "serious" || impact === "critical").map(one => one.join(" "));
}

// Opening: from the start of navigation until the first screen is painted and the script has drawn the table.
const opened = page => page.evaluate(() => performance.getEntriesByType("navigation")[0].loadEventEnd);

// What people do: point at the map, move in it by keys, click a cell; filter by words, sort by a heading.
async function tryOut(page) {
	const wrong = [], text = what => page.$eval(what, one => one.textContent), rows = () => page.$eval("#table", one => +one.getAttribute("aria-rowcount") - 1);
	const all = await rows(), sheet = await page.$(".sheet");
	if (sheet) {
		await sheet.focus();
		await page.keyboard.press("ArrowRight");
		const first = await text("#tell");
		if (!/^[0-9.]+(\/\d+)?: /.test(first)) wrong.push("the focus in the map tells: " + first);
		const box = await (await sheet.$("svg")).boundingBox();
		await page.mouse.move(box.x + box.width * .4, box.y + box.height * .8);
		const second = await text("#tell");
		if (second === first) wrong.push("the pointer in the map tells nothing");
		await sheet.focus();
		await page.keyboard.press("Enter");
		if (all > 20 && await rows() >= all) wrong.push("Enter in the map filtered nothing: " + second);
		await page.keyboard.press("Escape");
		if (await rows() !== all) wrong.push("Escape left a filter");
	}
	await page.$eval("#table thead button", one => one.click());
	await page.$eval("#table thead button", one => one.click());
	if (await page.$eval("#table thead th", one => one.getAttribute("aria-sort")) !== "descending") wrong.push("two clicks on a heading do not sort downwards");
	await page.focus("#scroll");
	await page.keyboard.press("/");
	await page.keyboard.type("no such word");
	await new Promise(done => setTimeout(done, 600));
	if (await rows() !== 0) wrong.push("a word that is nowhere leaves rows: " + await rows());
	await page.keyboard.press("Escape");
	if (await rows() !== all) wrong.push("Escape in the filter left it");
	return wrong;
}

// The page of a watch: filter, those in trouble alone, no reading again; it says that it is old when it is.
async function tryStatus(page) {
	const wrong = [], rows = () => page.$$eval("#hosts tbody tr", all => all.filter(one => !one.hidden).length), all = await rows();
	const ended = await page.$eval("#watch", one => "ended" in one.dataset), pause = () => page.$eval("#pause", one => one.textContent);
	if (await page.$eval("#late", one => !one.hidden)) wrong.push("it says that it is old");
	if (!ended) {
		await page.click("#pause");
		if (!/^Go on/.test(await pause())) wrong.push("it still reads itself again: " + await pause());
		await page.evaluate(() => { Date.now = () => new Date().getTime() + 1e9; });
		await page.waitForFunction(() => !document.getElementById("late").hidden, { timeout: 5000 }).catch(() => wrong.push("an old page does not say so"));
	}
	await page.keyboard.press("/");
	await page.keyboard.type("127.0.0.1 up");
	if (!ended && await rows() >= all) wrong.push("words filter nothing");
	await page.keyboard.press("Escape");
	if (await rows() !== all) wrong.push("Escape left a filter");
	await page.click("#only");
	if (await rows() !== (ended ? all : 0)) wrong.push("in trouble: " + await rows());
	await page.click("#only");
	return wrong;
}

async function check(file) {
	const complaints = [], { page, heard, asked } = await open(file, { width: 1400, height: 900 });
	let ms = await opened(page);
	for (let again = 0; again < 8 && ms > OPENS_WITHIN_MS; again++) { // other programs may have had the CPU
		await new Promise(done => setTimeout(done, 1000 * again));
		const other = (await open(file, { width: 1400, height: 900 })).page;
		ms = Math.min(ms, await opened(other));
		await other.close();
	}
	const bytes = fs.statSync(file).size;
	const rows = await page.evaluate(() => document.querySelector("#table") ? +document.querySelector("#table").getAttribute("aria-rowcount") - 1 : document.querySelectorAll("#hosts tbody tr").length);
	if (ms > OPENS_WITHIN_MS) complaints.push(`opened after ${Math.round(ms)} ms`);
	complaints.push(...await serious(page));
	const markup = await page.evaluate(() => [...document.querySelectorAll("img, iframe, object, embed, link:not([rel=icon]), [onerror], [onload], [onclick], a[href^='javascript:']")].map(one => one.outerHTML.slice(0, 100)));
	complaints.push(...markup.map(one => "markup: " + one));
	const last = await page.evaluate(async () => { // the last row, after scrolling
		const scroll = document.querySelector("#scroll");
		if (!scroll) return true;
		scroll.scrollTop = scroll.scrollHeight;
		await new Promise(done => setTimeout(done, 300));
		const lines = [...document.querySelectorAll("#table tbody tr[aria-rowindex]")], all = +document.querySelector("#table").getAttribute("aria-rowcount");
		return !lines.length || +lines[lines.length - 1].getAttribute("aria-rowindex") === all;
	});
	if (!last) complaints.push("the last row was not reached");
	complaints.push(...await (await page.$("#watch") ? tryStatus : tryOut)(page));
	complaints.push(...heard.map(text => "console: " + text));
	complaints.push(...asked.filter(url => !url.startsWith("file:") && url !== "data:,").map(url => "request: " + url));
	if (asked.filter(url => url.startsWith("file:")).length > 1) complaints.push("more files than the page were asked for");
	await page.close();
	console.log(`${path.basename(file)}: ${bytes.toLocaleString("en")} bytes, ${rows.toLocaleString("en")} rows, opened in ${Math.round(ms)} ms, ${complaints.length ? "WRONG" : "right"}`);
	for (const one of complaints) console.log("    " + one);
	wrong += complaints.length;
}

await (await open(pages[0], { width: 1400, height: 900 })).page.close(); // the browser itself has started
for (const file of pages) {
	await check(file);
	if (process.env.PICTURES === "0") continue;
	await picture(file, "light", { width: 1400, height: 900, whole: true });
	await picture(file, "dark", { width: 1400, height: 900, dark: true });
	await picture(file, "narrow", { width: 360, height: 740, whole: true });
	await picture(file, "plain", { width: 1400, height: 900, script: false });
	const { page } = await open(file, { width: 1400, height: 900 });
	await page.pdf({ path: path.join(folder, path.basename(file, ".html") + ".pdf"), format: "A4", printBackground: true, timeout: 0 });
	await page.close();
}
await browser.close();
process.exit(wrong ? 1 : 0);

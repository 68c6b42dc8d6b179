# SPDX-License-Identifier: BSD-2-Clause
"""chart.py - bars with their ranges, or curves, as one SVG."""
import math
from html import escape

WIDTH, LABEL, BAR, GAP = 960, 290, 18, 8
OURS, OTHERS, INK = "#0b6e99", "#9aa5ad", "#22292e"
CURVES, DASHES = ("#0b6e99", "#b3530f", "#4d7a1f"), ("none", "7 4", "2 3")


def text(x, y, words, anchor="start", size=13, weight="normal"):
    return (f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" font-weight="{weight}" '
            f'fill="{INK}">{escape(words)}</text>')


def document(body, height):
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif">'
    return "\n".join([opening, f'<rect width="{WIDTH}" height="{height}" fill="white"/>', *body, "</svg>\n"])


def panel(y, title, bars, show):
    """bars: (label, median, lowest, highest, is another tool). Returns the drawing and the y coordinate of its end."""
    parts = [text(16, y + 14, title, size=15, weight="bold")]
    scale = (WIDTH - LABEL - 120) / max([bar[3] for bar in bars] + [1e-9])
    y += 28
    for label, median, low, high, peer in bars:
        middle = y + BAR / 2
        parts.append(text(LABEL - 8, middle + 4, label, "end"))
        left, right = f"{LABEL + low * scale:.1f}", f"{LABEL + high * scale:.1f}"
        parts.append(f'<rect x="{LABEL}" y="{y}" width="{median * scale:.1f}" height="{BAR}" '
                     f'fill="{OTHERS if peer else OURS}"/>')
        parts.append(f'<path d="M{left} {middle}H{right}M{left} {middle - 4}v8M{right} {middle - 4}v8" '
                     f'stroke="{INK}" fill="none"/>')
        parts.append(text(LABEL + high * scale + 8, middle + 4, show(median)))
        y += BAR + GAP
    return parts, y + 20


def draw(panels):
    """panels: (title, bars, how to write a value)."""
    y, body = 16, []
    for title, bars, show in panels:
        if bars:
            parts, y = panel(y, title, bars, show)
            body += parts
    return document(body, y)


def ticks(low, high):
    """Powers of ten around the values, and those within."""
    return [10.0**power for power in range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)]


def short(value):
    for factor, sign in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= factor:
            return f"{value / factor:.3g} {sign}"
    return f"{value:.3g}"


def curve_panel(y, title, series, is_log):
    """series: {name: [(x, y)]}; x on a logarithmic axis, y too where `is_log`."""
    parts, height, left, right = [text(16, y + 14, title, size=15, weight="bold")], 220, 80, WIDTH - 160
    top, bottom = y + 34, y + 34 + height
    xs, ys = ([point[at] for points in series.values() for point in points] for at in (0, 1))
    across = ticks(min(xs), max(xs))
    up = ticks(min(ys), max(ys)) if is_log else [max(ys) * 1.2 * part / 4 for part in range(5)]

    def place(value, marks, first, last, logarithmic):
        low, high, value = (math.log10(v) if logarithmic else v for v in (marks[0], marks[-1], value))
        return first + (last - first) * (value - low) / (high - low)

    for mark in across:
        x = place(mark, across, left, right, True)
        parts += [f'<path d="M{x:.1f} {top}V{bottom}" stroke="#dde3e6"/>', text(x, bottom + 16, short(mark), "middle", 12)]
    for mark in up:
        at = place(mark, up, bottom, top, is_log)
        parts += [f'<path d="M{left} {at:.1f}H{right}" stroke="#dde3e6"/>', text(left - 8, at + 4, short(mark), "end", 12)]
    for number, (name, points) in enumerate(series.items()):
        at = [(place(px, across, left, right, True), place(py, up, bottom, top, is_log)) for px, py in points]
        path = "L".join(f"{px:.1f} {py:.1f}" for px, py in at)
        parts.append(f'<path d="M{path}" stroke="{CURVES[number % len(CURVES)]}" stroke-width="2" fill="none" stroke-dasharray="{DASHES[number % len(DASHES)]}"/>')
        parts += [f'<circle cx="{px:.1f}" cy="{py:.1f}" r="3" fill="{CURVES[number % len(CURVES)]}"/>' for px, py in at]
        parts.append(text(right + 12, top + 14 + 20 * number, name))
        parts.append(f'<path d="M{right + 100} {top + 10 + 20 * number}h40" stroke="{CURVES[number % len(CURVES)]}" stroke-width="2" '
                     f'stroke-dasharray="{DASHES[number % len(DASHES)]}"/>')
    return parts, bottom + 44


def curves(panels):
    """panels: (title, series, whether its values are on a logarithmic axis)."""
    y, body = 16, []
    for title, series, is_log in panels:
        parts, y = curve_panel(y, title, series, is_log)
        body += parts
    return document(body, y)

# SPDX-License-Identifier: BSD-2-Clause
"""chart.py - bars with their ranges, as one SVG."""
from html import escape

WIDTH, LABEL, BAR, GAP = 960, 290, 18, 8
OURS, OTHERS, INK = "#0b6e99", "#9aa5ad", "#22292e"


def text(x, y, words, anchor="start", size=13, weight="normal"):
    return (f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" font-weight="{weight}" '
            f'fill="{INK}">{escape(words)}</text>')


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
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" font-family="sans-serif">'
    return "\n".join([opening, f'<rect width="{WIDTH}" height="{y}" fill="white"/>', *body, "</svg>\n"])

/* SPDX-License-Identifier: BSD-2-Clause */
/* neighbours.c - see page.h: the switches at the other end of our links, and who serves DHCP, DNS and routes, in a
 * line. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "cli/listen/page.h"

#define OF_EACH 4 /* switches, and hosts that serve the same; a sender can make up any number */

static void add(char *text, size_t size, const char *between, const char *item)
{
	size_t at = strlen(text);

	snprintf(text + at, size - at, "%s%s", at ? between : "", item);
}

/* Whether the line has this item already: the same machine may have several addresses of its own. */
static bool has_item(const char *text, const char *item)
{
	size_t length = strlen(item);

	for (const char *at = text; (at = strstr(at, item)); at += length) {
		if (at[length] == '\0' || at[length] == ';')
			return true;
	}
	return false;
}

/* What is behind our own interface: the machine's name, or its address, and its port. */
static void add_switches(const struct mst_listen_page *page, char *text, size_t size)
{
	unsigned found = 0;

	for (size_t i = 0; i < page->count && found < OF_EACH; i++) {
		const struct mst_listen_host *host = &page->hosts[i];
		char who[MST_ADDR_TEXT], port[MST_CELL_TEXT], item[2 * MST_CELL_TEXT];

		if (!host->switch_port)
			continue;
		mst_who_text(host, who);
		mst_switch_text(host, port, sizeof port);
		snprintf(item, sizeof item, "%.15s%s%.200s %s", host->switch_interface ? host->switch_interface : "",
		         host->switch_interface ? ": " : "", host->names[0] ? host->names[0] : who, port);
		if (has_item(text, item))
			continue;
		add(text, size, "; ", item);
		found++;
	}
}

static void add_servers(const struct mst_listen_page *page, unsigned service, char *text, size_t size)
{
	unsigned found = 0;
	char who[MST_ADDR_TEXT], item[MST_ADDR_TEXT + 16];

	for (size_t i = 0; i < page->count && found <= OF_EACH; i++) {
		if (!(page->hosts[i].services >> service & 1))
			continue;
		mst_who_text(&page->hosts[i], who);
		snprintf(item, sizeof item, "%s%s%s", found ? "" : mst_listen_service_word(service), found ? "" : " ",
		         found < OF_EACH ? who : "…");
		add(text, size, found ? ", " : "; ", item);
		found++;
	}
}

const char *mst_listen_neighbours_text(const struct mst_listen_page *page, char *text, size_t size)
{
	text[0] = '\0';
	add_switches(page, text, size);
	for (unsigned service = 0; service < MST_LISTEN_SERVICES; service++)
		add_servers(page, service, text, size);
	return text;
}

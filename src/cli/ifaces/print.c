/* SPDX-License-Identifier: BSD-2-Clause */
/* print.c - see look.h: the table that people read. */
#include <errno.h>
#include <muster/text.h>
#include <string.h>

#include "cli/ifaces/look.h"

#define INDENT 4
#define COLUMNS 6
#define TEXT_MAX MST_LINK_ADDR_TEXT

static const char *const titles[COLUMNS] = { "NAME", "INDEX", "STATE", "TYPE", "MTU", "MAC" };

struct row {
	char texts[COLUMNS][TEXT_MAX];
};

void mst_iface_look_at(struct mst_iface_look *look, const struct mst_interface *interface)
{
	*look = (struct mst_iface_look){ .interface = interface };
	for (int role = MST_ENGINE_SEND; role <= MST_ENGINE_RECEIVE; role++) {
		const char *name;

		for (size_t i = 0;
		     (name = mst_engine_name((enum mst_engine_role)role, i)) && look->engine_count < MST_ENGINES_MAX;
		     i++) {
			struct mst_engine_look *engine = &look->engines[look->engine_count++];

			engine->role = (enum mst_engine_role)role;
			engine->name = name;
			mst_engine_look(engine->role, name, interface->name, &engine->state);
		}
	}
}

static void fill(struct row *row, const struct mst_interface *interface)
{
	snprintf(row->texts[0], TEXT_MAX, "%s", interface->name);
	snprintf(row->texts[1], TEXT_MAX, "%d", interface->index);
	snprintf(row->texts[2], TEXT_MAX, "%s", mst_interface_state_name(interface->state));
	snprintf(row->texts[3], TEXT_MAX, "%s", interface->type);
	snprintf(row->texts[4], TEXT_MAX, "%u", interface->mtu);
	mst_link_addr_format(interface->mac, interface->mac_bytes, row->texts[5]);
}

static void print_row(const struct row *row, const size_t *widths, const char *colour, FILE *out)
{
	size_t last = COLUMNS;

	while (last > 1 && !row->texts[last - 1][0])
		last--;
	for (size_t i = 0; i < last; i++) {
		bool coloured = colour && i == 2;

		fputs(i ? "  " : "", out);
		fputs(coloured ? colour : "", out);
		mst_print(out, "%-*s", i + 1 < last ? (int)widths[i] : 0, row->texts[i]);
		fputs(coloured ? "\033[0m" : "", out);
	}
	fputc('\n', out);
}

static void print_addrs(const struct mst_interface *interface, FILE *out)
{
	for (size_t i = 0; i < interface->addr_count; i++) {
		const struct mst_interface_addr *addr = &interface->addrs[i];
		char own[MST_ADDR_TEXT], peer[MST_ADDR_TEXT];

		mst_addr_format(&addr->addr, own);
		mst_addr_format(&addr->peer, peer);
		mst_print(out, "%*s%s/%u %s%s%s%s%s%s%s\n", INDENT, "", own, addr->prefix_length, addr->scope,
		          *peer ? ", peer " : "", peer,
		          addr->secondary ? addr->addr.family == MST_IPV6 ? ", temporary" : ", secondary" : "",
		          addr->tentative ? ", tentative" : "", addr->deprecated ? ", deprecated" : "",
		          addr->duplicate ? ", duplicate: another machine has it" : "");
	}
}

static void print_gateways(const struct mst_interface *interface, FILE *out)
{
	for (size_t i = 0; i < interface->gateway_count; i++) {
		const struct mst_interface_gateway *gateway = &interface->gateways[i];
		char addr[MST_ADDR_TEXT], mac[MST_LINK_ADDR_TEXT];

		mst_addr_format(&gateway->addr, addr);
		mst_link_addr_format(gateway->mac, gateway->mac_bytes, mac);
		mst_print(out, "%*sdefault gateway ", INDENT, "");
		if (*addr)
			mst_print(out, "%s, MAC %s", addr, *mac ? mac : "not known");
		else
			fprintf(out, "none: every IPv%u address is on the link", gateway->family);
		if (gateway->metric)
			fprintf(out, ", metric %u", gateway->metric);
		fputc('\n', out);
	}
}

static void print_lower(const struct mst_interface *interface, FILE *out)
{
	const char *relation = strcmp(interface->type, "veth") == 0 ? "peer" : "on";

	if (interface->lower_elsewhere)
		mst_print(out, "%*s%s an interface in another network namespace\n", INDENT, "", relation);
	else if (interface->lower[0])
		mst_print(out, "%*s%s %s\n", INDENT, "", relation, interface->lower);
	if (interface->master[0])
		mst_print(out, "%*sbelongs to %s\n", INDENT, "", interface->master);
}

static bool is_automatic(const struct mst_engine_state *state)
{
	return state->automatic;
}

static bool needs_its_name(const struct mst_engine_state *state)
{
	return state->code == 0 && !state->automatic;
}

static bool does_not_work(const struct mst_engine_state *state)
{
	return state->code != 0;
}

/* "packet", "xdp copy", "--rx xdp (restarts)", "--engine xdp zero-copy (kernel)" */
static void print_engine(const struct mst_engine_look *engine, FILE *out)
{
	const struct mst_engine_state *state = &engine->state;

	if (!state->automatic)
		fputs(engine->role == MST_ENGINE_SEND ? "--engine " : "--rx ", out);
	mst_print(out, "%s", engine->name);
	/* An engine that is not named only copies. */
	if (*state->mode)
		mst_print(out, " %s", state->automatic ? "copy" : state->mode);
	if (state->automatic && strcmp(state->mode, "zero-copy") == 0)
		fputs(" (by name zero-copy)", out);
	if (*state->word)
		mst_print(out, " (%s)", state->word);
}

/* "label: packet, raw": those of these roles that stand like this; nothing when there are none. */
static void print_engines(const struct mst_iface_look *look, unsigned roles,
                          bool (*wanted)(const struct mst_engine_state *state), const char *label, FILE *out)
{
	bool any = false;

	for (size_t i = 0; i < look->engine_count; i++) {
		const struct mst_engine_look *engine = &look->engines[i];

		if (!(roles & 1u << engine->role) || !wanted(&engine->state))
			continue;
		if (any)
			fputs(", ", out);
		else
			mst_print(out, "%*s%s: ", INDENT, "", label);
		print_engine(engine, out);
		any = true;
	}
	if (any)
		fputc('\n', out);
}

/* The sentences of the words. */
static void print_reasons(const struct mst_iface_look *look, FILE *out)
{
	for (size_t i = 0; i < look->engine_count; i++) {
		const struct mst_engine_look *engine = &look->engines[i];

		if (!is_automatic(&engine->state))
			mst_print(out, "%*s%s %s%s: %s\n", INDENT, "",
			          engine->role == MST_ENGINE_SEND ? "--engine" : "--rx", engine->name,
			          engine->state.code == 0 ? " only by name" : "", engine->state.why.text);
	}
}

static void print_look(const struct mst_iface_look *look, bool verbose, FILE *out)
{
	const unsigned sends = 1u << MST_ENGINE_SEND, receives = 1u << MST_ENGINE_RECEIVE;

	print_lower(look->interface, out);
	print_addrs(look->interface, out);
	print_gateways(look->interface, out);
	print_engines(look, sends, is_automatic, "sends by", out);
	print_engines(look, receives, is_automatic, "receives by", out);
	print_engines(look, sends | receives, needs_its_name, "only by name", out);
	print_engines(look, sends | receives, does_not_work, "not", out);
	if (verbose)
		print_reasons(look, out);
}

static const char *const colours[MST_INTERFACE_STATE_COUNT] = {
	[MST_INTERFACE_DOWN] = "\033[31m",
	[MST_INTERFACE_NO_CARRIER] = "\033[33m",
	[MST_INTERFACE_UP] = "\033[32m",
};

void mst_ifaces_print(const struct mst_iface_looks *looks, const struct mst_ifaces_style *style, FILE *out)
{
	size_t widths[COLUMNS] = { 0 };
	struct row head = { 0 }, row;

	for (size_t i = 0; i < COLUMNS; i++) {
		strcpy(head.texts[i], titles[i]);
		widths[i] = strlen(titles[i]);
	}
	for (size_t k = 0; k < looks->count; k++) {
		fill(&row, looks->items[k].interface);
		for (size_t i = 0; i < COLUMNS; i++)
			widths[i] = strlen(row.texts[i]) > widths[i] ? strlen(row.texts[i]) : widths[i];
	}
	print_row(&head, widths, NULL, out);
	for (size_t k = 0; k < looks->count; k++) {
		fill(&row, looks->items[k].interface);
		print_row(&row, widths, style->colour ? colours[looks->items[k].interface->state] : NULL, out);
		print_look(&looks->items[k], style->verbose, out);
	}
	mst_print(out, "%zu interface%s, %zu up\n", looks->count, looks->count == 1 ? "" : "s", looks->up);
}

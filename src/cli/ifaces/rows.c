/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rows.c - see look.h: what programs read. CSV has a row for each interface, JSON a table each of
 * interfaces, addresses, gateways and engines, joined by the interface's name.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/ifaces/look.h"

/* Texts that rows point to, all freed together. */
struct texts {
	char **items;
	size_t count;
	bool failed;
};

/* Takes the text; "" when there was no memory for it, which is remembered. */
static const char *keep(struct texts *texts, char *text)
{
	char **more = text ? reallocarray(texts->items, texts->count + 1, sizeof *more) : NULL;

	if (!more) {
		free(text);
		texts->failed = true;
		return "";
	}
	texts->items = more;
	return more[texts->count++] = text;
}

static void free_texts(struct texts *texts)
{
	for (size_t i = 0; i < texts->count; i++)
		free(texts->items[i]);
	free(texts->items);
}

static const char *addr_text(struct texts *texts, const struct mst_addr *addr)
{
	char text[MST_ADDR_TEXT];

	mst_addr_format(addr, text);
	return keep(texts, strdup(text));
}

static const char *mac_text(struct texts *texts, const uint8_t *mac, size_t bytes)
{
	char text[MST_LINK_ADDR_TEXT];

	return keep(texts, strdup(mst_link_addr_format(mac, bytes, text)));
}

/* ---- lists ---- */

typedef void add_items(struct texts *texts, struct mst_words *words, const struct mst_iface_look *look);

static void add_item(struct texts *texts, struct mst_words *words, const char *item)
{
	texts->failed |= mst_words_add(words, item) < 0;
}

static void add_addrs(struct texts *texts, struct mst_words *words, const struct mst_iface_look *look)
{
	for (size_t i = 0; i < look->interface->addr_count; i++) {
		const struct mst_interface_addr *addr = &look->interface->addrs[i];
		char text[MST_ADDR_TEXT], whole[MST_ADDR_TEXT + 12];

		mst_addr_format(&addr->addr, text);
		snprintf(whole, sizeof whole, "%s/%u", text, addr->prefix_length);
		add_item(texts, words, keep(texts, strdup(whole)));
	}
}

static void add_gateways(struct texts *texts, struct mst_words *words, const struct mst_iface_look *look)
{
	for (size_t i = 0; i < look->interface->gateway_count; i++) {
		const char *text = addr_text(texts, &look->interface->gateways[i].addr);

		if (*text)
			add_item(texts, words, text);
	}
}

static void add_engines(struct texts *texts, struct mst_words *words, const struct mst_iface_look *look,
                        enum mst_engine_role role)
{
	for (size_t i = 0; i < look->engine_count; i++) {
		if (look->engines[i].role == role && look->engines[i].state.code == 0)
			add_item(texts, words, look->engines[i].name);
	}
}

static void add_senders(struct texts *texts, struct mst_words *words, const struct mst_iface_look *look)
{
	add_engines(texts, words, look, MST_ENGINE_SEND);
}

static void add_receivers(struct texts *texts, struct mst_words *words, const struct mst_iface_look *look)
{
	add_engines(texts, words, look, MST_ENGINE_RECEIVE);
}

/* The array is kept as the texts are. */
static struct mst_pair list_of(const char *name, struct texts *texts, const struct mst_iface_look *look, add_items *add)
{
	struct mst_words words = { 0 };

	add(texts, &words, look);
	return mst_list_pair(name,
	                     (const char *const *)(void *)keep(texts, words.items ? (char *)words.items : strdup("")),
	                     words.count);
}

#define INTERFACE_COLUMNS(X) \
	X("name", mst_text_pair(name, of->name)) \
	X("index", mst_count_pair(name, (uint64_t)of->index)) \
	X("state", mst_text_pair(name, mst_interface_state_name(of->state))) \
	X("link_type", mst_text_pair(name, of->type)) \
	X("mtu", mst_count_pair(name, of->mtu)) \
	X("mac", mst_text_pair(name, mac_text(texts, of->mac, of->mac_bytes))) \
	X("addresses", list_of(name, texts, look, add_addrs)) \
	X("gateways", list_of(name, texts, look, add_gateways)) \
	X("engines", list_of(name, texts, look, add_senders)) \
	X("rx", list_of(name, texts, look, add_receivers)) \
	X("master", mst_text_pair(name, of->master)) \
	X("lower", mst_text_pair(name, of->lower))

#define ADDR_COLUMNS(X) \
	X("interface", mst_text_pair(name, interface)) \
	X("address", mst_text_pair(name, addr_text(texts, &of->addr))) \
	X("prefix_length", mst_count_pair(name, of->prefix_length)) \
	X("family", mst_text_pair(name, of->addr.family == MST_IPV6 ? "ipv6" : "ipv4")) \
	X("scope", mst_text_pair(name, of->scope)) \
	X("peer", mst_text_pair(name, addr_text(texts, &of->peer))) \
	X("secondary", mst_bool_pair(name, of->secondary)) \
	X("tentative", mst_bool_pair(name, of->tentative)) \
	X("deprecated", mst_bool_pair(name, of->deprecated)) \
	X("duplicate", mst_bool_pair(name, of->duplicate))

#define GATEWAY_COLUMNS(X) \
	X("interface", mst_text_pair(name, interface)) \
	X("gateway", mst_text_pair(name, addr_text(texts, &of->addr))) \
	X("family", mst_text_pair(name, of->family == MST_IPV6 ? "ipv6" : "ipv4")) \
	X("mac", mst_text_pair(name, mac_text(texts, of->mac, of->mac_bytes))) \
	X("metric", mst_count_pair(name, of->metric))

#define ENGINE_COLUMNS(X) \
	X("interface", mst_text_pair(name, interface)) \
	X("role", mst_text_pair(name, of->role == MST_ENGINE_SEND ? "engine" : "rx")) \
	X("name", mst_text_pair(name, of->name)) \
	X("usable", mst_bool_pair(name, of->state.code == 0)) \
	X("automatic", mst_bool_pair(name, of->state.automatic)) \
	X("mode", mst_text_pair(name, *of->state.mode ? of->state.mode : NULL)) \
	X("reason", mst_text_pair(name, *of->state.word ? of->state.word : NULL)) \
	X("remark", mst_text_pair(name, of->state.automatic ? NULL : of->state.why.text))

static const char *const interface_columns[] = { INTERFACE_COLUMNS(MST_ROW_NAME) NULL };
static const char *const addr_columns[] = { ADDR_COLUMNS(MST_ROW_NAME) NULL };
static const char *const gateway_columns[] = { GATEWAY_COLUMNS(MST_ROW_NAME) NULL };
static const char *const engine_columns[] = { ENGINE_COLUMNS(MST_ROW_NAME) NULL };
#define WIDTH(columns) (sizeof columns / sizeof *columns - 1)

static void put_interface(struct mst_pair *pairs, struct texts *texts, const struct mst_iface_look *look)
{
	const struct mst_interface *of = look->interface;

	INTERFACE_COLUMNS(MST_ROW_PUT)
}

static void put_addr(struct mst_pair *pairs, struct texts *texts, const char *interface,
                     const struct mst_interface_addr *of)
{
	ADDR_COLUMNS(MST_ROW_PUT)
}

static void put_gateway(struct mst_pair *pairs, struct texts *texts, const char *interface,
                        const struct mst_interface_gateway *of)
{
	GATEWAY_COLUMNS(MST_ROW_PUT)
}

static void put_engine(struct mst_pair *pairs, const char *interface, const struct mst_engine_look *of)
{
	ENGINE_COLUMNS(MST_ROW_PUT)
}

enum { INTERFACES, ADDRESSES, GATEWAYS, ENGINES, TABLES };

static bool make_tables(struct mst_sheet_table tables[TABLES], const struct mst_iface_looks *looks)
{
	static const struct {
		const char *name, *record;
		const char *const *columns;
		size_t width;
	} kinds[TABLES] = {
		{ "interfaces", "interface", interface_columns, WIDTH(interface_columns) },
		{ "addresses", "address", addr_columns, WIDTH(addr_columns) },
		{ "gateways", "gateway", gateway_columns, WIDTH(gateway_columns) },
		{ "engines", "engine", engine_columns, WIDTH(engine_columns) },
	};
	size_t counts[TABLES] = { looks->count };
	bool made = true;

	for (size_t i = 0; i < looks->count; i++) {
		counts[ADDRESSES] += looks->items[i].interface->addr_count;
		counts[GATEWAYS] += looks->items[i].interface->gateway_count;
		counts[ENGINES] += looks->items[i].engine_count;
	}
	for (size_t t = 0; t < TABLES; t++) {
		tables[t] = (struct mst_sheet_table){
			.name = kinds[t].name,
			.record = kinds[t].record,
			.columns = kinds[t].columns,
			.rows = mst_sheet_rows(counts[t], kinds[t].width),
			.count = counts[t],
		};
		made = made && tables[t].rows;
	}
	return made;
}

static void fill_tables(struct mst_sheet_table tables[TABLES], struct texts *texts, const struct mst_iface_looks *looks)
{
	size_t at[TABLES] = { 0 };

#define NEXT(table) ((struct mst_pair *)tables[table].rows[at[table]++].pairs)
	for (size_t i = 0; i < looks->count; i++) {
		const struct mst_iface_look *look = &looks->items[i];
		const struct mst_interface *interface = look->interface;

		put_interface(NEXT(INTERFACES), texts, look);
		for (size_t k = 0; k < interface->addr_count; k++)
			put_addr(NEXT(ADDRESSES), texts, interface->name, &interface->addrs[k]);
		for (size_t k = 0; k < interface->gateway_count; k++)
			put_gateway(NEXT(GATEWAYS), texts, interface->name, &interface->gateways[k]);
		for (size_t k = 0; k < look->engine_count; k++)
			put_engine(NEXT(ENGINES), interface->name, &look->engines[k]);
	}
#undef NEXT
}

int mst_ifaces_write(struct mst_sheets *sheets, const struct mst_iface_looks *looks, struct mst_error *err)
{
	struct mst_sheet_table tables[TABLES];
	struct mst_pair summary[] = { mst_count_pair("interfaces", looks->count), mst_count_pair("up", looks->up) };
	struct mst_sheet_content content = { .summary = { summary, 2 }, .tables = tables, .count = TABLES };
	struct texts texts = { 0 };
	bool made = make_tables(tables, looks);
	int code;

	if (made)
		fill_tables(tables, &texts, looks);
	code = made && !texts.failed ? mst_sheets_write(sheets, &content, err)
	                             : mst_fail(err, -ENOMEM, "no memory for the report");
	free_texts(&texts);
	for (size_t t = 0; t < TABLES; t++)
		free((void *)tables[t].rows);
	return code;
}

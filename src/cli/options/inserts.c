/* SPDX-License-Identifier: BSD-2-Clause */
/* inserts.c - see inserts.h. */
#include "cli/options/inserts.h"

#include <muster/engine.h>
#include <muster/scan.h>
#include <stdio.h>
#include <string.h>

#define LIST_TEXT 256
#define FORMATS_MAX 32

static void add(char *text, size_t size, const char *between, const char *item)
{
	size_t length = strlen(text);

	snprintf(text + length, size - length, "%s%s", length ? between : "", item);
}

static void list_probes(char *text, size_t size, const char *between)
{
	(void)between;
	mst_scan_probe_names(text, size);
}

static void list_engines(enum mst_engine_role role, char *text, size_t size, const char *between)
{
	const char *name;

	for (size_t i = 0; (name = mst_engine_name(role, i)); i++)
		add(text, size, between, name);
}

static void list_senders(char *text, size_t size, const char *between)
{
	list_engines(MST_ENGINE_SEND, text, size, between);
}

static void list_receivers(char *text, size_t size, const char *between)
{
	list_engines(MST_ENGINE_RECEIVE, text, size, between);
}

static void list_formats(char *text, size_t size, const char *between)
{
	const char *name;

	for (size_t i = 0; (name = mst_report_format(i)); i++) {
		const char *brief = mst_report_format_brief(i);
		char item[64];

		snprintf(item, sizeof item, "%s%s%s%s", name, brief ? " (" : "", brief ? brief : "", brief ? ")" : "");
		add(text, size, mst_report_format(i + 1) ? between : " or ", item);
	}
}

static void join(const char *const *names, size_t count, char *text, size_t size, const char *between,
                 const char *last_between)
{
	for (size_t i = 0; i < count; i++)
		add(text, size, i + 1 == count ? last_between : between, names[i]);
}

static bool has_trait(const char *format, unsigned trait)
{
	struct mst_error err;
	unsigned traits = 0;
	char output[64];

	snprintf(output, sizeof output, "%s:-", format);
	return mst_report_format_traits(output, &traits, &err) == 0 && (traits & trait);
}

static void list_formats_with(unsigned trait, char *text, size_t size, const char *last_between)
{
	const char *names[FORMATS_MAX], *name;
	size_t count = 0;

	for (size_t i = 0; (name = mst_report_format(i)) && count < FORMATS_MAX; i++) {
		if (has_trait(name, trait))
			names[count++] = name;
	}
	join(names, count, text, size, ", ", last_between);
}

void mst_formats_with(unsigned trait, char *text, size_t size)
{
	text[0] = '\0';
	list_formats_with(trait, text, size, " or ");
}

static void list_streamable(char *text, size_t size, const char *between)
{
	list_formats_with(MST_FORMAT_STREAM, text, size, between);
}

static void list_with_header(char *text, size_t size, const char *between)
{
	list_formats_with(MST_FORMAT_HEADER, text, size, between);
}

static void list_with_crlf(char *text, size_t size, const char *between)
{
	list_formats_with(MST_FORMAT_CRLF, text, size, between);
}

#define SYSTEM(constant, word, meaning) word,
static const char *const syn_systems[] = { MST_SYN_OPTIONS(SYSTEM) };
#undef SYSTEM

static void list_syn_systems(char *text, size_t size, const char *between)
{
	join(syn_systems, MST_SYN_OPTIONS_COUNT, text, size, between, between);
}

void mst_syn_systems(char *text, size_t size)
{
	text[0] = '\0';
	join(syn_systems, MST_SYN_OPTIONS_COUNT, text, size, ", ", " or ");
}

static const struct {
	const char *marker;
	void (*list)(char *text, size_t size, const char *between);
} inserts[] = {
	{ "{probes}", list_probes },
	{ "{engines}", list_senders },
	{ "{receivers}", list_receivers },
	{ "{formats}", list_formats },
	{ "{streamed formats}", list_streamable },
	{ "{formats with a header}", list_with_header },
	{ "{formats with CRLF}", list_with_crlf },
	{ "{SYN systems}", list_syn_systems },
};

/* Writes the list that `from` begins with the marker of; returns the marker's length, 0 when there is none. */
static size_t insert(const char *from, char *list, const char *between)
{
	for (size_t i = 0; i < sizeof inserts / sizeof *inserts; i++) {
		size_t length = strlen(inserts[i].marker);

		if (strncmp(from, inserts[i].marker, length) == 0) {
			inserts[i].list(list, LIST_TEXT, between);
			return length;
		}
	}
	return 0;
}

static void fill(const char *from, const char *between, char *text, size_t size)
{
	size_t at = 0;

	text[0] = '\0';
	while (*from && at < size) {
		char list[LIST_TEXT] = "";
		size_t plain = strcspn(from, "{"), marker = insert(from + plain, list, between);

		if (from[plain] && marker == 0)
			plain++; /* a brace of the text */
		at += (size_t)snprintf(text + at, size - at, "%.*s%s", (int)plain, from, list);
		from += plain + marker;
	}
}

void mst_option_meaning(const struct mst_option *option, char *text, size_t size)
{
	fill(option->meaning, ", ", text, size);
}

void mst_option_values(const struct mst_option *option, char *text, size_t size)
{
	fill(option->values, " ", text, size);
}

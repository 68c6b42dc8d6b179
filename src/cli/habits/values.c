/* SPDX-License-Identifier: BSD-2-Clause */
/* values.c - see habits.h: which values fit a row, and what they are in our words. */
#include <ctype.h>
#include <muster/units.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/habits/habits.h"

static char *when(bool fits, const char *value)
{
	return fits ? strdup(value) : NULL;
}

static bool is_number(const char *value)
{
	return *value && strspn(value, "0123456789") == strlen(value);
}

char *mst_habit_number(const char *value)
{
	return when(is_number(value), value);
}

char *mst_habit_percent(const char *value)
{
	size_t length = strlen(value);

	return when(length > 1 && value[length - 1] == '%' && strspn(value, "0123456789.") == length - 1, value);
}

char *mst_habit_time(const char *value)
{
	uint64_t ns;

	return when(mst_read_duration(&ns, value) == 0, value);
}

char *mst_habit_dash(const char *value)
{
	return when(strcmp(value, "-") == 0, value);
}

char *mst_habit_zero(const char *value)
{
	return when(strcmp(value, "0") == 0, value);
}

static bool is_file(const char *value)
{
	return strcmp(value, "-") == 0 || access(value, F_OK) == 0;
}

char *mst_habit_file(const char *value)
{
	return when(is_file(value), value);
}

static bool is_interface(const char *value)
{
	return if_nametoindex(value) != 0;
}

/* The next option of the line, or a target: no value of the option before it. */
char *mst_habit_no_value(const char *value)
{
	return when((value[0] == '-' && value[1]) || mst_habit_looks_like_target(value), value);
}

char *mst_habit_over_255(const char *value)
{
	return when(is_number(value) && strtoul(value, NULL, 10) > 255, value);
}

char *mst_habit_address(const char *value)
{
	struct mst_addr addr;

	return when(mst_addr_parse(&addr, value) == 0, value);
}

/* Whose file is called eth0 means the file. */
char *mst_habit_interface(const char *value)
{
	return when(!is_file(value) && is_interface(value), value);
}

char *mst_habit_interface_only(const char *value)
{
	return when(is_interface(value), value);
}

char *mst_habit_interface_or_any(const char *value)
{
	return when(is_interface(value) || strcmp(value, "any") == 0, value);
}

char *mst_habit_digit(const char *value)
{
	uint64_t ns;

	return when(!is_file(value) && mst_read_duration(&ns, value) == 0, value);
}

/* N or N-M. */
char *mst_habit_ports(const char *value)
{
	return when(isdigit((unsigned char)*value) && strspn(value, "0123456789-") == strlen(value), value);
}

/* ---- nmap's -p T:80,U:53 ---- */

/* How many parts of a list begin with this prefix, or have none of them. */
static size_t parts_of(const char *value, char protocol)
{
	size_t count = 0;

	for (const char *part = value; part; part = strchr(part, ',')) {
		part += *part == ',';
		count += part[0] && part[1] == ':' && toupper((unsigned char)part[0]) == protocol;
	}
	return count;
}

/* The list without its prefixes; a prefix holds until the next one, so only the first part needs it. */
static char *ports_without(const char *value, char protocol)
{
	char *ports = value[0] && value[1] == ':' && toupper((unsigned char)value[0]) == protocol ? strdup(value + 2)
	                                                                                          : NULL;

	for (char *at = ports; at && *at; at++) {
		if (at[0] == ',' && at[1] && at[2] == ':')
			memmove(at + 1, at + 3, strlen(at + 3) + 1);
	}
	return ports;
}

char *mst_habit_tcp_ports(const char *value)
{
	return parts_of(value, 'U') ? NULL : ports_without(value, 'T');
}

char *mst_habit_udp_ports(const char *value)
{
	return parts_of(value, 'T') ? NULL : ports_without(value, 'U');
}

char *mst_habit_mixed_ports(const char *value)
{
	return when(parts_of(value, 'T') && parts_of(value, 'U'), value);
}

/* ---- nmap's -PS22,443 ---- */

/* Each port as a probe of this kind; `usual` where there is none. */
static char *probes_of(const char *kind, const char *ports, const char *usual)
{
	char *text = NULL;
	size_t size;
	FILE *out;

	ports = *ports ? ports : usual;
	if (strspn(ports, "0123456789,") != strlen(ports))
		return NULL;
	out = open_memstream(&text, &size);
	if (!out)
		return NULL;
	for (const char *at = ports; *at; at += at[strcspn(at, ",")] ? strcspn(at, ",") + 1 : strcspn(at, ","))
		fprintf(out, "%s%s:%.*s", at == ports ? "" : ",", kind, (int)strcspn(at, ","), at);
	fclose(out);
	return text;
}

char *mst_habit_syn(const char *value)
{
	return probes_of("syn", value, "80");
}

char *mst_habit_ack(const char *value)
{
	return probes_of("ack", value, "80");
}

char *mst_habit_udp(const char *value)
{
	return probes_of("udp", value, "40125");
}

/* ---- words ---- */

/* Whether the value is one of these, with blanks between. */
static char *one_of(const char *words, const char *value)
{
	for (const char *at = words; *at; at += strspn(at, " ")) {
		size_t length = strcspn(at, " ");

		if (strlen(value) == length && strncmp(at, value, length) == 0)
			return strdup(value);
		at += length;
	}
	return NULL;
}

char *mst_habit_format(const char *value)
{
	return one_of("csv json ndjson text default redis", value);
}

char *mst_habit_echo(const char *value)
{
	return one_of("icmp_echoscan icmp_echo_time", value);
}

char *mst_habit_tcp_module(const char *value)
{
	return one_of("tcp_synscan", value);
}

/* The systems that zmap 4 and muster imitate; its smallest probes have MSS alone. */
char *mst_habit_syn_options(const char *value)
{
	return strcmp(value, "smallest-probes") == 0 ? strdup("mss") : one_of("linux windows", value);
}

char *mst_habit_udp_module(const char *value)
{
	return one_of("udp", value);
}

/* A list that begins with a field of zmap's, or of ours. */
char *mst_habit_fields(const char *value)
{
	static const char *const fields[] = { "saddr",   "daddr", "sport", "dport", "classification",
		                              "success", "addr",  "port",  "state", "*" };

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		size_t length = strlen(fields[i]);

		if (strncmp(value, fields[i], length) == 0 && (!value[length] || value[length] == ','))
			return strdup(value);
	}
	return NULL;
}

/* ---- targets ---- */

bool mst_habit_looks_like_target(const char *word)
{
	struct mst_addr addr;
	size_t length = strlen(word);

	if (mst_addr_parse(&addr, word) == 0 || strstr(word, "://"))
		return true;
	if (strspn(word, "0123456789abcdefABCDEF:./*-,[]%") == length && strpbrk(word, ".:") &&
	    strpbrk(word, "0123456789"))
		return true;
	/* A host name has a dot between letters; a path or an option is none. */
	return strchr(word, '.') && isalnum((unsigned char)word[0]) && isalpha((unsigned char)word[length - 1]) &&
	       strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-") == length;
}

char *mst_habit_targets(const char *value)
{
	return when(mst_habit_looks_like_target(value), value);
}

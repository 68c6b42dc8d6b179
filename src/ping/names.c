/* SPDX-License-Identifier: BSD-2-Clause */
/* names.c - the words of the tables in muster/ping.h: methods, payloads, rules about fragments. */
#include <muster/ping.h>

const char *mst_ping_via_name(enum mst_ping_via via)
{
#define NAME(constant, word, meaning) [constant] = word,
	static const char *const names[] = { MST_PING_VIAS(NAME) };
#undef NAME

	return (unsigned)via < MST_PING_VIA_COUNT ? names[via] : "?";
}

const char *mst_ping_via_meaning(enum mst_ping_via via)
{
#define MEANING(constant, word, meaning) [constant] = meaning,
	static const char *const meanings[] = { MST_PING_VIAS(MEANING) };
#undef MEANING

	return (unsigned)via < MST_PING_VIA_COUNT ? meanings[via] : "?";
}

const char *mst_ping_fragments_name(enum mst_ping_fragments rule)
{
#define NAME(constant, word, meaning) [constant] = word,
	static const char *const names[] = { MST_PING_FRAGMENT_RULES(NAME) };
#undef NAME

	return (unsigned)rule < MST_PING_FRAGMENT_COUNT ? names[rule] : "?";
}

const char *mst_ping_payload_name(enum mst_ping_payload payload)
{
#define NAME(constant, word, meaning) [constant] = word,
	static const char *const names[] = { MST_PING_PAYLOADS(NAME) };
#undef NAME

	return (unsigned)payload < MST_PING_PAYLOAD_COUNT ? names[payload] : "?";
}

/* SPDX-License-Identifier: BSD-2-Clause */
/* dvmrp.c - describes DVMRP (RFC 1075 and draft-ietf-idmr-dvmrp-v3) and PIM version 1, which are messages of IGMP. */
#include "base/reader.h"
#include "dissect/ip/igmp.h"

/* " src 10.0.0.1", where it can be read. */
static bool describe_addr(struct mst_line *line, const char *words, struct mst_reader *r)
{
	struct mst_addr addr = mst_addr_from_ipv4(mst_read_be32(r));

	if (r->short_read)
		return false;
	mst_line_add(line, "%s", words);
	mst_line_addr(line, &addr);
	return true;
}

/* ---- DVMRP ---- */

#define DVMRP_REST 7 /* bytes of its header, of IGMP's too, behind the type */

enum { NEIGHBORS = 4, NEIGHBORS2 = 6, PRUNE = 7, GRAFT = 8, GRAFT_ACK = 9 };

static bool describe_graft(struct mst_line *line, struct mst_reader *r)
{
	struct mst_addr source = mst_addr_from_ipv4(mst_read_be32(r)), group = mst_addr_from_ipv4(mst_read_be32(r));

	if (r->short_read)
		return false;
	mst_line_add(line, " src ");
	mst_line_addr(line, &source);
	mst_line_add(line, " grp ");
	mst_line_addr(line, &group);
	return true;
}

static bool describe_prune(struct mst_line *line, struct mst_reader *r)
{
	uint32_t seconds;

	if (!describe_graft(line, r))
		return false;
	mst_line_add(line, " timer ");
	seconds = mst_read_be32(r);
	if (!r->short_read)
		mst_line_seconds(line, seconds);
	return !r->short_read;
}

static void describe_flags(struct mst_line *line, uint8_t flags)
{
	static const struct {
		uint8_t bit;
		const char *name;
	} names[] = { { 1, "tunnel" }, { 2, "srcrt" }, { 0x40, "querier" }, { 0x20, "disabled" }, { 0x10, "down" } };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (flags & names[i].bit)
			mst_line_add(line, "/%s", names[i].name);
	}
}

/* An interface of the router, and the neighbours on it; `left` is what the message still declares. */
struct interface {
	bool old;
	uint32_t address;
	uint8_t metric, threshold, flags, count;
};

/* Returns false, with the reason written, when the message must end here. */
static bool describe_neighbor(struct mst_line *line, const struct interface *interface, size_t *left,
                              struct mst_reader *r)
{
	struct mst_addr own = mst_addr_from_ipv4(interface->address), neighbor;

	if (!*left && !interface->old) {
		mst_line_add(line, " [invalid ncount] (invalid)");
		return false;
	}
	if (*left < 4) {
		mst_line_add(line, " [length %zu < 4] (invalid)", *left);
		return false;
	}
	mst_line_add(line, " [");
	mst_line_addr(line, &own);
	mst_line_add(line, interface->old ? " ->" : " -> ");
	neighbor = mst_addr_from_ipv4(mst_read_be32(r));
	if (r->short_read) {
		mst_line_add(line, " [|dvmrp]");
		return false;
	}
	mst_line_add(line, interface->old ? " " : "");
	mst_line_addr(line, &neighbor);
	mst_line_add(line, "%s (%u/%u", interface->old ? "," : "", interface->metric, interface->threshold);
	describe_flags(line, interface->flags);
	mst_line_add(line, ")]");
	*left -= 4;
	return true;
}

static bool describe_interface(struct mst_line *line, bool old, size_t *left, struct mst_reader *r)
{
	struct interface interface = { .old = old };
	size_t header = old ? 7 : 8;

	if (*left < header) {
		mst_line_add(line, " [length %zu < %zu] (invalid)", *left, header);
		return false;
	}
	interface.address = mst_read_be32(r);
	interface.metric = mst_read_u8(r);
	interface.threshold = mst_read_u8(r);
	interface.flags = old ? 0 : mst_read_u8(r);
	interface.count = mst_read_u8(r);
	if (r->short_read) {
		mst_line_add(line, " [|dvmrp]");
		return false;
	}
	*left -= header;
	while (interface.count--) {
		if (!describe_neighbor(line, &interface, left, r))
			return false;
	}
	return true;
}

static bool describe_neighbors(struct mst_line *line, bool old, size_t left, struct mst_reader *r)
{
	while (left && describe_interface(line, old, &left, r))
		;
	return true;
}

static const char *const dvmrp_names[] = {
	NULL,         "Probe", "Report", "Ask-neighbors(old)", "Neighbors(old)", "Ask-neighbors2",
	"Neighbors2", "Prune", "Graft",  "Graft-ACK"
};

static bool describe_dvmrp_type(struct mst_line *line, uint8_t type, size_t declared, struct mst_reader *r)
{
	uint8_t minor, major;

	if (!type || type >= sizeof dvmrp_names / sizeof *dvmrp_names) {
		mst_line_add(line, " [type %u]", type);
		return true;
	}
	mst_line_add(line, " %s", dvmrp_names[type]);
	if (type < NEIGHBORS2 && type != NEIGHBORS)
		return true;
	mst_skip(r, 4);
	minor = mst_read_u8(r);
	major = mst_read_u8(r);
	if (type == PRUNE)
		return describe_prune(line, r);
	if (type == GRAFT || type == GRAFT_ACK)
		return describe_graft(line, r);
	if (r->short_read)
		return false;
	if (type == NEIGHBORS2)
		mst_line_add(line, " (v %u.%u):", major, minor);
	return describe_neighbors(line, type == NEIGHBORS, declared - DVMRP_REST, r);
}

bool mst_describe_dvmrp(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t type = mst_read_u8(&r);

	mst_line_add(line, "igmp dvmrp");
	if (layer->declared < DVMRP_REST)
		mst_line_add(line, " [len %zu]", layer->declared + 1);
	else if (r.short_read || !describe_dvmrp_type(line, type, layer->declared, &r))
		mst_line_add(line, " [|dvmrp]");
	return true;
}

/* ---- PIM version 1 ---- */

enum { QUERY = 0, REGISTER = 1, REGISTER_STOP = 2, ASSERT = 5 };

static const char *const pim_names[] = { "Query",        "Register", "Register-Stop", "Join/Prune",
	                                 "RP-reachable", "Assert",   "Graft",         "Graft-ACK" };

/* A pair of addresses that the message is for, `at` bytes behind its version. */
static bool describe_pair(struct mst_line *line, struct mst_reader r, size_t at)
{
	mst_skip(&r, at);
	if (r.left < 8)
		return false;
	return describe_addr(line, " for ", &r) && describe_addr(line, " > ", &r);
}

static bool describe_assert(struct mst_line *line, struct mst_reader r)
{
	struct mst_reader source = r, mask;
	uint32_t preference, metric;

	mst_skip(&source, 11);
	mst_skip(&r, 3);
	if (source.left < 4 || !describe_addr(line, " for ", &source) || !describe_addr(line, " > ", &r))
		return false;
	mask = r;
	if (mst_read_be32(&mask) != UINT32_MAX && !describe_addr(line, "/", &r))
		return false;
	r = mask;
	mst_skip(&r, 4);
	preference = mst_read_be32(&r);
	metric = mst_read_be32(&r);
	if (r.short_read)
		return false;
	mst_line_add(line, " %s pref %u metric %u", preference >> 31 ? "RP-tree" : "SPT", preference & 0x7fffffff,
	             metric);
	return true;
}

/* Query modes. */
static bool describe_mode(struct mst_line *line, struct mst_reader r)
{
	static const char *const modes[] = { " Dense-mode", " Sparse-mode", " Sparse-Dense-mode" };
	uint8_t mode;

	mst_skip(&r, 3);
	mode = r.left ? (uint8_t)(mst_read_u8(&r) >> 4) : UINT8_MAX;
	if (mode < sizeof modes / sizeof *modes)
		mst_line_add(line, "%s", modes[mode]);
	else if (mode != UINT8_MAX)
		mst_line_add(line, " mode-%u", mode);
	return true;
}

static bool describe_pim_type(struct mst_line *line, uint8_t type, struct mst_reader r)
{
	switch (type) {
	case QUERY: return describe_mode(line, r);
	case REGISTER: return describe_pair(line, r, 15);
	case REGISTER_STOP: return describe_pair(line, r, 3);
	case ASSERT: return describe_assert(line, r);
	default: return true;
	}
}

bool mst_describe_pim1(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t type = mst_read_u8(&r), version;

	mst_line_add(line, "igmp pimv1");
	if (r.short_read) {
		mst_line_add(line, " [|pimv1]");
		return true;
	}
	if (type < sizeof pim_names / sizeof *pim_names)
		mst_line_add(line, " %s", pim_names[type]);
	else
		mst_line_add(line, " [type %u]", type);
	mst_skip(&r, 2);
	version = mst_read_u8(&r);
	if (r.short_read || !describe_pim_type(line, type, r))
		mst_line_add(line, " [|pimv1]");
	else if (version >> 4 != 1)
		mst_line_add(line, " [v%u]", version >> 4);
	return true;
}

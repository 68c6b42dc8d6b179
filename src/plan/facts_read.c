/* SPDX-License-Identifier: BSD-2-Clause */
/* facts_read.c - a plan out of its facts, which may be anybody's: every number is checked against what
 * a plan can have. */
#include "plan/facts.h"

#include <errno.h>
#include <math.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "target/set.h"

#define PATHS_MAX (1u << 20)
#define FIELDS_MAX 12

/* X(name, what it may be at most): facts that are one whole number. */
#define NUMBERS(X) \
	X(phase, MST_PHASE_GATEWAYS) \
	X(question, MST_ASK_PORTS) \
	X(udp, 1) \
	X(discover, 1) \
	X(no_arp, 1) \
	X(detect, MST_DETECT_OFF) \
	X(retries, MST_RETRIES_MAX) \
	X(lanes, MST_LANES_MAX) \
	X(adaptive, 1) \
	X(max, UINT64_MAX) \
	X(shard, UINT32_MAX) \
	X(shards, UINT32_MAX) \
	X(seed, UINT64_MAX) \
	X(source_port, UINT16_MAX) \
	X(source_ports, 65536) \
	X(entry_bits, MST_CAPACITY_BITS_MAX) \
	X(lane_bits, 6) \
	X(purpose_bits, 2) \
	X(left_out, UINT64_MAX) \
	X(absence_repeated, 1) \
	X(syn_options, MST_SYN_OPTIONS_COUNT - 1)

struct numbers {
#define MEMBER(name, most) uint64_t name;
	NUMBERS(MEMBER)
#undef MEMBER
};

/* A line being read: what stands behind its name. */
struct line {
	char *fields[FIELDS_MAX];
	size_t count;
};

/* The fact of this name, and whether it may be so much; NULL: it is no number. */
static uint64_t *number_of(struct numbers *numbers, const char *name, uint64_t *most)
{
#define FIND(member, limit) \
	if (strcmp(name, #member) == 0) { \
		*most = limit; \
		return &numbers->member; \
	}
	NUMBERS(FIND)
#undef FIND
	return NULL;
}

/* ---- facts of several fields ---- */

struct reader {
	struct mst_facts *facts;
	struct numbers numbers;
	struct line line;
};

static bool grow(void **items, size_t count, size_t size)
{
	void *more = count & (count - 1) ? *items : realloc(*items, (count ? count * 2 : 1) * size);

	if (more)
		*items = more;
	return more != NULL;
}

static int take_target(struct reader *reader)
{
	struct mst_addr first, last;

	if (reader->line.count != 2 || !mst_fact_addr_read(&first, reader->line.fields[0]) ||
	    !mst_fact_addr_read(&last, reader->line.fields[1]) || first.family != last.family || !first.family ||
	    mst_addr_compare(&first, &last) > 0)
		return -EINVAL;
	return mst_targets_add_interval(reader->facts->targets, &first, &last);
}

static int take_anycast(struct reader *reader)
{
	struct mst_given *given = &reader->facts->given;

	if (!grow((void **)&given->anycast, given->anycast_count, sizeof *given->anycast))
		return -ENOMEM;
	if (reader->line.count != 1 ||
	    !mst_fact_addr_read(&given->anycast[given->anycast_count], reader->line.fields[0]))
		return -EINVAL;
	given->anycast_count++;
	return 0;
}

static int take_unused_port(struct reader *reader)
{
	struct mst_unused *unused = &reader->facts->given.unused;
	uint64_t port;

	if (reader->line.count != 1 || unused->port_count == MST_UNUSED_PORTS ||
	    !mst_fact_whole(&port, reader->line.fields[0], UINT16_MAX))
		return -EINVAL;
	unused->wanted = true;
	unused->ports[unused->port_count++] = (uint16_t)port;
	return 0;
}

static int take_unused_addr(struct reader *reader)
{
	struct mst_unused *unused = &reader->facts->given.unused;
	struct mst_unused_addr *addr;
	uint64_t path, egress;

	if (!grow((void **)&unused->addrs, unused->addr_count, sizeof *unused->addrs))
		return -ENOMEM;
	addr = &unused->addrs[unused->addr_count];
	if (reader->line.count != 3 || unused->addr_count == MST_UNUSED_ADDRS_MAX ||
	    !mst_fact_addr_read(&addr->addr, reader->line.fields[0]) ||
	    !mst_fact_whole(&path, reader->line.fields[1], PATHS_MAX) ||
	    !mst_fact_whole(&egress, reader->line.fields[2], MST_EGRESSES_MAX - 1))
		return -EINVAL;
	addr->path = (size_t)path;
	addr->egress = (unsigned)egress;
	unused->wanted = true;
	unused->addr_count++;
	return 0;
}

static bool read_ethernet(uint8_t *bytes, const char *text)
{
	for (size_t i = 0; i < MST_ETHERNET_BYTES; i++) {
		uint64_t byte;

		if (!mst_fact_hex(&byte, text + 2 * i, 2))
			return false;
		bytes[i] = (uint8_t)byte;
	}
	return text[2 * MST_ETHERNET_BYTES] == '\0';
}

static bool read_path(struct mst_path *path, struct mst_hop *hop, char *const *fields)
{
	uint64_t kind, on_link, neighbours, ifindex, hop_kind, asked;

	if (!mst_fact_addr_read(&path->first, fields[0]) || !mst_fact_addr_read(&path->last, fields[1]) ||
	    !mst_fact_addr_read(&path->source, fields[2]) || !mst_fact_addr_read(&path->gateway, fields[3]) ||
	    !mst_fact_whole(&kind, fields[4], MST_PATH_NONE) || !mst_fact_whole(&on_link, fields[5], 1) ||
	    !mst_fact_whole(&neighbours, fields[6], 1) || !mst_fact_whole(&ifindex, fields[7], INT32_MAX) ||
	    !mst_fact_whole(&hop_kind, fields[8], MST_HOP_SILENT) || !mst_fact_whole(&asked, fields[9], 3) ||
	    strlen(fields[10]) >= sizeof path->interface || !read_ethernet(hop->ethernet, fields[11]))
		return false;
	path->kind = (enum mst_path_kind)kind;
	path->on_link = on_link;
	path->neighbours = neighbours;
	path->ifindex = hop->ifindex = (int)ifindex;
	strcpy(path->interface, fields[10]);
	strcpy(hop->interface, fields[10]);
	hop->kind = (enum mst_hop_kind)hop_kind;
	hop->asked = asked & 1;
	hop->ports_mac = asked & 2;
	hop->family = path->first.family;
	return path->first.family && path->first.family == path->last.family &&
	       mst_addr_compare(&path->first, &path->last) <= 0;
}

/* Paths ascend, and none overlaps the one before. */
static int take_path(struct reader *reader)
{
	struct mst_given *given = &reader->facts->given;
	struct mst_path *path;
	struct mst_hop *hop;

	if (!grow((void **)&given->paths.paths, given->paths.count, sizeof *given->paths.paths) ||
	    !grow((void **)&given->hops, given->paths.count, sizeof *given->hops))
		return -ENOMEM;
	path = &given->paths.paths[given->paths.count];
	hop = &given->hops[given->paths.count];
	memset(path, 0, sizeof *path);
	memset(hop, 0, sizeof *hop);
	if (reader->line.count != 12 || given->paths.count == PATHS_MAX || !read_path(path, hop, reader->line.fields) ||
	    (given->paths.count && mst_addr_compare(&path[-1].last, &path->first) >= 0))
		return -EINVAL;
	given->paths.count++;
	return 0;
}

static int take_ports(struct reader *reader)
{
	struct mst_error ignored;

	return reader->line.count == 1 ? mst_ports_add(&reader->facts->ports, reader->line.fields[0], &ignored)
	                               : -EINVAL;
}

static int take_probes(struct reader *reader)
{
	if (reader->line.count != 1 || reader->facts->probes)
		return -EINVAL;
	reader->facts->probes = strdup(reader->line.fields[0]);
	return reader->facts->probes ? 0 : -ENOMEM;
}

static bool read_share(double *share, const struct line *line)
{
	char *end;

	if (line->count != 1)
		return false;
	*share = strtod(line->fields[0], &end);
	return !*end && isfinite(*share) && *share >= 0 && *share <= 1;
}

static int take_until_missed(struct reader *reader)
{
	return read_share(&reader->facts->config.retry.until_missed, &reader->line) ? 0 : -EINVAL;
}

static int take_sample(struct reader *reader)
{
	return read_share(&reader->facts->config.order.sample, &reader->line) ? 0 : -EINVAL;
}

static int take_key(struct reader *reader)
{
	uint64_t *words = reader->facts->common.key.words;
	const char *text = reader->line.count == 1 ? reader->line.fields[0] : "";

	return mst_fact_hex(&words[0], text, 16) && mst_fact_hex(&words[1], text + 16, 16) && !text[32] ? 0 : -EINVAL;
}

static const struct {
	const char *name;
	int (*take)(struct reader *reader);
} takers[] = {
	{ "target", take_target },
	{ "anycast", take_anycast },
	{ "unused_port", take_unused_port },
	{ "unused_addr", take_unused_addr },
	{ "path", take_path },
	{ "ports", take_ports },
	{ "probes", take_probes },
	{ "until_missed", take_until_missed },
	{ "sample", take_sample },
	{ "key", take_key },
};

/* ---- the whole ---- */

/* Facts of later versions are passed over. */
static int take_line(struct reader *reader, char *line)
{
	char *name = strsep(&line, " "), *field;
	uint64_t most, *number = number_of(&reader->numbers, name, &most);

	reader->line.count = 0;
	while (line && reader->line.count < FIELDS_MAX && (field = strsep(&line, " ")))
		reader->line.fields[reader->line.count++] = field;
	if (number)
		return reader->line.count == 1 && mst_fact_whole(number, reader->line.fields[0], most) ? 0 : -EINVAL;
	for (size_t i = 0; i < sizeof takers / sizeof *takers; i++) {
		if (strcmp(takers[i].name, name) == 0)
			return takers[i].take(reader);
	}
	return 0;
}

static void take_numbers(struct mst_facts *facts, const struct numbers *numbers)
{
	struct mst_scan_config *config = &facts->config;

	facts->phase = (enum mst_phase)numbers->phase;
	config->probing.question = (enum mst_question)numbers->question;
	config->probing.udp = numbers->udp;
	config->probing.discover = numbers->discover;
	config->route.no_arp = numbers->no_arp;
	config->probing.detect_proxies = (enum mst_detect)numbers->detect;
	config->header.syn_options = (enum mst_syn_options)numbers->syn_options;
	config->retry.count = (unsigned)numbers->retries;
	config->threads.lanes = (unsigned)numbers->lanes;
	config->rate.pps = numbers->adaptive ? MST_RATE_AUTO : 1;
	config->order.max_targets = numbers->max;
	config->order.shard = (uint32_t)numbers->shard;
	config->order.shards = (uint32_t)numbers->shards;
	config->order.seeded = true;
	config->order.seed = numbers->seed;
	facts->given.left_out = numbers->left_out;
	facts->given.absence_repeated = numbers->absence_repeated;
	facts->given.source_ports = (struct mst_source_ports){
		(uint16_t)numbers->source_port,
		(uint32_t)numbers->source_ports,
	};
	facts->given.capacity = (struct mst_capacity){
		.entries = 1u << numbers->entry_bits,
		.entry_bits = (unsigned)numbers->entry_bits,
		.lane_bits = (unsigned)numbers->lane_bits,
		.purpose_bits = (unsigned)numbers->purpose_bits,
	};
}

/* What facts must have in common to make a plan. */
static int check(const struct mst_facts *facts, struct mst_error *err)
{
	const struct mst_given *given = &facts->given;

	if (given->paths.count == 0)
		return mst_fail(err, -EINVAL, "the plan of the record has no path: expected at least one");
	if (given->source_ports.count == 0 || given->source_ports.first + given->source_ports.count > UINT16_MAX + 1u)
		return mst_fail(err, -EINVAL, "the plan of the record has no range of source ports within 0 to 65535");
	return 0;
}

static int read_lines(struct reader *reader, char *text, struct mst_error *err)
{
	unsigned number = 0;
	int code = 0;
	char *line;

	while (code == 0 && (line = strsep(&text, "\n"))) {
		number++;
		code = *line ? take_line(reader, line) : 0;
	}
	if (code == -ENOMEM)
		return mst_fail(err, code, "no memory for the plan of the record");
	return code < 0 ? mst_fail(err, -EINVAL, "line %u of the plan of the record says what no plan can have", number)
	                : 0;
}

int mst_facts_read(struct mst_facts *facts, const char *text, struct mst_error *err)
{
	struct reader reader = { .facts = facts };
	char *copy = strdup(text);
	int code;

	*facts = (struct mst_facts){ .config = mst_scan_defaults(), .targets = mst_targets_new() };
	facts->common.given = &facts->given;
	if (copy && facts->targets)
		code = read_lines(&reader, copy, err);
	else
		code = mst_fail(err, -ENOMEM, "no memory for the plan of the record");
	free(copy);
	if (code == 0)
		code = mst_targets_close(facts->targets, err);
	if (code == 0) {
		take_numbers(facts, &reader.numbers);
		facts->config.probing.targets = facts->targets;
		facts->config.probing.ports = &facts->ports;
		facts->ports.proto = facts->config.probing.udp ? IPPROTO_UDP : IPPROTO_TCP;
		facts->config.probing.probes = facts->probes;
		code = check(facts, err);
	}
	if (code < 0)
		mst_facts_free(facts);
	return code;
}

void mst_facts_free(struct mst_facts *facts)
{
	mst_targets_free(facts->targets);
	free(facts->given.paths.paths);
	free(facts->given.hops);
	free(facts->given.anycast);
	free(facts->given.unused.addrs);
	free(facts->probes);
	*facts = (struct mst_facts){ 0 };
}

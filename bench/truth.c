/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * truth.c - the right answers for the network that reflector simulates.
 *
 *   truth live|dead [world options]                    prints the addresses, one a line
 *   truth open|closed --ports A-B [world options]      prints "address port", one a line
 *   truth score-WHAT [--ports A-B] [world options]     reads such lines from standard input, and prints one line
 *                                                      of JSON: numbers of wanted, found, wrong and repeated
 *
 * Only the addresses of --network count, and for open and closed only the ports A to B; any other line is wrong. A line
 * that is no address, or no address and port, is wrong too.
 */
#include "options.h"

#include <getopt.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

struct truth {
	struct mst_world world;
	unsigned first, last; /* ports; both 0 for hosts */
	bool ports, wanted;   /* lines have ports; lists live or open (false: dead or closed) */
};

static bool holds(const struct truth *t, uint32_t addr, unsigned port)
{
	bool lives = mst_world_lives(&t->world, addr);

	if (!t->ports)
		return lives == t->wanted;
	return lives && mst_world_opens(&t->world, addr, port) == t->wanted;
}

static void list(const struct truth *t)
{
	uint64_t size = (uint64_t)~t->world.mask + 1;

	for (uint64_t i = 0; i < size; i++) {
		uint32_t addr = t->world.network + (uint32_t)i;

		for (unsigned port = t->first; port <= t->last; port++) {
			if (!holds(t, addr, port))
				continue;
			printf("%u.%u.%u.%u", addr >> 24, addr >> 16 & 255, addr >> 8 & 255, addr & 255);
			printf(t->ports ? " %u\n" : "\n", port);
		}
	}
}

static uint64_t count(const struct truth *t)
{
	uint64_t size = (uint64_t)~t->world.mask + 1, sum = 0;

	for (uint64_t i = 0; i < size; i++) {
		for (unsigned port = t->first; port <= t->last; port++)
			sum += holds(t, t->world.network + (uint32_t)i, port);
	}
	return sum;
}

/* Decimal digits at *at, and the one character after them. False when there are none, or the number is above most. */
static bool read_number(const char **at, unsigned most, char after, unsigned *value)
{
	const char *from = *at;

	for (*value = 0; **at >= '0' && **at <= '9' && *value <= most; (*at)++)
		*value = *value * 10 + (unsigned)(**at - '0');
	return *at != from && *value <= most && *(*at)++ == after;
}

/* The index of a line's target in the world; -1 when the line names none. */
static int64_t place_of(const struct truth *t, const char *line, uint32_t *addr, unsigned *port)
{
	unsigned part;

	*addr = 0, *port = 0;
	for (int i = 0; i < 4; i++) {
		if (!read_number(&line, 255, i < 3 ? '.' : t->ports ? ' ' : '\n', &part))
			return -1;
		*addr = *addr << 8 | part;
	}
	if (t->ports && !read_number(&line, 65535, '\n', port))
		return -1;
	if ((*addr & t->world.mask) != t->world.network || *port < t->first || *port > t->last)
		return -1;
	return (int64_t)(*addr - t->world.network) * (t->last - t->first + 1) + (*port - t->first);
}

static void score(const struct truth *t)
{
	uint64_t targets = ((uint64_t)~t->world.mask + 1) * (t->last - t->first + 1);
	uint8_t *seen = calloc(targets / 8 + 1, 1);
	uint64_t found = 0, wrong = 0, repeated = 0;
	char line[64];
	uint32_t addr;
	unsigned port;

	if (!seen) {
		fprintf(stderr, "truth: no memory for %" PRIu64 " targets\n", targets);
		exit(1);
	}
	while (fgets(line, sizeof line, stdin)) {
		int64_t place = place_of(t, line, &addr, &port);

		if (place < 0 || !holds(t, addr, port)) {
			wrong++;
		} else if (seen[place / 8] & 1 << place % 8) {
			repeated++;
		} else {
			seen[place / 8] |= (uint8_t)(1 << place % 8);
			found++;
		}
	}
	free(seen);
	printf("{\"wanted\": %" PRIu64 ", \"found\": %" PRIu64 ", \"wrong\": %" PRIu64 ", \"repeated\": %" PRIu64 "}\n",
	       count(t), found, wrong, repeated);
}

static bool read_what(struct truth *t, const char *what)
{
	static const struct {
		const char *name;
		bool ports, wanted;
	} kinds[] = {
		{ "live", false, true }, { "dead", false, false }, { "open", true, true }, { "closed", true, false }
	};

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		if (!strcmp(what, kinds[i].name)) {
			t->ports = kinds[i].ports, t->wanted = kinds[i].wanted;
			return t->ports ? t->first >= 1 && t->last >= t->first : true;
		}
	}
	return false;
}

static const struct option options[] = { WORLD_OPTIONS, { "ports", required_argument, NULL, 'p' }, { 0 } };

int main(int argc, char **argv)
{
	struct truth t = { .world = world_default() };
	bool scoring = argc > 1 && !strncmp(argv[1], "score-", 6);

	for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;) {
		if (option == 'p' && sscanf(optarg, "%u-%u", &t.first, &t.last) == 2 && t.last <= 65535)
			continue;
		if (!world_option(&t.world, option, optarg))
			return 2;
	}
	if (optind != argc - 1 || !read_what(&t, argv[optind] + (scoring ? 6 : 0))) {
		fprintf(stderr,
		        "truth: expected live, dead, open, closed, or one of these after score-; for ports also "
		        "--ports A-B\n");
		return 2;
	}
	if (!t.ports)
		t.first = t.last = 0;
	if (scoring)
		score(&t);
	else
		list(&t);
	return 0;
}

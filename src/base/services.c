/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * services.c - names of ports, read once from services(5). getservbyport(3) reads that file again for every port, and
 * a scan may name 65,536 of them. As with getservbyport(3), the first line for a port and protocol counts.
 */
#include "base/services.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/plain_text.h"

#define SERVICES_FILE "/etc/services"
#define LINE_BYTES 512
#define NAME_BYTES 32
#define NAMES_MAX 16384
#define PORTS 65536

enum protocol { TCP, UDP, SCTP, PROTOCOLS };

struct mst_services {
	uint16_t index[PROTOCOLS][PORTS]; /* 0: no name; else 1 + index of the name */
	char (*names)[NAME_BYTES];
	size_t count, room;
};

/* The number of a protocol; PROTOCOLS for an unknown one. */
static enum protocol number_of(const char *protocol)
{
	static const char *const words[PROTOCOLS] = { [TCP] = "tcp", [UDP] = "udp", [SCTP] = "sctp" };
	unsigned i = 0;

	while (i < PROTOCOLS && strcmp(protocol, words[i]) != 0)
		i++;
	return (enum protocol)i;
}

/* Without memory, the remaining ports have no names. */
static void keep(struct mst_services *services, uint16_t *index, const char *name)
{
	if (services->count == services->room) {
		size_t room = services->room ? 2 * services->room : 512;
		char(*names)[NAME_BYTES] = room <= NAMES_MAX ? reallocarray(services->names, room, sizeof *names)
		                                             : NULL;

		if (!names)
			return;
		services->names = names;
		services->room = room;
	}
	snprintf(services->names[services->count++], NAME_BYTES, "%s", name);
	*index = (uint16_t)services->count;
}

/* Reads a line such as "domain 53/udp nameserver # comment"; other lines are skipped. */
static void read_line(struct mst_services *services, const char *line)
{
	char name[NAME_BYTES], protocol[8];
	enum protocol number;
	unsigned port;

	if (sscanf(line, " %31[^# \t\n] %5u/%7[a-z]", name, &port, protocol) != 3 || port >= PORTS)
		return;
	number = number_of(protocol);
	if (number < PROTOCOLS && services->index[number][port] == 0)
		keep(services, &services->index[number][port], name);
}

struct mst_services *mst_services_new(void)
{
	struct mst_services *services = calloc(1, sizeof *services);
	FILE *file = services ? fopen(SERVICES_FILE, "re") : NULL;
	char line[LINE_BYTES];

	for (bool first = true; file && fgets(line, sizeof line, file); first = false)
		read_line(services, line + (first ? mst_text_mark(line, strlen(line)) : 0));
	if (file)
		fclose(file);
	return services;
}

const char *mst_services_name(const struct mst_services *services, uint16_t port, const char *protocol)
{
	enum protocol number = number_of(protocol);
	uint16_t index = services && number < PROTOCOLS ? services->index[number][port] : 0;

	return index ? services->names[index - 1] : "";
}

void mst_services_free(struct mst_services *services)
{
	if (services)
		free(services->names);
	free(services);
}

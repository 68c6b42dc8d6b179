/*
 * services.c - names of ports. The database is a text file read from its start for every question, so answers
 * are kept, in the slot of the port's low bits.
 */
#include "base/services.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SLOTS 4096
#define LOOKUP_BUFFER 4096

struct slot {
	uint16_t port;
	const char *protocol; /* NULL: not used yet */
	char name[32];
};

struct mst_services {
	struct slot slots[SLOTS];
};

struct mst_services *mst_services_new(void)
{
	return calloc(1, sizeof(struct mst_services));
}

static void look_up(struct slot *slot, uint16_t port, const char *protocol)
{
	struct servent entry, *found = NULL;
	char buffer[LOOKUP_BUFFER];

	*slot = (struct slot){ .port = port, .protocol = protocol };
	if (getservbyport_r(htons(port), protocol, &entry, buffer, sizeof buffer, &found) == 0 && found)
		snprintf(slot->name, sizeof slot->name, "%s", entry.s_name);
}

const char *mst_services_name(struct mst_services *services, uint16_t port, const char *protocol)
{
	struct slot *slot;

	if (!services)
		return "";
	slot = &services->slots[port % SLOTS];
	if (slot->port != port || !slot->protocol || strcmp(slot->protocol, protocol) != 0)
		look_up(slot, port, protocol);
	return slot->name;
}

void mst_services_free(struct mst_services *services)
{
	free(services);
}

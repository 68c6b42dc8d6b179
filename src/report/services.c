/*
 * services.c - names of ports. The database is a text file read from its start for every question, so answers
 * are kept, in the slot of the port's low bits.
 */
#include "report/services.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#define SLOTS 4096
#define LOOKUP_BUFFER 4096

struct slot {
	uint16_t port;
	bool known;
	char name[32];
};

struct mst_services {
	struct slot slots[SLOTS];
};

struct mst_services *mst_services_new(void)
{
	return calloc(1, sizeof(struct mst_services));
}

static void look_up(struct slot *slot, uint16_t port)
{
	struct servent entry, *found = NULL;
	char buffer[LOOKUP_BUFFER];

	*slot = (struct slot){ .port = port, .known = true };
	if (getservbyport_r(htons(port), "tcp", &entry, buffer, sizeof buffer, &found) == 0 && found)
		snprintf(slot->name, sizeof slot->name, "%s", entry.s_name);
}

const char *mst_services_name(struct mst_services *services, uint16_t port)
{
	struct slot *slot;

	if (!services)
		return "";
	slot = &services->slots[port % SLOTS];
	if (!slot->known || slot->port != port)
		look_up(slot, port);
	return slot->name;
}

void mst_services_free(struct mst_services *services)
{
	free(services);
}

/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * take.c - see muster/listen.h: a picture of the hosts, while capture threads go on.
 *
 * A machine that sends frames with and without an address of its own has several entries among the hosts. The one
 * without is left out of the picture, and what it says of the machine is put to those with an address.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/sanitize.h"
#include "listen/handle.h"

/* ---- copying ---- */

/* Room for the texts of hosts: those that do not fit are left out, but counted in `wanted`. */
struct texts {
	char *room;
	size_t size, wanted;
};

static const char *copy_text(struct texts *texts, const char *text)
{
	size_t bytes = strlen(text) + 1, at = texts->wanted;

	texts->wanted += bytes;
	return texts->wanted <= texts->size ? memcpy(texts->room + at, text, bytes) : NULL;
}

static void copy_texts(struct texts *texts, struct mst_listen_host *host)
{
	for (unsigned i = 0; i < MST_LISTEN_NAMES && host->names[i]; i++)
		host->names[i] = copy_text(texts, host->names[i]);
	if (host->switch_port) {
		const char *port = copy_text(texts, host->switch_port);

		mst_host_release_port(host);
		host->switch_port = port;
	}
}

/* Copies hosts and their texts, as far as there is room for both; returns how many bytes the texts need. */
static size_t copy(struct mst_listen *listen, struct mst_host **list, struct mst_listen_host *heard, size_t *count,
                   size_t room, struct texts texts)
{
	rcu_read_lock();
	*count = mst_hosts_list(&listen->hosts, list, room);
	for (size_t i = 0; i < *count; i++) {
		mst_sanitize_acquire(list[i]);
		mst_host_copy(list[i], &heard[i]);
		copy_texts(&texts, &heard[i]);
		mst_sanitize_release(list[i]);
	}
	rcu_read_unlock();
	return texts.wanted;
}

/* ---- machines with and without an address ---- */

#define OWNERS_MOST 256 /* with one MAC address */

struct owner {
	uint64_t mac;
	struct mst_listen_host *host;
};

static uint64_t number_of(const uint8_t mac[6])
{
	uint64_t number = 0;

	for (unsigned i = 0; i < 6; i++)
		number = number << 8 | mac[i];
	return number;
}

/* Of those with one MAC address, hosts on the link first. */
static int compare(const void *a, const void *b)
{
	const struct owner *one = a, *other = b;

	if (one->mac != other->mac)
		return one->mac < other->mac ? -1 : 1;
	return other->host->on_link - one->host->on_link;
}

static bool is_machine(const struct mst_listen_host *host)
{
	return host->addr.family == MST_NO_FAMILY;
}

/* The hosts with an address that have this MAC address, at most OWNERS_MOST; *first is the first of them. */
static size_t find_owners(const struct owner *owners, size_t count, uint64_t mac, const struct owner **first)
{
	size_t low = 0, high = count, same = 0;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (owners[middle].mac < mac)
			low = middle + 1;
		else
			high = middle;
	}
	*first = owners + low;
	while (same < OWNERS_MOST && low + same < count && owners[low + same].mac == mac)
		same++;
	return same;
}

static void add_name(struct mst_listen_host *host, const char *name)
{
	unsigned i = 0;

	while (i < MST_LISTEN_NAMES && host->names[i] && strcmp(host->names[i], name) != 0)
		i++;
	if (i < MST_LISTEN_NAMES)
		host->names[i] = name;
}

static void give(struct mst_listen_host *host, const struct mst_listen_host *machine)
{
	for (unsigned i = 0; i < MST_LISTEN_NAMES && machine->names[i]; i++)
		add_name(host, machine->names[i]);
	if (!host->switch_port) {
		host->switch_port = machine->switch_port;
		host->switch_vlan = machine->switch_vlan;
		host->switch_interface = machine->switch_interface;
	}
}

/*
 * Whether the machine is among the hosts with an address, which then get what it says. One whose MAC address only
 * several hosts have that may be far away is a router between them. A sender can forge any number of machines and hosts
 * with one MAC address: only the first hosts get something.
 */
static bool join(const struct owner *owners, size_t owner_count, const struct mst_listen_host *machine)
{
	const struct owner *first;
	size_t count = find_owners(owners, owner_count, number_of(machine->mac), &first);
	bool joined = count == 1 || (count > 1 && first->host->on_link);

	for (size_t i = 0; joined && i < count && (first[i].host->on_link || count == 1); i++)
		give(first[i].host, machine);
	return joined;
}

static size_t list_owners(struct owner *owners, struct mst_listen_host *hosts, size_t count)
{
	size_t filled = 0;

	for (size_t i = 0; i < count; i++) {
		if (!is_machine(&hosts[i]) && hosts[i].has_mac)
			owners[filled++] = (struct owner){ number_of(hosts[i].mac), &hosts[i] };
	}
	if (filled)
		qsort(owners, filled, sizeof *owners, compare);
	return filled;
}

/* Leaves out machines that are listed by address; returns the number of hosts left. */
static size_t leave_out(struct mst_listen *listen, struct mst_listen_host *hosts, size_t count,
                        const struct owner *owners, size_t owner_count)
{
	size_t kept_count = 0;

	listen->unaddressed = 0;
	for (size_t i = 0; i < count; i++)
		hosts[i].serial = is_machine(&hosts[i]) && join(owners, owner_count, &hosts[i]) ? UINT64_MAX
		                                                                                : hosts[i].serial;
	for (size_t i = 0; i < count; i++) {
		if (hosts[i].serial != UINT64_MAX)
			hosts[kept_count++] = hosts[i];
		else
			listen->unaddressed += hosts[i].packets;
	}
	return kept_count;
}

static int join_machines(struct mst_listen *listen, struct mst_listen_host *hosts, size_t *count)
{
	struct owner *owners;
	size_t machines = 0, owner_count;

	listen->unaddressed = 0;
	for (size_t i = 0; i < *count; i++)
		machines += is_machine(&hosts[i]);
	if (machines == 0 || machines == *count)
		return 0;
	owners = reallocarray(NULL, *count - machines, sizeof *owners);
	if (!owners)
		return -ENOMEM;
	owner_count = list_owners(owners, hosts, *count);
	*count = leave_out(listen, hosts, *count, owners, owner_count);
	free(owners);
	return 0;
}

/* Hosts and texts that arrive while this copies may be missing; the next call has them. */
static int copy_all(struct mst_listen *listen, struct mst_host **list, size_t room, struct mst_listen_host **hosts,
                    size_t *count)
{
	size_t texts_bytes;

	*hosts = malloc(room * sizeof **hosts);
	if (!*hosts)
		return -ENOMEM;
	texts_bytes = copy(listen, list, *hosts, count, room, (struct texts){ 0 });
	if (!texts_bytes)
		return 0;
	free(*hosts);
	*hosts = malloc(room * sizeof **hosts + texts_bytes);
	if (!*hosts)
		return *count = 0, -ENOMEM;
	copy(listen, list, *hosts, count, room, (struct texts){ (char *)(*hosts + room), texts_bytes, 0 });
	return 0;
}

int mst_listen_take(struct mst_listen *listen, struct mst_listen_host **hosts, size_t *count)
{
	size_t room = mst_hosts_count(&listen->hosts);
	struct mst_host **list = room ? reallocarray(NULL, room, sizeof *list) : NULL;
	int code = 0;

	*count = 0;
	*hosts = NULL;
	if (!room)
		return 0;
	code = list ? copy_all(listen, list, room, hosts, count) : -ENOMEM;
	free(list);
	if (code < 0)
		return code;
	code = join_machines(listen, *hosts, count);
	if (code < 0) {
		free(*hosts);
		*hosts = NULL;
		*count = 0;
	}
	return code;
}

/* ---- counts ---- */

void mst_listen_get_counts(struct mst_listen *listen, struct mst_listen_counts *counts)
{
	*counts = (struct mst_listen_counts){
		.hosts = mst_hosts_count(&listen->hosts),
		.unaddressed = listen->unaddressed,
		.forgotten_packets = mst_hosts_forgotten_packets(&listen->hosts),
	};
	for (unsigned i = 0; i < listen->listener_count; i++) {
		const struct mst_listener *listener = &listen->listeners[i];

		counts->packets += mst_load(&listener->learner.packets, relaxed);
		counts->tunnelled += mst_load(&listener->learner.tunnelled, relaxed);
		counts->undecoded += mst_load(&listener->learner.undecoded, relaxed);
		counts->not_hosts += mst_load(&listener->learner.not_hosts, relaxed);
		counts->forgotten_packets += mst_load(&listener->learner.unkept, relaxed);
		counts->received += mst_load(&listener->received, relaxed);
		counts->dropped += mst_load(&listener->dropped, relaxed);
		counts->forgotten += mst_load(&listen->hosts.rings[i].forgotten, relaxed);
	}
}

const char *mst_listen_service_word(unsigned service)
{
#define WORD(constant, word) word,
	static const char *const words[] = { MST_LISTEN_SERVICE_LIST(WORD) };

	return service < MST_LISTEN_SERVICES ? words[service] : NULL;
}

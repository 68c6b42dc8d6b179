/* SPDX-License-Identifier: BSD-2-Clause */
/* host.c - see host.h. */
#include "listen/host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/sanitize.h"

#define PORT_KNOWN (UINT32_C(1) << 31)
#define PORT_UDP (UINT32_C(1) << 16)
#define MAC_KNOWN (UINT64_C(1) << 48)

/* ---- what frames teach ---- */

void mst_host_count_packet(struct mst_host *host, uint64_t time_ns, size_t bytes)
{
	mst_store(&host->last_ns, time_ns, relaxed);
	atomic_fetch_add_explicit(&host->packets, 1, memory_order_relaxed);
	atomic_fetch_add_explicit(&host->bytes, bytes, memory_order_relaxed);
}

void mst_host_add_mac(struct mst_host *host, const uint8_t mac[6])
{
	uint64_t word = MAC_KNOWN;

	for (unsigned i = 0; i < 6; i++)
		word |= (uint64_t)mac[i] << (40 - 8 * i);
	if (mst_load(&host->mac, relaxed) != word)
		mst_store(&host->mac, word, relaxed);
}

static uint32_t word_of(uint16_t port, bool udp)
{
	return PORT_KNOWN | (udp ? PORT_UDP : 0) | port;
}

bool mst_host_has_port(const struct mst_host *host, uint16_t port, bool udp)
{
	uint32_t wanted = word_of(port, udp), there = wanted;

	for (unsigned i = 0; i < MST_LISTEN_PORTS && there; i++) {
		there = mst_load(&host->ports[i], relaxed);
		if (there == wanted)
			return true;
	}
	return false;
}

void mst_host_add_port(struct mst_host *host, uint16_t port, bool udp)
{
	uint32_t wanted = word_of(port, udp);

	for (unsigned i = 0; i < MST_LISTEN_PORTS; i++) {
		uint32_t there = mst_load(&host->ports[i], relaxed);

		if (there == 0 && atomic_compare_exchange_strong_explicit(&host->ports[i], &there, wanted,
		                                                          memory_order_relaxed, memory_order_relaxed))
			return;
		if (there == wanted)
			return;
	}
	mst_store(&host->more_ports, true, relaxed);
}

void mst_host_add_name(struct mst_host *host, const char *name)
{
	char *copy = NULL;

	for (unsigned i = 0; i < MST_LISTEN_NAMES && *name; i++) {
		char *there = mst_load(&host->names[i], acquire); /* HEARD */

		if (!there && !copy)
			copy = strndup(name, MST_LISTEN_NAME - 1);
		if (!there && copy &&
		    atomic_compare_exchange_strong_explicit(&host->names[i], &there, copy, memory_order_release,
		                                            memory_order_acquire))
			return;
		if (!there || strncmp(there, name, MST_LISTEN_NAME - 1) == 0)
			break;
	}
	free(copy);
}

void mst_host_add_service(struct mst_host *host, enum mst_listen_service service)
{
	if (!(mst_load(&host->services, relaxed) & UINT32_C(1) << service))
		atomic_fetch_or_explicit(&host->services, UINT32_C(1) << service, memory_order_relaxed);
}

void mst_host_set_on_link(struct mst_host *host)
{
	if (!mst_load(&host->on_link, relaxed))
		mst_store(&host->on_link, true, relaxed);
}

/* ---- the port of a switch ---- */

void mst_host_note_port(struct mst_host *host, const char *interface, const char *port, uint16_t vlan,
                        _Atomic uint64_t *reclaiming)
{
	struct mst_host_port_note *before = mst_load(&host->port_note, acquire), *note; /* HEARD */

	bool same = before && before->vlan == vlan && before->interface == interface &&
	            strncmp(before->port, port, sizeof before->port - 1) == 0;

	if (before)
		mst_sanitize_release(before->port);
	if (same)
		return;
	note = calloc(1, sizeof *note);
	if (!note)
		return;
	note->interface = interface;
	note->vlan = vlan;
	snprintf(note->port, sizeof note->port, "%s", port);
	before = atomic_exchange_explicit(&host->port_note, note, memory_order_acq_rel); /* HEARD */
	if (before)
		mst_reclaim(&before->reclaimed, before->port, reclaiming);
}

void mst_host_free(struct mst_host *host)
{
	for (unsigned i = 0; i < MST_LISTEN_NAMES; i++)
		free(mst_load(&host->names[i], relaxed));
	free(mst_load(&host->port_note, acquire));
	free(host);
}

/* ---- reading ---- */

static int compare_ports(const void *a, const void *b)
{
	const struct mst_listen_port *one = a, *other = b;

	if (one->port != other->port)
		return one->port < other->port ? -1 : 1;
	return one->udp - other->udp;
}

static void copy_facts(const struct mst_host *host, struct mst_listen_host *heard)
{
	const struct mst_host_port_note *note = mst_load(&host->port_note, acquire); /* HEARD */
	uint64_t mac = mst_load(&host->mac, relaxed);

	heard->has_vni = mst_host_key_has_vni(&host->key);
	heard->vni = mst_host_key_vni(&host->key);
	heard->has_mac = mac & MAC_KNOWN;
	for (unsigned i = 0; i < 6 && heard->has_mac; i++)
		heard->mac[i] = (uint8_t)(mac >> (40 - 8 * i));
	while (heard->vlan_count < MST_LISTEN_VLANS && mst_host_key_vlan(&host->key, heard->vlan_count)) {
		heard->vlans[heard->vlan_count] = mst_host_key_vlan(&host->key, heard->vlan_count);
		heard->vlan_count++;
	}
	if (note) {
		heard->switch_port = note->port;
		heard->switch_vlan = note->vlan;
		heard->switch_interface = note->interface;
	}
	for (unsigned i = 0; i < MST_LISTEN_NAMES; i++) {
		heard->names[i] = mst_load(&host->names[i], acquire); /* HEARD */
		if (!heard->names[i])
			break; /* a later one may be there by now: without this one it is left out */
	}
}

void mst_host_copy(const struct mst_host *host, struct mst_listen_host *heard)
{
	*heard = (struct mst_listen_host){
		.packets = mst_load(&host->packets, relaxed),
		.bytes = mst_load(&host->bytes, relaxed),
		.first_ns = host->first_ns,
		.last_ns = mst_load(&host->last_ns, relaxed),
		.more_ports = mst_load(&host->more_ports, relaxed),
		.on_link = mst_load(&host->on_link, relaxed),
		.services = mst_load(&host->services, relaxed),
		.serial = host->serial,
	};
	if (!mst_host_key_is_machine(&host->key)) {
		memcpy(heard->addr.bytes, host->key.addr, sizeof heard->addr.bytes);
		heard->addr.scope = mst_host_key_scope(&host->key);
		heard->addr.family = mst_host_key_family(&host->key);
	}
	copy_facts(host, heard);
	for (unsigned i = 0; i < MST_LISTEN_PORTS; i++) {
		uint32_t port = mst_load(&host->ports[i], relaxed);

		if (!port)
			break;
		heard->ports[heard->port_count++] = (struct mst_listen_port){ (uint16_t)port, port & PORT_UDP };
	}
	qsort(heard->ports, heard->port_count, sizeof *heard->ports, compare_ports);
}

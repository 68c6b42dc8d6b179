/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * engines.c - see muster/engine.h: the tables of sending and receiving engines,
 * and which of them work at one interface.
 *
 * There are no targets yet, so a made-up hop is checked: with an Ethernet header, where frames have one.
 */
#include <muster/engine.h>

#include <errno.h>
#include <net/if_arp.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "net/ifaces.h"
#include "rx/rx.h"
#include "scan/attaching.h"
#include "tx/engines.h"

#define LOOK_BUFFER_BYTES (1u << 20)

static struct mst_absent absent_at(enum mst_engine_role role, size_t index)
{
	return role == MST_ENGINE_SEND ? mst_tx_absent_at(index) : mst_rx_absent_at(index);
}

static const char *built_name(enum mst_engine_role role, size_t index)
{
	const struct mst_tx_engine *tx = role == MST_ENGINE_SEND ? mst_tx_engine_at(index) : NULL;
	const struct mst_rx_engine *rx = role == MST_ENGINE_RECEIVE ? mst_rx_engine_at(index) : NULL;

	return tx ? tx->name : rx ? rx->name : NULL;
}

static size_t built_count(enum mst_engine_role role)
{
	size_t count = 0;

	while (built_name(role, count))
		count++;
	return count;
}

const char *mst_engine_name(enum mst_engine_role role, size_t index)
{
	size_t built = built_count(role);

	return index < built ? built_name(role, index) : absent_at(role, index - built).name;
}

const char *mst_engine_absence(enum mst_engine_role role, const char *name)
{
	struct mst_absent absent;

	for (size_t i = 0; (absent = absent_at(role, i)).name; i++) {
		if (strcmp(absent.name, name) == 0)
			return absent.why;
	}
	return NULL;
}

/* The index in the table; -1 when it is not there. */
static int find(enum mst_engine_role role, const char *name)
{
	const char *found;

	for (int i = 0; (found = built_name(role, (size_t)i)); i++) {
		if (strcmp(found, name) == 0)
			return i;
	}
	return -1;
}

const char *mst_engine_meaning(enum mst_engine_role role, const char *name)
{
	int at = find(role, name);

	if (at < 0)
		return NULL;
	return role == MST_ENGINE_SEND ? mst_tx_engine_at((size_t)at)->meaning : mst_rx_engine_at((size_t)at)->meaning;
}

static int look(struct mst_iface *found, const char *interface, struct mst_error *err)
{
	struct mst_ifaces ifaces;
	const struct mst_iface *link;
	char names[256];
	int code = mst_ifaces_now(&ifaces, err);

	if (code < 0)
		return code;
	link = mst_ifaces_named(&ifaces, interface);
	if (link)
		*found = *link;
	else
		code = mst_fail(err, -EINVAL, "interface %s: there is none; there are %s", interface,
		                mst_ifaces_names(&ifaces, names, sizeof names));
	mst_ifaces_free(&ifaces);
	return code;
}

static bool has_headers(const struct mst_iface *link)
{
	return !link->loopback && link->type == ARPHRD_ETHER;
}

static int check_out(const struct mst_tx_engine *engine, const struct mst_iface *link, bool by_name,
                     struct mst_error *err)
{
	struct mst_hop hop = {
		.kind = has_headers(link) ? MST_HOP_ETHERNET : MST_HOP_NO_HEADER,
		.ifindex = link->index,
		.mtu = link->mtu,
		.tx_queues = link->tx_queues,
	};
	struct mst_tx_config config = { .hops = &hop, .hop_count = 1, .lanes = 1, .by_name = by_name };
	struct mst_tx *tx = NULL;
	int code;

	memcpy(hop.interface, link->name, sizeof hop.interface);
	memcpy(hop.ethernet, (const uint8_t[MST_ETHERNET_BYTES]){ [12] = 0x08 }, sizeof hop.ethernet);
	code = engine->check(&config, err);
	if (code == 0 && !engine->touches_device)
		code = engine->open(&tx, &config, err);
	mst_tx_close(tx, NULL);
	return code;
}

static int check_in(const struct mst_rx_engine *engine, const struct mst_iface *link, bool by_name,
                    struct mst_error *err)
{
	const struct mst_addr somebody = mst_addr_from_ipv4(0x7f000001);
	struct mst_rx_wanted wanted = {
		.sources = &somebody,
		.source_count = 1,
		.tcp = true,
		.icmp = true,
		.port_first = 1,
		.port_last = UINT16_MAX,
	};
	struct mst_rx_config config = {
		.interface = link->name,
		.ifindex = link->index,
		.ethernet = has_headers(link),
		.wanted = &wanted,
		.buffer_bytes = LOOK_BUFFER_BYTES,
		.by_name = by_name,
	};
	struct mst_rx *rx = NULL;
	int code = engine->attached && !by_name ? mst_attaching_check(link->name, NULL, err) : 0;

	if (code < 0)
		return code;
	if (engine->check)
		return engine->check(&config, err);
	code = mst_rx_open(&rx, engine->name, &config, err, err);
	mst_rx_close(rx);
	return code;
}

static int check(enum mst_engine_role role, size_t at, const struct mst_iface *link, bool by_name,
                 struct mst_error *err)
{
	if (!link->up)
		return mst_fail(err, -ENETDOWN, "interface %s is down", link->name);
	if (!link->running)
		return mst_fail(err, -ENETDOWN, "interface %s has no link", link->name);
	return role == MST_ENGINE_SEND ? check_out(mst_tx_engine_at(at), link, by_name, err)
	                               : check_in(mst_rx_engine_at(at), link, by_name, err);
}

int mst_engine_check(enum mst_engine_role role, const char *name, const char *interface, struct mst_error *err)
{
	struct mst_iface link = { 0 };
	const char *absence = mst_engine_absence(role, name);
	int at = find(role, name);
	int code;

	if (absence)
		return mst_fail(err, -EOPNOTSUPP, "%s", absence);
	if (at < 0)
		return mst_fail(err, -EINVAL, "engine %s: there is none of this name", name);
	code = look(&link, interface, err);
	return code < 0 ? code : check(role, (size_t)at, &link, true, err);
}

/* ---- in a word ---- */

static const char *word_of(int code)
{
	static const struct {
		int code;
		const char *word;
	} words[] = {
		{ -EPERM, "rights" },      { -EACCES, "rights" }, { -ENETDOWN, "down" },
		{ -EBUSY, "taken" },       { -EEXIST, "taken" },  { -ENOSYS, "kernel" },
		{ -EOPNOTSUPP, "driver" }, { -EINVAL, "link" },   { -EPROTONOSUPPORT, "link" },
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (words[i].code == code)
			return words[i].word;
	}
	return "failed";
}

/* Whether "auto" may choose an engine that works, and if not, why. */
static void look_for_auto(enum mst_engine_role role, size_t at, const struct mst_iface *link,
                          struct mst_engine_state *state)
{
	int code = check(role, at, link, false, &state->why);

	state->automatic = code == 0;
	state->word = code == 0 ? "" : word_of(code);
	if (code == -ECANCELED)
		mst_attaching_check(link->name, &state->word, &state->why);
}

void mst_engine_look(enum mst_engine_role role, const char *name, const char *interface, struct mst_engine_state *state)
{
	int at = find(role, name);
	struct mst_iface link = { 0 };

	*state = (struct mst_engine_state){ .word = "", .mode = "" };
	state->code = mst_engine_check(role, name, interface, &state->why);
	if (state->code < 0) {
		state->word = mst_engine_absence(role, name) ? "build" : word_of(state->code);
		return;
	}
	state->code = look(&link, interface, &state->why);
	if (state->code < 0)
		return;
	look_for_auto(role, (size_t)at, &link, state);
	if (role == MST_ENGINE_SEND && mst_tx_engine_at((size_t)at)->mode_at)
		state->mode = mst_tx_engine_at((size_t)at)->mode_at(link.index, true);
}

const char *mst_engine_auto(enum mst_engine_role role, const char *interface, struct mst_error *why,
                            struct mst_error *err)
{
	struct mst_iface link = { 0 };
	const char *name;

	why->text[0] = '\0';
	if (look(&link, interface, err) < 0)
		return NULL;
	for (size_t at = 0; (name = built_name(role, at)); at++) {
		if (check(role, at, &link, false, err) == 0)
			return name;
		mst_fail_note(why, name, err);
	}
	return NULL;
}

/* SPDX-License-Identifier: BSD-2-Clause */
/* macs.c - see macs.h. */
#include "watch/macs.h"

#include <muster/net.h>
#include <string.h>

static bool is_same(const uint8_t one[6], const uint8_t other[6])
{
	return memcmp(one, other, 6) == 0;
}

static enum mst_watch_turn agree(struct mst_watch_macs *macs, bool two)
{
	if (two && !macs->conflict) {
		macs->conflict = true;
		macs->agreed = 0;
		return MST_MAC_CONFLICT;
	}
	macs->agreed = two ? 0 : macs->agreed < MST_MACS_AGREED ? (uint8_t)(macs->agreed + 1) : macs->agreed;
	if (macs->agreed == MST_MACS_AGREED)
		macs->conflict = macs->has_former = false;
	return MST_WATCH_TURN_COUNT;
}

static void replace(struct mst_watch_macs *macs, const uint8_t mac[6], mst_moment moment)
{
	memcpy(macs->former, macs->mac, sizeof macs->former);
	macs->has_former = macs->has_mac;
	memcpy(macs->mac, mac, sizeof macs->mac);
	macs->has_mac = true;
	macs->since = moment;
	macs->agreed = 0;
}

/* Routers that share an address answer by their own, or by one of it. That they begin or end to do so is told. */
static enum mst_watch_turn take_service(struct mst_watch_macs *macs, const uint8_t mac[6], bool back, mst_moment moment)
{
	const char *now = mst_link_addr_shared_by(mac), *was = mst_link_addr_shared_by(macs->mac);
	bool is_one = back || (now && was && strcmp(now, was) == 0);

	replace(macs, mac, moment);
	macs->conflict = false;
	return is_one ? MST_WATCH_TURN_COUNT : MST_MAC_CHANGED;
}

enum mst_watch_turn mst_macs_take(struct mst_watch_macs *macs, const uint8_t mac[6], bool two, mst_moment moment)
{
	bool back, known, service;

	if (!macs->has_mac)
		replace(macs, mac, moment);
	if (is_same(macs->mac, mac))
		return agree(macs, two);
	back = macs->has_former && is_same(macs->former, mac);
	service = mst_link_addr_shared_by(mac) || mst_link_addr_shared_by(macs->mac);
	if (service)
		return take_service(macs, mac, back, moment);
	known = macs->conflict && (back || !macs->has_former);
	replace(macs, mac, moment);
	if (known)
		return MST_WATCH_TURN_COUNT;
	macs->conflict = back || two;
	return macs->conflict ? MST_MAC_CONFLICT : MST_MAC_CHANGED;
}

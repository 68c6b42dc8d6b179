/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * nearby.c - finds the neighbours of this machine on its links. See muster/nearby.h.
 *
 * IPv4: a subnet is small enough to be swept, so all its addresses become targets (subnets.c). IPv6: a link has 2^64
 * addresses and cannot be swept. Candidates come from three sources, on each interface in turn:
 *
 *      this machine                         the link
 *           │── echo to ff02::1 ──────────────►│            every host answers from one of its addresses
 *           │── echo with unknown option ─────►│            hosts that ignore such echoes still report the option
 *           │── MLD query ────────────────────►│            every host reports its groups: 24 bits of each address
 *           │◄──────────── answers ────────────│
 *           │◄──────────── other traffic ──────│            sources, solicitations, advertisements (learned.c)
 *           │
 *           ▼
 *      found.c    addresses seen         ──────────────────────────────►  targets
 *                 24-bit suffixes        ── prefix::suffix ────────────►  targets (guess)
 *                 MAC addresses          ── EUI-64, on request ────────►  targets (guess)
 *                 prefixes of the link   ── ::1 to ::ff, on request ───►  targets (guess)
 *
 * The three probes are sent twice, from each address of the interface, and spaced over half of the listening time,
 * because all hosts of a link answer at once; the other half waits for late answers. A sweep of the targets then
 * decides which candidates exist.
 *
 * What the link says is needed before the sockets of a scan are open, which takes rights: a confined process reads it.
 */
#include <muster/nearby.h>

#include <errno.h>
#include <net/if_arp.h>
#include <pcap/pcap.h>
#include <poll.h>
#include <string.h>

#include "base/clock.h"
#include "base/confined.h"
#include "base/fail.h"
#include "base/pcap_settings.h"
#include "nearby/found.h"
#include "nearby/multicast.h"
#include "nearby/subnets.h"
#include "net/neigh.h"
#include "net/stacked.h"

#define LISTEN_NS (2 * MST_NS_PER_SECOND)
#define LISTEN_MIN_NS (100 * MST_NS_PER_MS)
#define LISTEN_MAX_NS (60 * MST_NS_PER_SECOND)
#define SNAP_BYTES 65535 /* a listener report fills a frame, also a jumbo one */
#define BUFFER_BYTES (4 << 20)
#define TURN_MS 5
#define FRAMES_A_TURN 1024
#define TIMES 2

struct discovery {
	struct mst_found found;
	pcap_t *pcap;
	int code; /* result of storing received frames */
	uint64_t listen_ns;
	bool no_mld;
};

/* ---- one link ---- */

static void take(u_char *user, const struct pcap_pkthdr *header, const u_char *bytes)
{
	struct discovery *discovery = (struct discovery *)(void *)user;
	struct mst_learned learned;

	if (discovery->code == 0 && mst_learned_read(&learned, bytes, header->caplen))
		discovery->code = mst_found_add(&discovery->found, &learned);
}

static int open_pcap(struct discovery *discovery, const char *interface, struct mst_error *err)
{
	struct mst_pcap_settings how = { .snap_bytes = SNAP_BYTES, .immediate = true, .buffer_bytes = BUFFER_BYTES };
	char text[PCAP_ERRBUF_SIZE] = "";
	struct bpf_program program;
	int status;

	discovery->pcap = pcap_create(interface, text);
	if (!discovery->pcap)
		return mst_fail(err, -EIO, "cannot listen on %s: %s", interface, text);
	if (mst_pcap_set(discovery->pcap, interface, &how, err) < 0)
		return -EINVAL;
	status = pcap_activate(discovery->pcap);
	if (status == PCAP_ERROR_PERM_DENIED)
		return mst_fail(err, -EPERM, "listening on %s needs privilege (CAP_NET_RAW)", interface);
	if (status < 0)
		return mst_fail(err, -EIO, "cannot listen on %s: %s", interface, pcap_geterr(discovery->pcap));
	status = pcap_compile(discovery->pcap, &program, "ip6", 1, PCAP_NETMASK_UNKNOWN);
	if (status == 0) {
		status = pcap_setfilter(discovery->pcap, &program);
		pcap_freecode(&program);
	}
	if (status < 0 || pcap_setdirection(discovery->pcap, PCAP_D_IN) < 0 ||
	    pcap_setnonblock(discovery->pcap, 1, text) < 0)
		return mst_fail(err, -EIO, "cannot listen on %s: %s", interface, pcap_geterr(discovery->pcap));
	return 0;
}

static int listen_until(struct discovery *discovery, uint64_t until_ns, struct mst_error *err)
{
	while (mst_now_ns() < until_ns) {
		struct pollfd fd = { .fd = pcap_get_selectable_fd(discovery->pcap), .events = POLLIN };
		int count = pcap_dispatch(discovery->pcap, FRAMES_A_TURN, take, (u_char *)discovery);

		if (count < 0)
			return mst_fail(err, -EIO, "listening on %s failed: %s", discovery->found.link->name,
			                pcap_geterr(discovery->pcap));
		if (discovery->code < 0)
			return mst_fail(err, discovery->code, "no memory for neighbours");
		if (count == 0)
			poll(&fd, 1, TURN_MS);
	}
	return 0;
}

static bool is_source(const struct discovery *discovery, const struct mst_iface_addr *own)
{
	return own->index == discovery->found.link->index && own->addr.family == MST_IPV6 &&
	       mst_iface_addr_is_usable(own);
}

/* Sends from each of our addresses: a host answers a global source from a global address (RFC 6724). */
static int send_all(struct discovery *discovery, uint64_t each_ns, struct mst_error *err)
{
	const struct mst_ifaces *ifaces = discovery->found.ifaces;
	uint8_t frame[MST_MULTICAST_BYTES];
	int code = 0;

	for (size_t i = 0; i < ifaces->addr_count && code == 0; i++) {
		const struct mst_iface_addr *own = &ifaces->addrs[i];

		if (!is_source(discovery, own))
			continue;
		for (enum mst_multicast probe = MST_MULTICAST_ECHO;
		     probe < (discovery->no_mld ? MST_MULTICAST_MLD : MST_MULTICAST_PROBES) && code == 0; probe++) {
			size_t bytes = mst_multicast_write(frame, probe, &own->addr, discovery->found.link->mac);

			if (probe == MST_MULTICAST_MLD && !mst_addr_is_link_local(&own->addr))
				continue;
			if (pcap_inject(discovery->pcap, frame, bytes) < 0)
				return mst_fail(err, -EIO, "cannot send on %s: %s", discovery->found.link->name,
				                pcap_geterr(discovery->pcap));
			code = listen_until(discovery, mst_now_ns() + each_ns, err);
		}
	}
	return code;
}

/* ---- what the confined process tells ---- */

struct told {
	enum { TOLD_ADDR = 1, TOLD_MAC, TOLD_SUFFIX } what;
	uint32_t suffix;
	struct mst_addr addr;
	uint8_t mac[6];
};

static void tell_all(const struct mst_found *found, int out)
{
	bool heard = true;

	for (size_t i = 0; i < found->addr_count && heard; i++) {
		struct told told = { .what = TOLD_ADDR, .addr = found->addrs[i] };

		heard = mst_confined_write(out, &told, sizeof told);
	}
	for (size_t i = 0; i < found->mac_count && heard; i++) {
		struct told told = { .what = TOLD_MAC };

		memcpy(told.mac, found->macs[i].mac, sizeof told.mac);
		heard = mst_confined_write(out, &told, sizeof told);
	}
	for (size_t i = 0; i < found->suffix_count && heard; i++) {
		struct told told = { .what = TOLD_SUFFIX, .suffix = found->suffixes[i] };

		heard = mst_confined_write(out, &told, sizeof told);
	}
}

/* Checked as a frame that says the same; the own MAC address is that of no neighbour. */
static int take_told(struct mst_found *found, const struct told *told)
{
	struct mst_learned learned = { .addr_count = told->what == TOLD_ADDR,
		                       .suffix_count = told->what == TOLD_SUFFIX };

	memcpy(learned.mac, told->what == TOLD_MAC ? told->mac : found->link->mac, sizeof learned.mac);
	learned.addrs[0].family = MST_IPV6;
	memcpy(learned.addrs[0].bytes, told->addr.bytes, sizeof told->addr.bytes);
	learned.suffixes[0] = told->suffix & 0xffffff;
	return mst_found_add(found, &learned);
}

static size_t probes_of(const struct discovery *discovery)
{
	const struct mst_ifaces *ifaces = discovery->found.ifaces;
	size_t count = 0;

	for (size_t i = 0; i < ifaces->addr_count; i++)
		count += is_source(discovery, &ifaces->addrs[i]);
	return count * MST_MULTICAST_MLD + !discovery->no_mld;
}

/*
 * In the confined process: half of the time is for sending the probes, half for late answers. Then all that was found.
 */
static int discover_confined(void *user, int out, struct mst_error *err)
{
	struct discovery *discovery = user;
	uint64_t until_ns = mst_now_ns() + discovery->listen_ns,
		 each_ns = discovery->listen_ns / 2 / (TIMES * probes_of(discovery));
	int code = open_pcap(discovery, discovery->found.link->name, err);

	if (code == 0)
		code = mst_confined_drop(err);

	for (int i = 0; i < TIMES && code == 0; i++)
		code = send_all(discovery, each_ns, err);
	if (code == 0)
		code = listen_until(discovery, until_ns, err);
	if (discovery->pcap)
		pcap_close(discovery->pcap);
	if (code == 0)
		tell_all(&discovery->found, out);
	return code;
}

static int discover(struct discovery *discovery, struct mst_error *err)
{
	struct mst_confined confined;
	struct told told;
	int stored = 0, code = mst_confined_start(&confined, discover_confined, discovery, err);

	if (code < 0)
		return code;
	while (mst_confined_read(&confined, &told, sizeof told) && stored == 0)
		stored = take_told(&discovery->found, &told);
	code = mst_confined_end(&confined, err);
	return stored < 0 ? mst_fail(err, stored, "no memory for neighbours") : code;
}

static int take_neighbour(void *user, int ifindex, const uint8_t mac[MST_MAC_BYTES])
{
	struct mst_found *found = user;

	return ifindex == found->link->index ? mst_found_add_mac(found, mac) : 0;
}

static int guess(struct mst_found *found, struct mst_targets *targets, const struct mst_nearby_config *config,
                 struct mst_rtnl *rtnl, struct mst_nearby_counts *counts)
{
	int code = mst_found_guess_suffixes(found, targets, &counts->likely);

	if (code == 0 && config->eui64)
		code = mst_neigh_dump(rtnl, take_neighbour, found);
	if (code == 0 && config->eui64)
		code = mst_found_guess_eui64(found, targets, &counts->likely);
	if (code == 0 && config->low_bytes)
		code = mst_found_guess_low(found, targets, &counts->likely);
	return code;
}

static int find_ipv6(struct mst_targets *targets, const struct mst_ifaces *ifaces, const struct mst_iface *link,
                     bool has_lower, const struct mst_nearby_config *config, struct mst_rtnl *rtnl,
                     struct mst_nearby_counts *counts, struct mst_error *err)
{
	struct discovery discovery = { .found = { .ifaces = ifaces, .link = link, .has_lower = has_lower },
		                       .listen_ns = config->listen_ns ? config->listen_ns : LISTEN_NS,
		                       .no_mld = config->no_mld };
	int code = discover(&discovery, err);

	if (code == 0) {
		code = mst_found_add_targets(&discovery.found, targets);
		if (code == 0)
			code = guess(&discovery.found, targets, config, rtnl, counts);
		if (code < 0)
			code = mst_fail(err, code, "no memory for neighbours");
		counts->found += discovery.found.addr_count;
		counts->interfaces++;
	}
	mst_found_free(&discovery.found);
	return code;
}

/* ---- all links ---- */

static bool can_be_probed(const struct mst_ifaces *ifaces, const struct mst_iface *link)
{
	return link->up && link->running && !link->loopback && !link->no_arp && link->type == ARPHRD_ETHER &&
	       mst_ifaces_has_addr(ifaces, link->index, MST_IPV6);
}

/* What a port of a bridge or bond receives, its master gets. */
static bool is_port(const struct mst_survey *survey, int index)
{
	const struct mst_survey_link *link = mst_survey_link_at(survey, index);

	return link && mst_stacked_master_of(survey, link);
}

static bool has_lower(const struct mst_survey *survey, const struct mst_ifaces *ifaces, int index)
{
	const struct mst_survey_link *link = mst_survey_link_at(survey, index);
	const struct mst_survey_link *lower = link ? mst_stacked_lower_of(survey, link) : NULL;
	const struct mst_iface *other = lower ? mst_ifaces_at(ifaces, lower->info.index) : NULL;

	return other && can_be_probed(ifaces, other);
}

/* An interface that is down or has no address may be up, and have one, a moment later: no wrong command line. */
static int refusal_of(const struct mst_iface *link, bool ipv6)
{
	return link->loopback || (ipv6 && (link->no_arp || link->type != ARPHRD_ETHER)) ? -EINVAL : -ENETUNREACH;
}

static int refuse_ipv6(const struct mst_iface *named, struct mst_error *err)
{
	static const char wanted[] = "Ethernet interfaces that are up and have an IPv6 address";

	if (!named)
		return mst_fail(err, -ENETUNREACH, "no neighbours can be found: there are no %s", wanted);
	return mst_fail(err, refusal_of(named, true), "interface %s: neighbours are found on %s", named->name, wanted);
}

static int refuse_any(const struct mst_nearby_counts *counts, const struct mst_iface *named, struct mst_error *err)
{
	if (counts->too_wide)
		return mst_fail(err, -EINVAL,
		                "subnet %s has more than 65,536 addresses: expected it, or a part, as a target",
		                counts->widest);
	if (named)
		return mst_fail(err, refusal_of(named, false),
		                "interface %s has no neighbours: expected an interface that is up, has an address, and "
		                "is not the loopback",
		                named->name);
	return mst_fail(err, -ENETUNREACH, "no neighbours: no interface except the loopback is up and has an address");
}

static int find_ipv4(struct mst_targets *targets, const struct mst_ifaces *ifaces, const struct mst_iface *link,
                     struct mst_nearby_counts *counts, struct mst_error *err)
{
	if (!link->up || !link->running || link->loopback)
		return 0;
	return mst_subnets_add(targets, ifaces, link, counts) < 0 ? mst_fail(err, -ENOMEM, "no memory for neighbours")
	                                                          : 0;
}

static int find_all(struct mst_targets *targets, const struct mst_nearby_config *config,
                    const struct mst_ifaces *ifaces, const struct mst_survey *survey, struct mst_rtnl *rtnl,
                    struct mst_nearby_counts *counts, struct mst_error *err)
{
	const struct mst_iface *named = config->interface ? mst_ifaces_named(ifaces, config->interface) : NULL;
	bool any = config->ipv4 == config->ipv6;
	char names[MST_ERROR_TEXT / 2];
	int code = 0;

	if (config->interface && !named)
		return mst_fail(err, -EINVAL, "no interface %s here; there are: %s", config->interface,
		                mst_ifaces_names(ifaces, names, sizeof names));
	for (size_t i = 0; i < ifaces->link_count && code == 0; i++) {
		const struct mst_iface *link = &ifaces->links[i];

		if (named ? link != named : is_port(survey, link->index))
			continue;
		if (any || config->ipv4)
			code = find_ipv4(targets, ifaces, link, counts, err);
		if (code == 0 && (any || config->ipv6) && can_be_probed(ifaces, link))
			code = find_ipv6(targets, ifaces, link, !named && has_lower(survey, ifaces, link->index),
			                 config, rtnl, counts, err);
	}
	if (code < 0 || counts->interfaces || counts->subnets)
		return code;
	return config->ipv6 && !config->ipv4 ? refuse_ipv6(named, err) : refuse_any(counts, named, err);
}

int mst_nearby_find(struct mst_targets *targets, const struct mst_nearby_config *config,
                    struct mst_nearby_counts *counts, struct mst_error *err)
{
	struct mst_ifaces ifaces = { 0 };
	struct mst_survey survey = { 0 };
	struct mst_rtnl *rtnl = NULL;
	int code;

	*counts = (struct mst_nearby_counts){ 0 };
	if (config->listen_ns && (config->listen_ns < LISTEN_MIN_NS || config->listen_ns > LISTEN_MAX_NS))
		return mst_fail(err, -EINVAL, "listening for %.6gs: expected 100ms to 60s",
		                (double)config->listen_ns / 1e9);
	code = mst_rtnl_open(&rtnl, err);
	if (code == 0)
		code = mst_ifaces_read(&ifaces, rtnl, err);
	if (code == 0)
		code = mst_survey_take(&survey, rtnl, err);
	if (code == 0)
		code = find_all(targets, config, &ifaces, &survey, rtnl, counts, err);
	mst_survey_free(&survey);
	mst_ifaces_free(&ifaces);
	mst_rtnl_close(rtnl);
	return code;
}

/*
 * nearby.c - see muster/nearby.h.
 *
 * libpcap sends and listens, on each interface in turn. The calls are repeated once, and spaced: all hosts of a link answer
 * at once.
 */
#include <muster/nearby.h>

#include <errno.h>
#include <net/if_arp.h>
#include <pcap/pcap.h>
#include <poll.h>
#include <string.h>

#include "base/clock.h"
#include "base/fail.h"
#include "nearby/calls.h"
#include "nearby/found.h"
#include "nearby/subnets.h"
#include "net/neigh.h"

#define LISTEN_NS (2 * MST_NS_PER_SECOND)
#define LISTEN_MIN_NS (100 * MST_NS_PER_MS)
#define LISTEN_MAX_NS (60 * MST_NS_PER_SECOND)
#define SNAP_BYTES 2048
#define BUFFER_BYTES (4 << 20)
#define TURN_MS 5
#define FRAMES_A_TURN 1024
#define CALLS_TWICE 2

struct asking {
	struct mst_found found;
	pcap_t *pcap;
	int code; /* of taking frames */
	bool no_mld;
};

/* ---- one link ---- */

static void take(u_char *user, const struct pcap_pkthdr *header, const u_char *bytes)
{
	struct asking *asking = (struct asking *)(void *)user;
	struct mst_overheard overheard;

	if (asking->code == 0 && mst_overheard_read(&overheard, bytes, header->caplen))
		asking->code = mst_found_add(&asking->found, &overheard);
}

static int open_pcap(struct asking *asking, const char *interface, struct mst_error *err)
{
	char text[PCAP_ERRBUF_SIZE] = "";
	struct bpf_program program;
	int status;

	asking->pcap = pcap_create(interface, text);
	if (!asking->pcap)
		return mst_fail(err, -EIO, "cannot listen on %s: %s", interface, text);
	pcap_set_snaplen(asking->pcap, SNAP_BYTES);
	pcap_set_immediate_mode(asking->pcap, 1);
	pcap_set_buffer_size(asking->pcap, BUFFER_BYTES);
	status = pcap_activate(asking->pcap);
	if (status == PCAP_ERROR_PERM_DENIED)
		return mst_fail(err, -EPERM, "listening on %s needs privilege (CAP_NET_RAW)", interface);
	if (status < 0)
		return mst_fail(err, -EIO, "cannot listen on %s: %s", interface, pcap_geterr(asking->pcap));
	status = pcap_compile(asking->pcap, &program, "ip6", 1, PCAP_NETMASK_UNKNOWN);
	if (status == 0) {
		status = pcap_setfilter(asking->pcap, &program);
		pcap_freecode(&program);
	}
	if (status < 0 || pcap_setdirection(asking->pcap, PCAP_D_IN) < 0 || pcap_setnonblock(asking->pcap, 1, text) < 0)
		return mst_fail(err, -EIO, "cannot listen on %s: %s", interface, pcap_geterr(asking->pcap));
	return 0;
}

static int listen_until(struct asking *asking, uint64_t until_ns, struct mst_error *err)
{
	while (mst_now_ns() < until_ns) {
		struct pollfd fd = { .fd = pcap_get_selectable_fd(asking->pcap), .events = POLLIN };
		int count = pcap_dispatch(asking->pcap, FRAMES_A_TURN, take, (u_char *)asking);

		if (count < 0)
			return mst_fail(err, -EIO, "listening on %s failed: %s", asking->found.link->name, pcap_geterr(asking->pcap));
		if (asking->code < 0)
			return mst_fail(err, asking->code, "no memory for neighbours");
		if (count == 0)
			poll(&fd, 1, TURN_MS);
	}
	return 0;
}

/* From each address of ours: who is called from a global one, answers from a global one (RFC 6724). */
static int call_all(struct asking *asking, uint64_t each_ns, struct mst_error *err)
{
	const struct mst_ifaces *ifaces = asking->found.ifaces;
	uint8_t frame[MST_CALL_BYTES];
	int code = 0;

	for (size_t i = 0; i < ifaces->addr_count && code == 0; i++) {
		const struct mst_iface_addr *own = &ifaces->addrs[i];

		if (own->index != asking->found.link->index || own->addr.family != MST_IPV6)
			continue;
		for (enum mst_call call = MST_CALL_ECHO; call < (asking->no_mld ? MST_CALL_MLD : MST_CALLS) && code == 0; call++) {
			size_t bytes = mst_call_write(frame, call, &own->addr, asking->found.link->mac);

			if (call == MST_CALL_MLD && !mst_addr_is_link_local(&own->addr))
				continue;
			if (pcap_inject(asking->pcap, frame, bytes) < 0)
				return mst_fail(err, -EIO, "cannot send on %s: %s", asking->found.link->name, pcap_geterr(asking->pcap));
			code = listen_until(asking, mst_now_ns() + each_ns, err);
		}
	}
	return code;
}

static size_t calls_of(const struct asking *asking)
{
	const struct mst_ifaces *ifaces = asking->found.ifaces;
	size_t count = 0;

	for (size_t i = 0; i < ifaces->addr_count; i++)
		count += ifaces->addrs[i].index == asking->found.link->index && ifaces->addrs[i].addr.family == MST_IPV6;
	return count * MST_CALL_MLD + !asking->no_mld;
}

/* Half of the time is for the calls, half for what is late. */
static int ask(struct asking *asking, uint64_t listen_ns, struct mst_error *err)
{
	uint64_t until_ns = mst_now_ns() + listen_ns, each_ns = listen_ns / 2 / (CALLS_TWICE * calls_of(asking));
	int code = open_pcap(asking, asking->found.link->name, err);

	for (int i = 0; i < CALLS_TWICE && code == 0; i++)
		code = call_all(asking, each_ns, err);
	if (code == 0)
		code = listen_until(asking, until_ns, err);
	if (asking->pcap)
		pcap_close(asking->pcap);
	return code;
}

static int take_neighbour(void *user, int ifindex, const uint8_t mac[MST_MAC_BYTES])
{
	struct mst_found *found = user;

	return ifindex == found->link->index ? mst_found_add_machine(found, mac) : 0;
}

static int guess(struct mst_found *found, struct mst_targets *targets, const struct mst_nearby_config *config,
                 struct mst_rtnl *rtnl, struct mst_nearby_counts *counts)
{
	int code = mst_found_guess_endings(found, targets, &counts->guessed);

	if (code == 0 && config->eui64)
		code = mst_neigh_dump(rtnl, take_neighbour, found);
	if (code == 0 && config->eui64)
		code = mst_found_guess_eui64(found, targets, &counts->guessed);
	if (code == 0 && config->low_bytes)
		code = mst_found_guess_low(found, targets, &counts->guessed);
	return code;
}

static int find_on(struct mst_targets *targets, const struct mst_ifaces *ifaces, const struct mst_iface *link,
                   const struct mst_nearby_config *config, struct mst_rtnl *rtnl, struct mst_nearby_counts *counts,
                   struct mst_error *err)
{
	struct asking asking = { .found = { .ifaces = ifaces, .link = link }, .no_mld = config->no_mld };
	int code = ask(&asking, config->listen_ns ? config->listen_ns : LISTEN_NS, err);

	if (code == 0) {
		code = mst_found_tell(&asking.found, targets);
		if (code == 0)
			code = guess(&asking.found, targets, config, rtnl, counts);
		if (code < 0)
			code = mst_fail(err, code, "no memory for neighbours");
		counts->heard += asking.found.addr_count;
		counts->interfaces++;
	}
	mst_found_free(&asking.found);
	return code;
}

/* ---- all of them ---- */

static bool can_be_asked(const struct mst_ifaces *ifaces, const struct mst_iface *link)
{
	return link->up && link->running && !link->loopback && !link->no_arp && link->type == ARPHRD_ETHER &&
	       mst_ifaces_has_addr(ifaces, link->index, MST_IPV6);
}

static int refuse_ipv6(const struct mst_ifaces *ifaces, const char *interface, struct mst_error *err)
{
	const struct mst_iface *link = interface ? mst_ifaces_named(ifaces, interface) : NULL;

	if (!link)
		return mst_fail(err, -EINVAL, "no neighbours can be found: no Ethernet interface is up and has an IPv6 address");
	return mst_fail(err, -EINVAL, "interface %s: neighbours are found on Ethernet interfaces that are up and have an IPv6 address",
	                interface);
}

static int refuse_any(const struct mst_nearby_counts *counts, const char *interface, struct mst_error *err)
{
	if (counts->too_wide)
		return mst_fail(err, -EINVAL, "subnet %s has more than 65,536 addresses: expected it, or a part, as a target", counts->widest);
	if (interface)
		return mst_fail(err, -EINVAL, "interface %s has no neighbours to ask: expected one that is up, has an address, and is no loopback",
		                interface);
	return mst_fail(err, -EINVAL, "no neighbours to ask: no interface besides the loopback is up and has an address");
}

static int find_ipv4(struct mst_targets *targets, const struct mst_ifaces *ifaces, const struct mst_iface *link,
                     struct mst_nearby_counts *counts, struct mst_error *err)
{
	if (!link->up || !link->running || link->loopback)
		return 0;
	return mst_subnets_add(targets, ifaces, link, counts) < 0 ? mst_fail(err, -ENOMEM, "no memory for neighbours") : 0;
}

static int find_all(struct mst_targets *targets, const struct mst_nearby_config *config, const struct mst_ifaces *ifaces,
                    struct mst_rtnl *rtnl, struct mst_nearby_counts *counts, struct mst_error *err)
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

		if (named && link != named)
			continue;
		if (any || config->ipv4)
			code = find_ipv4(targets, ifaces, link, counts, err);
		if (code == 0 && (any || config->ipv6) && can_be_asked(ifaces, link))
			code = find_on(targets, ifaces, link, config, rtnl, counts, err);
	}
	if (code < 0 || counts->interfaces || counts->subnets)
		return code;
	return config->ipv6 && !config->ipv4 ? refuse_ipv6(ifaces, config->interface, err) : refuse_any(counts, config->interface, err);
}

int mst_nearby_find(struct mst_targets *targets, const struct mst_nearby_config *config, struct mst_nearby_counts *counts,
                    struct mst_error *err)
{
	struct mst_ifaces ifaces = { 0 };
	struct mst_rtnl *rtnl = NULL;
	int code;

	*counts = (struct mst_nearby_counts){ 0 };
	if (config->listen_ns && (config->listen_ns < LISTEN_MIN_NS || config->listen_ns > LISTEN_MAX_NS))
		return mst_fail(err, -EINVAL, "listening for %.6gs: expected 100ms to 60s", (double)config->listen_ns / 1e9);
	code = mst_rtnl_open(&rtnl, err);
	if (code == 0)
		code = mst_ifaces_read(&ifaces, rtnl, err);
	if (code == 0)
		code = find_all(targets, config, &ifaces, rtnl, counts, err);
	mst_ifaces_free(&ifaces);
	mst_rtnl_close(rtnl);
	return code;
}

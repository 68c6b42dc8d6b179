/* SPDX-License-Identifier: BSD-2-Clause */
/* site.c - see site.h. */
#include "lab/site.h"

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "lab/links.h"

#define NEAR_ADDR 0xc6120001u /* 198.18.0.1 */
#define FAR_ADDR 0xc6120002u
#define LINK_PREFIX 30
#define WORLD_NETWORK 0x0a000000u
#define WORLD_PREFIX 8
#define WORLD_MASK 0xff000000u

static const struct mst_link_end near_end = { MST_SITE_DEVICE, { 2, 0, 0, 18, 0, 1 } };
static const struct mst_link_end far_end = { "far0", { 2, 0, 0, 18, 0, 2 } };

/* ---- namespaces ---- */

/*
 * Without this, frames of IPv6 neighbour discovery would be counted as arrived. It is not an error when it fails:
 * /proc may not be writable.
 */
static void silence_ipv6(void)
{
	static const char *const switches[] = {
		"/proc/sys/net/ipv6/conf/all/disable_ipv6",
		"/proc/sys/net/ipv6/conf/default/disable_ipv6",
	};

	for (size_t i = 0; i < sizeof switches / sizeof *switches; i++) {
		int fd = open(switches[i], O_WRONLY | O_CLOEXEC);

		if (fd < 0)
			continue;
		if (write(fd, "1", 1) < 0)
			errno = 0;
		close(fd);
	}
}

/* Makes a network namespace, moves this thread into it, and opens a netlink socket there. */
static int make_namespace(int *ns, struct mst_rtnl **rtnl, struct mst_error *err)
{
	if (unshare(CLONE_NEWNET) < 0) {
		if (errno == EPERM)
			return mst_fail(err, -EPERM,
			                "a private network needs privilege (CAP_SYS_ADMIN, CAP_NET_ADMIN)");
		return mst_fail(err, -errno, "this machine allows no private network: %s", strerror(errno));
	}
	*ns = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	if (*ns < 0)
		return mst_fail(err, -errno, "cannot keep a private network: /proc/self/ns/net: %s", strerror(errno));
	silence_ipv6();
	return mst_rtnl_open(rtnl, err);
}

static int enter(int ns, struct mst_error *err)
{
	if (setns(ns, CLONE_NEWNET) < 0)
		return mst_fail(err, -errno, "cannot enter a private network: %s", strerror(errno));
	return 0;
}

/* ---- building ---- */

static int cannot_build(int code, const struct mst_site *site, const char *what, struct mst_error *err)
{
	if (code == -EOPNOTSUPP && site->network == MST_LAB_IFB)
		return mst_fail(err, code, "this kernel has no ifb devices (module ifb)");
	return mst_fail(err, code, "cannot make the network %s (%s): %s", mst_lab_network_name(site->network), what,
	                strerror(-code));
}

/*
 * When an ifb device is requested and the module is not loaded, the kernel loads it, and the module adds two devices
 * to the machine's own network, which stay there. So an ifb is requested only where the module is present.
 */
static bool knows_ifb(void)
{
	return access("/sys/module/ifb", F_OK) == 0 || access("/proc/modules", F_OK) < 0;
}

static int make_ifb(struct mst_site *site, struct mst_error *err)
{
	int code;

	if (!knows_ifb())
		return mst_fail(err, -EOPNOTSUPP,
		                "the kernel module ifb is not loaded; load it without adding interfaces to this "
		                "machine: modprobe ifb numifbs=0");
	code = make_namespace(&site->near_ns, &site->near, err);
	if (code < 0)
		return code;
	code = mst_link_add_ifb(site->near, &near_end, site->queues);
	return code < 0 ? cannot_build(code, site, "a device", err) : 0;
}

static int make_veth(struct mst_site *site, struct mst_error *err)
{
	int code = make_namespace(&site->far_ns, &site->far, err);

	if (code == 0)
		code = make_namespace(&site->near_ns, &site->near, err);
	if (code < 0)
		return code;
	code = mst_link_add_veth(site->near, &near_end, &far_end, site->far_ns, site->queues);
	return code < 0 ? cannot_build(code, site, "a pair of devices", err) : 0;
}

static int set_near(struct mst_site *site, struct mst_error *err)
{
	int code = enter(site->near_ns, err);

	if (code < 0)
		return code;
	site->near_index = (int)if_nametoindex(near_end.name);
	code = mst_link_line_up(site->near, site->near_index, site->queues);
	if (code < 0)
		return cannot_build(code, site, "a queueing discipline", err);
	code = mst_link_add_address(site->near, site->near_index, NEAR_ADDR, LINK_PREFIX);
	if (code == 0)
		code = mst_link_up(site->near, site->near_index);
	if (code == 0)
		code = mst_link_add_neighbour(site->near, site->near_index, FAR_ADDR, far_end.mac);
	if (code == 0)
		code = mst_link_add_route(site->near, WORLD_NETWORK, WORLD_PREFIX, FAR_ADDR);
	return code < 0 ? cannot_build(code, site, "an address and a route", err) : 0;
}

static int program_far(struct mst_site *site, struct mst_error *err)
{
#ifdef MST_HAVE_BPF
	struct mst_world world = {
		.network = WORLD_NETWORK,
		.mask = WORLD_MASK,
		.sink = site->network == MST_LAB_DROP,
		.live = (uint64_t)(site->live * 4294967296.0),
		.open = UINT64_C(1) << 32,
	};

	return mst_reflector_open(&site->reflector, &world, site->far_index, err);
#else
	(void)site;
	return mst_fail(err, -EOPNOTSUPP,
	                "this muster was built without the answering far end: it needs clang, bpftool and libbpf "
	                "(Debian: apt install clang bpftool libbpf-dev, and build again)");
#endif
}

/* Without an XDP program the far end still discards all frames: its network stack has no address. */
static int set_far(struct mst_site *site, struct mst_error *err)
{
	int code;

	if (site->far_ns < 0)
		return 0;
	code = enter(site->far_ns, err);
	if (code < 0)
		return code;
	site->far_index = (int)if_nametoindex(far_end.name);
	code = mst_link_up(site->far, site->far_index);
	if (code < 0)
		return cannot_build(code, site, "the far end", err);
	code = program_far(site, err);
	return site->network == MST_LAB_REFLECT ? code : 0;
}

int mst_site_open(struct mst_site *site, enum mst_lab_network network, const struct mst_lab_config *config,
                  struct mst_error *err)
{
	int code;

	*site = (struct mst_site){ .network = network, .queues = config->queues, .live = config->live };
	site->near_ns = site->far_ns = -1;
	code = network == MST_LAB_IFB ? make_ifb(site, err) : make_veth(site, err);
	if (code == 0)
		code = set_far(site, err);
	if (code == 0)
		code = set_near(site, err);
	if (code < 0)
		mst_site_close(site);
	return code;
}

void mst_site_close(struct mst_site *site)
{
#ifdef MST_HAVE_BPF
	mst_reflector_close(site->reflector);
#endif
	mst_rtnl_close(site->near);
	mst_rtnl_close(site->far);
	if (site->near_ns >= 0)
		close(site->near_ns);
	if (site->far_ns >= 0)
		close(site->far_ns);
	site->reflector = NULL;
	site->near = site->far = NULL;
	site->near_ns = site->far_ns = -1;
}

/* ---- use ---- */

int mst_site_enter(const struct mst_site *site, struct mst_error *err)
{
	int code = enter(site->near_ns, err);

	return code < 0 ? code : mst_link_alone(site->near, near_end.name, err);
}

int mst_site_prepare(struct mst_site *site, bool brings_program, struct mst_error *err)
{
#ifdef MST_HAVE_BPF
	int code = 0;

	if (!site->reflector || site->network != MST_LAB_REFLECT)
		return 0;
	mst_reflector_let_go(site->reflector);
	if (!brings_program)
		code = enter(site->near_ns, err);
	if (code == 0 && !brings_program)
		code = mst_reflector_let_in(site->reflector, site->near_index, err);
	return code;
#else
	(void)site;
	(void)brings_program;
	(void)err;
	return 0;
#endif
}

struct mst_site_counts mst_site_count(const struct mst_site *site)
{
	struct mst_site_counts counts = { 0 };

#ifdef MST_HAVE_BPF
	if (site->reflector) {
		struct mst_arrivals sum = mst_reflector_count(site->reflector);

		counts.arrived = sum.syn + sum.echo;
		counts.answered = sum.syn_ack + sum.reset + sum.echo_reply;
		return counts;
	}
#endif
	if (site->far)
		mst_link_arrivals(site->far, site->far_index, &counts.arrived);
	else
		mst_link_arrivals(site->near, site->near_index, &counts.arrived);
	return counts;
}

/* SPDX-License-Identifier: BSD-2-Clause */
/* probing.c - see probing.h. */
#include "plan/probing.h"

#include <errno.h>
#include <string.h>

#include "base/fail.h"
#include "target/set.h"

_Static_assert(MST_RETRIES_MAX + 1 + MST_EXTRA_ATTEMPTS <= MST_ATTEMPTS_MAX, "a ticket can count every attempt");

/* Some kinds ask one family only: every target must have a probe that can ask it. */
static int check_families(const struct mst_plan_probing *probing, const struct mst_scan_probing *wanted,
                          struct mst_error *err)
{
	bool can_ask_ipv6 = false;

	for (unsigned p = 0; p < probing->first_count; p++)
		can_ask_ipv6 |= probing->probes[p].kind->proto_ipv6 != 0;
	if (can_ask_ipv6 || !mst_targets_have(wanted->targets, MST_IPV6))
		return 0;
	return mst_fail(err, -EINVAL, "--probe %s: cannot ask IPv6 targets; expected icmp, or syn:PORT, beside it",
	                wanted->probes ? wanted->probes : MST_PROBES_USUAL);
}

static int choose_probes(struct mst_plan_probing *probing, const struct mst_scan_probing *wanted, enum mst_phase phase,
                         struct mst_error *err)
{
	const char *text = wanted->probes ? wanted->probes : MST_PROBES_USUAL;
	int count;

	if (probing->about_ports || phase == MST_PHASE_RESOLVE || phase == MST_PHASE_GATEWAYS) {
		probing->probes[0].kind = probing->about == MST_ABOUT_UDP ? &mst_probe_udp : &mst_probe_tcp_syn;
		probing->count = probing->first_count = probing->about_ports;
		return 0;
	}
	count = mst_probe_parse(probing->probes, &probing->first_count, text, err);
	if (count < 0)
		return count;
	/* An attempt that replaces an excused one does not begin the second wave: probes depend
	 * on planned attempts only. */
	probing->count = probing->attempts_at_most > 1 + MST_EXTRA_ATTEMPTS ? (unsigned)count : probing->first_count;
	return check_families(probing, wanted, err);
}

/* Only where UDP is asked. */
static int choose_payloads(struct mst_plan_probing *probing, const struct mst_scan_probing *wanted,
                           struct mst_error *err)
{
	int code;

	for (unsigned p = 0; p < probing->count; p++)
		probing->by_key |= probing->probes[p].kind->by_key;
	if (!probing->by_key)
		return 0;
	code = mst_payloads_new(&probing->payloads, err);
	if (code == 0 && wanted->payloads)
		code = mst_payloads_add_file(probing->payloads, wanted->payloads, err);
	return code;
}

int mst_plan_probing_choose(struct mst_plan_probing *probing, const struct mst_scan_probing *wanted,
                            const struct mst_scan_retry *retry, enum mst_phase phase, struct mst_error *err)
{
	int code;

	*probing = (struct mst_plan_probing){
		.about_ports = phase == MST_PHASE_ASKED && wanted->question == MST_ASK_PORTS,
		.attempts = retry->count + 1,
	};
	if (probing->about_ports)
		probing->about = wanted->udp ? MST_ABOUT_UDP : MST_ABOUT_TCP;
	probing->attempts_at_most = retry->until_missed > 0 ? MST_ATTEMPTS_MAX : probing->attempts + MST_EXTRA_ATTEMPTS;
	code = choose_probes(probing, wanted, phase, err);
	return code < 0 ? code : choose_payloads(probing, wanted, err);
}

void mst_plan_probing_free(struct mst_plan_probing *probing)
{
	mst_payloads_free(probing->payloads);
	probing->payloads = NULL;
}

/* Answers of neighbours are recognised by their protocol, not by a ticket. */
struct mst_expected mst_plan_probing_expected(const struct mst_plan_probing *probing, bool solicits)
{
	struct mst_expected expected = { .count = probing->count };

	memcpy(expected.probes, probing->probes, sizeof probing->probes);
	if (solicits) {
		expected.probes[expected.count++] = (struct mst_probe){ .kind = &mst_probe_arp };
		expected.probes[expected.count++] = (struct mst_probe){ .kind = &mst_probe_nd };
	}
	return expected;
}

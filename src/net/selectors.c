/* SPDX-License-Identifier: BSD-2-Clause */
/* selectors.c - see selectors.h. */
#include "net/selectors.h"

#include <errno.h>
#include <linux/fib_rules.h>
#include <string.h>

#include "base/fail.h"

static bool read_ports(struct mst_selector_ports *ports, const struct nlattr *attr)
{
	struct fib_rule_port_range range;

	if (!attr || mnl_attr_get_payload_len(attr) != sizeof range)
		return false;
	memcpy(&range, mnl_attr_get_payload(attr), sizeof range);
	*ports = (struct mst_selector_ports){ range.start, range.end };
	return range.start != 0;
}

static bool is_known(const struct mst_selectors *selectors, const struct mst_selector *selector)
{
	for (unsigned i = 0; i < selectors->count; i++) {
		if (memcmp(&selectors->of[i], selector, sizeof *selector) == 0)
			return true;
	}
	return false;
}

static int take_rule(const struct nlmsghdr *message, void *context)
{
	const struct fib_rule_hdr *rule = mnl_nlmsg_get_payload(message);
	const struct nlattr *attrs[FRA_DPORT_RANGE + 1], *protocol;
	struct mst_selectors *selectors = context;
	struct mst_selector selector;
	bool selects;

	if (message->nlmsg_type != RTM_NEWRULE || !mst_rtnl_attrs(message, sizeof *rule, attrs, FRA_DPORT_RANGE))
		return 0;
	selectors->by_user |= attrs[FRA_UID_RANGE] != NULL;
	selectors->by_source |= rule->src_len > 0;
	memset(&selector, 0, sizeof selector);
	selector.family = (uint8_t)mst_family_of_rtnl(rule->family);
	protocol = attrs[FRA_IP_PROTO];
	if (protocol && mnl_attr_get_payload_len(protocol) == 1)
		selector.protocol = mnl_attr_get_u8(protocol);
	selects = selector.protocol != 0;
	selects |= read_ports(&selector.source, attrs[FRA_SPORT_RANGE]);
	selects |= read_ports(&selector.target, attrs[FRA_DPORT_RANGE]);
	if (!selects || selector.family == MST_NO_FAMILY || is_known(selectors, &selector))
		return 0;
	if (selectors->count == MST_SELECTORS_MAX)
		selectors->too_many = true;
	else
		selectors->of[selectors->count++] = selector;
	return 0;
}

/* No `forget`: when a dump starts again, known ones are passed over. */
const struct mst_rtnl_reading mst_selectors_rules = { take_rule, NULL };

static int dump(struct mst_selectors *selectors, struct mst_rtnl *rtnl, uint8_t family)
{
	int code = mst_rtnl_dump(rtnl, RTM_GETRULE, sizeof(struct fib_rule_hdr), mst_rtnl_family(family),
	                         &mst_selectors_rules, selectors);

	return code == -EOPNOTSUPP ? 0 : code; /* a kernel without policy rules */
}

int mst_selectors_read(struct mst_selectors *selectors, struct mst_error *err)
{
	struct mst_rtnl *rtnl;
	int code = mst_rtnl_open(&rtnl, err);

	*selectors = (struct mst_selectors){ .count = 0 };
	if (code < 0)
		return code;
	code = dump(selectors, rtnl, MST_IPV4);
	if (code == 0)
		code = dump(selectors, rtnl, MST_IPV6);
	mst_rtnl_close(rtnl);
	if (code < 0)
		return mst_fail(err, code, "cannot list the policy rules: %s", strerror(-code));
	return selectors->too_many ? mst_fail(err, -E2BIG, "more than %d policy rules choose by protocol or port",
	                                      MST_SELECTORS_MAX)
	                           : 0;
}

static bool has(const struct mst_selector_ports *ports, uint16_t port)
{
	return ports->first == 0 || (ports->first <= port && port <= ports->last);
}

uint64_t mst_selectors_signature(const struct mst_selectors *selectors, const struct mst_flow *flow)
{
	uint64_t signature = 0;

	for (unsigned i = 0; i < selectors->count; i++) {
		const struct mst_selector *selector = &selectors->of[i];
		bool matches = (!selector->protocol ||
		                selector->protocol == mst_flow_protocol(flow, selector->family)) &&
		               has(&selector->source, flow->source_port) && has(&selector->target, flow->port);

		signature |= (uint64_t)matches << i;
	}
	return signature;
}

const struct mst_selector *mst_selectors_splitting(const struct mst_selectors *selectors, uint16_t first, uint16_t last)
{
	for (unsigned i = 0; i < selectors->count; i++) {
		const struct mst_selector_ports *source = &selectors->of[i].source;
		bool apart = source->first == 0 || source->last < first || last < source->first;

		if (!apart && !(source->first <= first && last <= source->last))
			return &selectors->of[i];
	}
	return NULL;
}

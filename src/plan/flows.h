/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * flows.h - which probes policy rules tell apart (ip-rule(8): ipproto, sport, dport): each such flow has paths of its
 * own. Without such rules there is one, of the first probe.
 */
#ifndef MST_PLAN_FLOWS_H
#define MST_PLAN_FLOWS_H

#include <muster/scan.h>

#include "net/flow.h"
#include "net/selectors.h"
#include "plan/phase.h"
#include "plan/probing.h"
#include "plan/secrets.h"

struct mst_flows {
	struct mst_flow of[MST_FLOWS_MAX];
	bool by_port;                     /* a rule that applies to them has ports: raw packets do not show these */
	bool by_user;                     /* a rule chooses by user, and the routes are not this process's: likewise */
	unsigned count;                   /* 0: no probes, of gateways alone */
	uint8_t of_probe[MST_PROBES_MAX]; /* when hosts are asked: the flow of each probe */
	uint8_t *of_port;                 /* when ports are: the flow of each of the 65,536; else NULL */
};

/* 0 and owned flows. -EINVAL with a sentence: rules tell source ports or too many ports apart; -ENOMEM; netlink's. */
int mst_flows_choose(struct mst_flows *flows, const struct mst_scan_config *config,
                     const struct mst_plan_probing *probing, enum mst_phase phase, struct mst_error *err);

/* The same with these rules. */
int mst_flows_by(struct mst_flows *flows, const struct mst_selectors *selectors, const struct mst_scan_config *config,
                 const struct mst_plan_probing *probing, enum mst_phase phase, struct mst_error *err);
void mst_flows_free(struct mst_flows *flows);

#endif

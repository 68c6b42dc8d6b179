/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * stacked.h - links of this machine that the same packets pass, so that one of them is enough to see each once.
 *
 *     bridge, bond, team     every packet of a port passes its master
 *     macvlan, ipvlan        every packet passes the lower link
 *     veth, both ends here   what leaves one end arrives at the other
 *     VRF                    every packet passes a port of it
 *
 * Packets of a VLAN pass the lower link with a tag: it is a link of its own, and its number tells them apart there.
 */
#ifndef MST_NET_STACKED_H
#define MST_NET_STACKED_H

#include "net/survey.h"

/* The bridge, bond or team that this link is a port of; NULL: there is none that is up. */
const struct mst_survey_link *mst_stacked_master_of(const struct mst_survey *survey,
                                                    const struct mst_survey_link *link);

/* Of a macvlan or ipvlan: the lower link, where all its packets pass; NULL: it is none, or there is none that is up. */
const struct mst_survey_link *mst_stacked_lower_of(const struct mst_survey *survey, const struct mst_survey_link *link);

/* Whether a capture of this link shows nothing that captures of the others do not. */
bool mst_stacked_is_seen_elsewhere(const struct mst_survey *survey, const struct mst_survey_link *link);

/* Of a VLAN that is up: the link at which its packets are seen with their tag. NULL: it is none, or there is none. */
const struct mst_survey_link *mst_stacked_vlan_of(const struct mst_survey *survey, const struct mst_survey_link *link);

#endif

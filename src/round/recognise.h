/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * recognise.h - which question of a plan a frame answers, or why it answers none.
 * Pure: it does not look into the rolls.
 */
#ifndef MST_ROUND_RECOGNISE_H
#define MST_ROUND_RECOGNISE_H

#include <muster/stray.h>

#include "round/trip.h"
#include "wire/fragments.h"

/* A frame as it was captured. */
struct mst_received_frame {
	struct mst_arrival arrival;
	int linktype; /* a DLT_ value */
	int ifindex;  /* of the capture; 0: not known */
	const uint8_t *bytes;
	size_t count;
	bool reassembled; /* it was put together from fragments: filters of captures have not seen it whole */
};

/* An answer to a question of the plan. */
struct mst_recognised {
	struct mst_arrival arrival;
	int ifindex; /* of the capture; 0: not known */
	struct mst_answer answer;
	const struct mst_route_out *route; /* along which its target is asked */
	enum mst_standing standing;        /* the standing that it proves */
	struct mst_place place;            /* of its question: not yet known */
	uint64_t behind_ns; /* its probe left so long after the first one of its question: not yet known */
	struct mst_fragment_view fragment; /* of MST_FOUND_FRAGMENT */
};

/*
 * TALK: what neighbours ask and announce anyway, by ARP and neighbour discovery; and what only came in because it was
 * in fragments, to other ports than those of the scan.
 */
enum mst_found_fate { MST_FOUND, MST_FOUND_STRAY, MST_FOUND_TALK, MST_FOUND_FRAGMENT, MST_FOUND_MALFORMED };

/* Fills *view where the frame is whole; *found for MST_FOUND, of *found the fragment for MST_FOUND_FRAGMENT, *why and
 * of *found where it came from, and about which target, for MST_FOUND_STRAY. */
enum mst_found_fate mst_recognise(const struct mst_plan *plan, const struct mst_received_frame *captured,
                                  struct mst_view *view, struct mst_recognised *found, enum mst_stray *why);

/* Reads the frame: its view, and of *found the interface. */
enum mst_fate mst_recognise_view(const struct mst_plan *plan, const struct mst_received_frame *captured,
                                 struct mst_view *view, struct mst_recognised *found);

/*
 * Whether a whole view is a reply to a probe to `asked`, although it comes from another address. Fills *found for
 * MST_STRAY_COUNT.
 */
enum mst_stray mst_recognise_from(const struct mst_plan *plan, const struct mst_received_frame *captured,
                                  const struct mst_view *view, const struct mst_addr *asked,
                                  struct mst_recognised *found);

/* Keeps the fragment of MST_FOUND_FRAGMENT. True when its packet is whole: it is the frame to be recognised next. */
bool mst_recognise_again(struct mst_fragments *fragments, const struct mst_received_frame *captured,
                         const struct mst_recognised *found, struct mst_received_frame *whole);

/* What is reported of it; round trip and attempts are not yet known. */
void mst_recognised_result(struct mst_result *result, const struct mst_plan *plan, const struct mst_recognised *found);

/*
 * Whether a router reports that it finds no such host. It does so also of a host that was slow to answer its ARP
 * request, or slept: where the question is asked again, only a report of that later attempt is believed.
 */
static inline bool mst_recognised_is_absence(const struct mst_recognised *found)
{
	return found->answer.reason == MST_HOST_UNREACH && found->place.purpose == MST_ASK &&
	       !mst_addr_equal(&found->answer.from, &found->answer.target);
}

/* An answer that came in by another interface than its probe left by. */
static inline bool mst_recognised_is_asymmetric(const struct mst_recognised *found)
{
	const struct mst_path *path = found->route->path;

	return found->place.purpose == MST_ASK && found->ifindex != 0 && found->ifindex != path->ifindex &&
	       path->kind == MST_PATH_UNICAST;
}

#endif

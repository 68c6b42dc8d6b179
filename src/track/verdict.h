/*
 * verdict.h - from reason to state, and how good an answer is. Pure.
 */
#ifndef MST_TRACK_VERDICT_H
#define MST_TRACK_VERDICT_H

#include <muster/result.h>

#include "track/entry.h"

/*
 * What an answer with this reason makes of its target. `from_target`: the target itself sent it. A host that says
 * "protocol" or "port unreachable" itself is up, only hosts say that (RFC 1122, section 3.2.2.1).
 */
enum mst_standing mst_verdict_standing(enum mst_reason reason, bool about_port, bool from_target);

/* The state that a standing means. */
enum mst_state mst_verdict_state(enum mst_standing standing, bool about_port);

#endif

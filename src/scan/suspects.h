/*
 * suspects.h - verdicts that may not be what they seem, because a decoy has been answered. Receiver's thread.
 *
 * A host is tested when its first open port is heard, so some verdicts are out before its test is over: the last few thousand are
 * kept, and amended.
 */
#ifndef MST_SCAN_SUSPECTS_H
#define MST_SCAN_SUSPECTS_H

#include <muster/result.h>

#include "scan/way.h"

struct mst_receiver;
struct mst_suspects;

/* NULL when there is no memory. */
struct mst_suspects *mst_suspects_new(void);

/* Accepts NULL. */
void mst_suspects_free(struct mst_suspects *suspects);

/*
 * A target that `lane` asked has turned out to be up, or open, by this probe: marks the result, if its host is suspect already, or
 * what this probe finds on its way.
 */
void mst_suspects_hear(struct mst_receiver *receiver, struct mst_result *result, unsigned lane, unsigned probe);

/* A decoy of this way, at this address, has answered this probe as if it were up, or open. */
void mst_suspects_note(struct mst_receiver *receiver, const struct mst_addr *addr, unsigned way, unsigned probe);

#endif

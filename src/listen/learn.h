/*
 * learn.h - what one frame tells of who speaks. One learner a capture thread.
 */
#ifndef MST_LISTEN_LEARN_H
#define MST_LISTEN_LEARN_H

#include "listen/callnames.h"
#include "listen/hosts.h"

struct mst_learner {
	struct mst_hosts *hosts;
	struct mst_callnames *callnames;
	unsigned ring;
	uint16_t max_port;
	uint32_t scope;             /* index of the interface: of link-local addresses; 0 for a file */
	int linktype;
	_Atomic uint64_t packets, undecoded;
};

/* Any bytes. */
void mst_learn(struct mst_learner *learner, uint64_t time_ns, const uint8_t *bytes, size_t captured, size_t wire_bytes);

#endif

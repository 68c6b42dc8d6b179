/* SPDX-License-Identifier: BSD-2-Clause */
/* overhear.c - see overhear.h. */
#include "converse/overhear.h"

#include "base/service_draft.h"

/* The dialogue that these bytes are of; else the one that was begun there, if it understands them. */
static const struct mst_dialogue *dialogue_of(const struct mst_dialogue_ports *ports, const struct mst_open_port *port,
                                              const uint8_t *bytes, size_t size, bool *known)
{
	const struct mst_dialogue *dialogue = mst_dialogue_known_by(bytes, size, false);
	bool in_tls;

	*known = dialogue != NULL;
	if (!dialogue)
		dialogue = mst_dialogue_for_port(ports, port->port, false, &in_tls);
	return dialogue ? dialogue : mst_dialogue_web();
}

bool mst_overhear(struct mst_matcher *matcher, const struct mst_dialogue_ports *ports, const struct mst_open_port *port,
                  const uint8_t *bytes, size_t size, struct mst_service_draft *draft)
{
	struct mst_talk talk = {
		.matcher = matcher, .draft = draft, .addr = port->addr, .port = port->port, .proto = port->proto
	};
	struct mst_heard heard = { .bytes = bytes, .size = size, .ended = true };
	bool known, asked;
	const struct mst_dialogue *dialogue = dialogue_of(ports, port, bytes, size, &known);
	enum mst_step step;

	dialogue->begin(&talk);
	asked = talk.out_size > 0;
	step = dialogue->read(&talk, &heard);
	if (known || (step != MST_STEP_NOT_MINE && step != MST_STEP_READ))
		mst_draft_add_text(draft, MST_SERVICE_NAME, dialogue->name);
	(void)mst_matcher_match(matcher, MST_KEY_BANNER, bytes, size, draft);
	if (!mst_draft_knows(draft, MST_SERVICE_NAME))
		return false;
	mst_draft_add_text(draft, MST_SERVICE_FROM, asked ? "probe" : "banner");
	return true;
}

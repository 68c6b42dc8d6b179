/* SPDX-License-Identifier: BSD-2-Clause */
/* bfd.c - describes BFD (RFC 5880): on one hop (RFC 5881), on many (RFC 5883), in a link aggregation (RFC 7130). */
#include "base/reader.h"
#include "dissect/payload/describers.h"

enum { CONTROL_PORT = 3784, ECHO_PORT = 3785, MULTIHOP_PORT = 4784, AGGREGATION_PORT = 6784 };
enum { HEADER = 24 };

/* Names of flags, the highest bit first. */
static const char *const flags_0[] = {
	"I Hear You", "Demand",  "Poll", "Final", "Control Plane Independent", "Authentication Present",
	"Reserved",   "Reserved"
};
static const char *const flags_1[] = {
	NULL, NULL, "Poll", "Final", "Control Plane Independent", "Authentication Present", "Demand", "Multipoint"
};

static void describe_flags(struct mst_line *line, const char *const *names, uint8_t flags)
{
	bool first = true;

	mst_line_add(line, ", Flags: [");
	for (unsigned i = 0; i < 8; i++) {
		if (!names[i] || !(flags & 0x80 >> i))
			continue;
		mst_line_add(line, "%s%s", first ? "" : ", ", names[i]);
		first = false;
	}
	mst_line_add(line, first ? "none]" : "]");
}

static void describe_control(struct mst_line *line, const char *kind, const struct mst_layer *layer)
{
	static const char *const states[] = { "AdminDown", "Down", "Init", "Up" };
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t version = mst_read_u8(&r) >> 5, flags = mst_read_u8(&r);

	mst_skip(&r, HEADER - 2);
	if (r.short_read) {
		mst_line_add(line, " [|bfd]");
		return;
	}
	mst_line_add(line, "BFDv%u, %s", version, kind);
	if (version == 1)
		mst_line_add(line, ", State %s", states[flags >> 6]);
	if (version < 2)
		describe_flags(line, version ? flags_1 : flags_0, flags);
	mst_line_add(line, ", length: %zu", layer->declared);
}

bool mst_describe_bfd(struct mst_line *line, const struct mst_layer *layer)
{
	switch (layer->packet->destination_port) {
	case CONTROL_PORT: describe_control(line, "Control", layer); return true;
	case MULTIHOP_PORT: describe_control(line, "Multihop", layer); return true;
	case AGGREGATION_PORT: describe_control(line, "Lag", layer); return true;
	case ECHO_PORT: mst_line_add(line, "BFD, Echo, length: %zu", layer->declared); return true;
	default: return false;
	}
}

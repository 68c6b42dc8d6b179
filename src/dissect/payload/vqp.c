/* SPDX-License-Identifier: BSD-2-Clause */
/* vqp.c - the VLAN Query Protocol, by which Cisco's switches ask for the VLAN of a port. */
#include "dissect/common/words.h"
#include "dissect/payload/describers.h"

enum { HEADER_BYTES = 8, VERSION = 1 };

static const struct mst_word messages[] = {
	{ 1, "Request, Join Port" },
	{ 2, "Response, VLAN" },
	{ 3, "Request, Reconfirm" },
	{ 4, "Response, Reconfirm" },
	{ 0, NULL },
};
static const struct mst_word errors[] = {
	{ 0, "No error" }, { 3, "Access denied" }, { 4, "Shutdown port" }, { 5, "Wrong VTP domain" }, { 0, NULL },
};

bool mst_describe_vqp(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t version = mst_read_u8(&r), message = mst_read_u8(&r), error = mst_read_u8(&r);
	const char *message_word = mst_word_of(messages, message), *error_word = mst_word_of(errors, error);

	if (layer->captured < HEADER_BYTES) {
		mst_line_add(line, " [|vqp]");
	} else if (version != VERSION) {
		mst_line_add(line, "VQP version %u packet not supported", version);
	} else {
		if (message_word)
			mst_line_add(line, "VQPv%u %s", version, message_word);
		else
			mst_line_add(line, "VQPv%u unknown (%u)", version, message);
		mst_line_add(line, " Message, error-code %s (%u), length %zu", error_word ? error_word : "unknown",
		             error, layer->declared);
	}
	return true;
}

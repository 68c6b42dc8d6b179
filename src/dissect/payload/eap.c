/* SPDX-License-Identifier: BSD-2-Clause */
/* eap.c - the Extensible Authentication Protocol (RFC 3748): ", Request (1), id 2, Identity". */
#include "dissect/common/words.h"
#include "dissect/payload/describers.h"

enum { REQUEST = 1, RESPONSE = 2, IDENTITY = 1 };

/* clang-format off */
static const struct mst_word codes[] = {
	{ 1, "Request" }, { 2, "Response" }, { 3, "Success" }, { 4, "Failure" }, { 0 },
};
static const struct mst_word methods[] = {
	{ 1, "Identity" }, { 2, "Notification" }, { 3, "Nak" }, { 4, "MD5-challenge" }, { 5, "OTP" }, { 6, "GTC" },
	{ 13, "TLS" }, { 17, "LEAP" }, { 18, "SIM" }, { 21, "TTLS" }, { 23, "AKA" }, { 25, "PEAP" },
	{ 26, "MSCHAPv2" }, { 43, "FAST" }, { 50, "AKA'" }, { 52, "PWD" }, { 55, "TEAP" },
	{ 254, "Expanded type" }, { 255, "Experimental" }, { 0 },
};
/* clang-format on */

bool mst_describe_eap(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t code = mst_read_u8(&r), id = mst_read_u8(&r), method;
	const char *word = mst_word_of(codes, code);

	mst_skip(&r, 2);
	if (r.short_read || !word)
		return false;
	mst_line_add(line, ", %s, id %u", word, id);
	method = r.left ? mst_read_u8(&r) : 0;
	if ((code != REQUEST && code != RESPONSE) || !method)
		return true;
	word = mst_word_of(methods, method);
	if (word)
		mst_line_add(line, ", %s", word);
	else
		mst_line_add(line, ", method %u", method);
	if (code == RESPONSE && method == IDENTITY && r.left) {
		mst_line_add(line, " ");
		mst_line_vis(line, r.at, r.left);
	}
	return true;
}

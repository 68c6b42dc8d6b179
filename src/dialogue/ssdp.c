/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ssdp.c - SSDP (UPnP Device Architecture 2.0, 1.3.3): a search by unicast, whose answer has the header SERVER:
 * operating system, version of UPnP, product, each as name/version.
 */
#include <string.h>
#include <strings.h>

#include "dialogue/finding.h"
#include "dialogue/list.h"

static const char search[] = "M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: \"ssdp:discover\"\r\nMX: 1\r\n"
			     "ST: upnp:rootdevice\r\n\r\n";

static void begin(struct mst_talk *talk)
{
	mst_talk_say(talk, search);
}

static bool knows(const uint8_t *bytes, size_t size)
{
	return size > 9 && (!memcmp(bytes, "HTTP/1.1 ", 9) || !memcmp(bytes, "HTTP/1.0 ", 9)) &&
	       (mst_finding_place(bytes, size, "upnp:rootdevice") || mst_finding_place(bytes, size, "USN:"));
}

/* Name and version of a word such as MiniUPnPd/2.3.1. */
static void put_product(struct mst_talk *talk, const uint8_t *word, size_t size)
{
	const uint8_t *slash = memchr(word, '/', size);

	mst_draft_add(talk->draft, MST_SERVICE_PRODUCT, word, slash ? (size_t)(slash - word) : size);
	if (slash)
		mst_draft_add(talk->draft, MST_SERVICE_VERSION, slash + 1, size - (size_t)(slash - word) - 1);
}

/* Linux/5.10 UPnP/1.1 MiniUPnPd/2.3.1; some put commas between. What follows UPnP is the product. */
static void put_server(struct mst_talk *talk, const uint8_t *server, size_t size)
{
	const uint8_t *upnp = mst_finding_place(server, size, "UPnP/"), *end = server + size, *at;

	while (end > server && (end[-1] == '\r' || end[-1] == ' '))
		end--;
	if (!upnp || upnp > end)
		return;
	at = memchr(upnp, ' ', (size_t)(end - upnp));
	if (upnp > server)
		mst_draft_add(talk->draft, MST_SERVICE_OS, server, (size_t)(upnp - server) - 1);
	if (at && at + 1 < end)
		put_product(talk, at + 1, (size_t)(end - at) - 1);
}

static enum mst_step read_answer(struct mst_talk *talk, struct mst_heard *heard)
{
	struct mst_reader r = mst_reader_over(heard->bytes, heard->size);
	const uint8_t *line;
	size_t size;

	if (!heard->size)
		return mst_finding_wait(heard);
	if (!knows(heard->bytes, heard->size))
		return MST_STEP_NOT_MINE;
	while ((line = mst_finding_until(&r, '\n', &size)) != NULL) {
		size_t skip = 7;

		if (size <= skip || strncasecmp((const char *)line, "SERVER:", skip))
			continue;
		while (skip < size && line[skip] == ' ')
			skip++;
		mst_draft_add(talk->draft, MST_SERVICE_HTTP_SERVER, line + skip,
		              size - skip - (line[size - 1] == '\r'));
		put_server(talk, line + skip, size - skip);
	}
	return mst_finding_done(talk, "upnp");
}

const struct mst_dialogue mst_dialogue_ssdp = {
	.name = "upnp",
	.ports = "1900",
	.tls_ports = "",
	.udp = true,
	.knows = knows,
	.begin = begin,
	.read = read_answer,
};

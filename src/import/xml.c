/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * xml.c - XML by expat, element by element: nothing of the document is kept but the host that is being read (nmap.h).
 *
 * Entities are not declared by nmap, so a file that declares some is refused. Depth and the length of an element's text
 * are bounded.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/xml.h"
#include "import/formats.h"
#include "import/nmap.h"

#define DEPTH_MAX 32
#define TOKEN_MAX (1024 * 1024) /* bytes without an element: nmap lists up to 65536 ports in one attribute */

struct xml {
	struct mst_xml xml;
	struct mst_gather *gather;
	struct mst_nmap *nmap;
	unsigned depth;
	int64_t last_event; /* the byte where the last element began or ended */
};

/* What nmap.c refuses is about the document, unless it was no memory. */
static void stop(struct xml *xml, int code, const char *sentence)
{
	if (code == xml->xml.wrong)
		mst_xml_stop(&xml->xml, sentence);
	else
		mst_xml_give_up(&xml->xml, code, sentence);
}

static void XMLCALL begin_element(void *user, const XML_Char *name, const XML_Char **attributes)
{
	struct xml *xml = user;
	struct mst_error wrong;
	int code;

	xml->last_event = mst_xml_byte(&xml->xml);
	if (xml->xml.code < 0)
		return;
	if (xml->depth == DEPTH_MAX) {
		stop(xml, -EBADMSG, "elements deeper than nmap writes them");
		return;
	}
	xml->depth++;
	code = mst_nmap_begin(xml->nmap, name, attributes, &wrong);
	if (code < 0)
		stop(xml, code, wrong.text);
}

static void XMLCALL end_element(void *user, const XML_Char *name)
{
	struct xml *xml = user;
	struct mst_error wrong;
	int code;

	xml->last_event = mst_xml_byte(&xml->xml);
	if (xml->xml.code < 0)
		return;
	xml->depth--;
	code = mst_nmap_end(xml->nmap, name, &wrong);
	if (code < 0)
		stop(xml, code, wrong.text);
}

static void XMLCALL take_text(void *user, const XML_Char *text, int length)
{
	struct xml *xml = user;

	if (xml->xml.code == 0)
		mst_nmap_text(xml->nmap, text, (size_t)length);
}

/* A file that only ends too early has every error at its end. */
static int judge(struct xml *xml, bool at_end, struct mst_error *err)
{
	enum XML_Error error = XML_GetErrorCode(xml->xml.parser);

	if (xml->xml.code < 0)
		return mst_fail(err, xml->xml.code, "%s", xml->xml.error.text);
	if (!at_end || !mst_nmap_has_begun(xml->nmap))
		return mst_fail(err, error == XML_ERROR_NO_MEMORY ? -ENOMEM : -EBADMSG,
		                "%s line %" PRIu64 ": %s; expected XML of nmap or muster", xml->gather->file,
		                mst_xml_line(&xml->xml), XML_ErrorString(error));
	mst_gather_warn(xml->gather, "the file is cut short in line %" PRIu64 ": hosts that were whole were taken",
	                mst_xml_line(&xml->xml));
	return 0;
}

static int parse(struct xml *xml, struct mst_input *input, struct mst_error *err)
{
	int64_t fed = 0;
	int code = 0;

	while (code == 0 && input->count > 0) {
		if (XML_Parse(xml->xml.parser, (const char *)input->bytes, (int)input->count, 0) != XML_STATUS_OK)
			return judge(xml, false, err);
		fed += (int64_t)input->count;
		if (fed - xml->last_event > TOKEN_MAX)
			return mst_fail(err, -EBADMSG,
			                "%s line %" PRIu64
			                ": more than 1 MiB without an element; expected XML of nmap or muster",
			                xml->gather->file, mst_xml_line(&xml->xml));
		code = mst_input_next(input, err);
	}
	if (code == 0 && XML_Parse(xml->xml.parser, "", 0, 1) != XML_STATUS_OK)
		return judge(xml, true, err);
	return code;
}

int mst_import_xml(struct mst_gather *gather, struct mst_input *input, struct mst_error *err)
{
	struct xml xml = { .gather = gather,
		           .xml = { .file = gather->file, .expected = "XML as nmap writes it", .wrong = -EBADMSG } };
	int code = mst_nmap_new(&xml.nmap, gather);

	if (code < 0 || !mst_xml_open(&xml.xml)) {
		code = mst_fail(err, -ENOMEM, "%s: no memory to read it", gather->file);
	} else {
		XML_SetElementHandler(xml.xml.parser, begin_element, end_element);
		XML_SetCharacterDataHandler(xml.xml.parser, take_text);
		code = parse(&xml, input, err);
	}
	if (code == 0 && input->cut)
		mst_gather_warn(gather, "the compressed data end early: hosts that were whole were taken");
	if (code == 0)
		mst_nmap_finish(xml.nmap);
	mst_xml_close(&xml.xml);
	mst_nmap_free(xml.nmap);
	return code;
}

/* SPDX-License-Identifier: BSD-2-Clause */
/* xml.c - see xml.h. */
#include "base/xml.h"

#include <stdio.h>

#include "base/fail.h"

static void XMLCALL refuse_entity(void *user, const XML_Char *name, int is_parameter, const XML_Char *value, int length,
                                  const XML_Char *base, const XML_Char *system, const XML_Char *public,
                                  const XML_Char *notation)
{
	struct mst_xml *xml = user;
	char sentence[128];

	(void)name;
	(void)is_parameter;
	(void)value;
	(void)length;
	(void)base;
	(void)system;
	(void)public;
	(void)notation;
	snprintf(sentence, sizeof sentence, "it declares an entity; expected %s", xml->expected);
	mst_xml_stop(xml, sentence);
}

bool mst_xml_open(struct mst_xml *xml)
{
	xml->parser = XML_ParserCreate(NULL);
	if (!xml->parser)
		return false;
	XML_SetUserData(xml->parser, xml);
	XML_SetEntityDeclHandler(xml->parser, refuse_entity);
	return true;
}

#if XML_MAJOR_VERSION > 2 || XML_MINOR_VERSION >= 9 /* which warns of the calls whose width depends on the machine */
uint64_t mst_xml_line(const struct mst_xml *xml)
{
	return XML_GetCurrentLineNumber64(xml->parser);
}

int64_t mst_xml_byte(const struct mst_xml *xml)
{
	return XML_GetCurrentByteIndex64(xml->parser);
}
#else
uint64_t mst_xml_line(const struct mst_xml *xml)
{
	return (uint64_t)XML_GetCurrentLineNumber(xml->parser);
}

int64_t mst_xml_byte(const struct mst_xml *xml)
{
	return XML_GetCurrentByteIndex(xml->parser);
}
#endif

void mst_xml_stop(struct mst_xml *xml, const char *sentence)
{
	mst_xml_stop_at(xml, mst_xml_line(xml), sentence);
}

void mst_xml_stop_at(struct mst_xml *xml, uint64_t line, const char *sentence)
{
	if (xml->code == 0)
		xml->code = mst_fail_line(&xml->error, xml->wrong, xml->file, line, sentence);
	(void)XML_StopParser(xml->parser, XML_FALSE);
}

void mst_xml_give_up(struct mst_xml *xml, int code, const char *sentence)
{
	if (xml->code == 0)
		xml->code = mst_fail(&xml->error, code, "%s", sentence);
	(void)XML_StopParser(xml->parser, XML_FALSE);
}

void mst_xml_close(struct mst_xml *xml)
{
	if (xml->parser)
		XML_ParserFree(xml->parser);
	xml->parser = NULL;
}

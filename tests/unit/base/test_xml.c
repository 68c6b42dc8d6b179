/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/xml.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

static struct mst_xml parsed(const char *text)
{
	struct mst_xml xml = { .file = "a.xml", .expected = "XML as muster has it", .wrong = -EINVAL };

	cr_assert(mst_xml_open(&xml));
	(void)XML_Parse(xml.parser, text, (int)strlen(text), 1);
	mst_xml_close(&xml);
	return xml;
}

Test(base_xml, a_document_that_declares_an_entity_is_refused_where_it_does)
{
	struct mst_xml xml = parsed("<!DOCTYPE a\n[<!ENTITY b \"c\">]>\n<a>&b;</a>");

	cr_expect_eq(xml.code, -EINVAL);
	cr_expect_str_eq(xml.error.text, "a.xml line 2: it declares an entity; expected XML as muster has it");
}

Test(base_xml, a_document_without_entities_is_read)
{
	cr_expect_eq(parsed("<!DOCTYPE a>\n<a>&lt;</a>").code, 0);
}

Test(base_xml, the_first_failure_is_the_one_that_is_told)
{
	struct mst_xml xml = { .file = "a.xml", .expected = "XML", .wrong = -EINVAL };

	cr_assert(mst_xml_open(&xml));
	mst_xml_give_up(&xml, -ENOMEM, "no memory");
	mst_xml_stop(&xml, "wrong");
	mst_xml_close(&xml);
	cr_expect_eq(xml.code, -ENOMEM);
	cr_expect_str_eq(xml.error.text, "no memory");
}

/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * xml.h - XML from anywhere, read by expat: where reading stopped, and why. A document that declares an entity is
 * refused: no program whose files are read here writes one, and entities can grow without end.
 */
#ifndef MST_BASE_XML_H
#define MST_BASE_XML_H

#include <expat.h>
#include <muster/error.h>
#include <stdbool.h>
#include <stdint.h>

/* Stands first in the struct that the handlers of the parser are given. */
struct mst_xml {
	XML_Parser parser;
	const char *file;     /* its name, for sentences */
	const char *expected; /* words for the format: "XML as nmap writes it" */
	int wrong;            /* the code of a document that is wrong */
	int code;             /* 0, or the failure that stopped the parser */
	struct mst_error error;
};

/* Makes the parser; the fields above it are set. `xml` is given to its handlers. False without memory. */
bool mst_xml_open(struct mst_xml *xml);

/* Where the parser is: the line, from 1, and the byte, from 0. In a handler, where its event began. */
uint64_t mst_xml_line(const struct mst_xml *xml);
int64_t mst_xml_byte(const struct mst_xml *xml);

/* Stops the parser with "FILE line N: sentence" and the code `wrong`, at its line or at this one, unless it was stopped
 * before. */
void mst_xml_stop(struct mst_xml *xml, const char *sentence);
void mst_xml_stop_at(struct mst_xml *xml, uint64_t line, const char *sentence);

/* The same for what is no fault of the document. */
void mst_xml_give_up(struct mst_xml *xml, int code, const char *sentence);

/* Accepts one that was not opened. */
void mst_xml_close(struct mst_xml *xml);

#endif

/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * nmap_service.h - the service of a port of nmap's XML while it is being read: <service> with its <cpe>, and those
 * scripts whose output is a field of services; of muster's own (report/nmap_xml_service.h) each <elem>.
 */
#ifndef MST_IMPORT_NMAP_SERVICE_H
#define MST_IMPORT_NMAP_SERVICE_H

#include "import/attributes.h"
#include "import/service_text.h"

/* A byte of a text may be written as four. */
#define MST_NMAP_TEXT_MAX (4 * 1460)

struct mst_nmap_service {
	struct mst_service_draft draft;
	bool any;                    /* the draft has begun */
	bool ours;                   /* within muster's script */
	enum mst_service_field text; /* whose text is being read; MST_SERVICE_FIELD_COUNT: none */
	size_t length;
	char bytes[MST_NMAP_TEXT_MAX + 1];
};

/* Of a new port. */
void mst_nmap_service_begin(struct mst_nmap_service *service);

/* Elements that begin, all but scripts; a script. -EBADMSG with words. */
int mst_nmap_service_element(struct mst_nmap_service *service, const char *element, mst_attributes attributes,
                             struct mst_error *err);
int mst_nmap_service_script(struct mst_nmap_service *service, const char *id, const char *output,
                            struct mst_error *err);

/* A piece of text; what is too long is left out. */
void mst_nmap_service_text(struct mst_nmap_service *service, const char *text, size_t length);

/* An element that ends; -EBADMSG with words. */
int mst_nmap_service_end(struct mst_nmap_service *service, const char *element, struct mst_error *err);

/* What is known, valid until begin; NULL: nothing. */
const struct mst_service *mst_nmap_service_finish(struct mst_nmap_service *service);

#endif

/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * http_software.h - programs that are known by the head or the body of their answer to GET /, where the header Server
 * says nothing; and where they tell their version.
 */
#ifndef MST_DIALOGUE_HTTP_SOFTWARE_H
#define MST_DIALOGUE_HTTP_SOFTWARE_H

#include "dialogue/http_message.h"

/*
 * Puts service, product and version that this answer to GET `path` tells into the draft, those that are not known
 * yet. Returns the path that tells more, NULL: there is none.
 */
const char *mst_http_recognise(struct mst_talk *talk, const struct mst_http_message *message, const char *path);

/* Whether the server says that it wants TLS on this port. */
bool mst_http_wants_tls(const struct mst_http_message *message);

/* Paths that tell more, by number from 1, as in talk->phase; "/" for 0 and past the end. */
const char *mst_http_path(unsigned number);
unsigned mst_http_path_number(const char *path);

#endif

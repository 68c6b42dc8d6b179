/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * accept.h - which of two formats the reader prefers, by its header Accept (RFC 9110, 12.5.1). Pure.
 */
#ifndef MST_CLI_SERVE_ACCEPT_H
#define MST_CLI_SERVE_ACCEPT_H

#include <stdbool.h>

/*
 * Whether OpenMetrics 1.0 is named, and preferred to text/plain. NULL, and what does not name it (such as the
 * wildcards of browsers and curl): false.
 */
bool mst_serve_prefers_openmetrics(const char *accept);

#endif

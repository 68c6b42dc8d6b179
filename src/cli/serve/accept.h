/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * accept.h - what two headers of a request say: which of two formats the reader prefers (Accept, RFC 9110, 12.5.1), and
 * whom it thinks to ask (Host). Pure.
 */
#ifndef MST_CLI_SERVE_ACCEPT_H
#define MST_CLI_SERVE_ACCEPT_H

#include <stdbool.h>

/*
 * Whether OpenMetrics 1.0 is named, and preferred to text/plain. NULL, and what does not name it (such as the
 * wildcards of browsers and curl): false.
 */
bool mst_serve_prefers_openmetrics(const char *accept);

/*
 * Whether Host is an address or localhost, or is not there. At the loopback interface another name is that of a page in
 * a browser, which its name server has led here (DNS rebinding).
 */
bool mst_serve_host_is_own(const char *host);

#endif

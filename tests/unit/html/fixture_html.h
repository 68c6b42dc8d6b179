/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fixture_html.h - what the tests of pages share: ink that ends in memory.
 */
#ifndef TEST_HTML_FIXTURE_HTML_H
#define TEST_HTML_FIXTURE_HTML_H

#include <muster/result.h>

#include "html/ink.h"

/* Ink whose bytes fixture_text returns; the one before is forgotten. */
struct mst_ink *fixture_ink(void);

/* What was written since; static. */
const char *fixture_text(void);

/* How often one text is in another. */
unsigned fixture_count(const char *text, const char *piece);

struct mst_addr fixture_addr(const char *text);
struct mst_result fixture_host(const char *addr, enum mst_state state);
struct mst_result fixture_port(const char *addr, uint16_t port, enum mst_state state);

#endif

/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * nmap.h - elements of nmap's XML to rows, as nmap.dtd (xmloutputversion 1.05) has them, in any order within a host:
 *
 *     nmaprun@start,@args
 *       scaninfo@protocol,@services                 which ports were asked
 *       host@starttime,@endtime
 *         status@state,@reason,@reason_ttl
 *         address@addr,@addrtype                    the first IPv4 or IPv6 address; the link-layer address
 *         hostnames/hostname@name
 *         ports/port@protocol,@portid/state@state,@reason,@reason_ttl,@reason_ip
 *                 service@name,@product,@version,@ostype,@method,@conf/cpe
 *                 script@id,@output/elem@key        of services: nmap_service.h
 *               extraports@state,@count/extrareasons@reason,@count,@proto,@ports
 *         times@srtt
 *         hostscript/script@id,@output              and of a port: muster's own, "muster-suspect", "muster-worker"
 *       runstats/finished@time,@exit; hosts@total
 *
 * A host becomes rows when it ends. All other text and elements are skipped.
 */
#ifndef MST_IMPORT_NMAP_H
#define MST_IMPORT_NMAP_H

#include "import/gather.h"

struct mst_nmap;

/* 0 or -ENOMEM. */
int mst_nmap_new(struct mst_nmap **nmap, struct mst_gather *gather);

/* Attributes are names and values in turn, NULL at the end. -EBADMSG with words for a sentence; else -errno with a
 * sentence. */
int mst_nmap_begin(struct mst_nmap *nmap, const char *element, const char *const *attributes, struct mst_error *err);
int mst_nmap_end(struct mst_nmap *nmap, const char *element, struct mst_error *err);

/* A piece of the text within an element. */
void mst_nmap_text(struct mst_nmap *nmap, const char *text, size_t length);

/* Whether the element that all others are in has begun. */
bool mst_nmap_has_begun(const struct mst_nmap *nmap);

/* At the end of the file. */
void mst_nmap_finish(struct mst_nmap *nmap);

/* Accepts NULL. */
void mst_nmap_free(struct mst_nmap *nmap);

#endif

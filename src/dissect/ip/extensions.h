/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * extensions.h - describes the headers between the IP header and the protocol that it carries: the extension headers of
 * IPv6 (RFC 8200, RFC 8754, RFC 6275), and authentication (RFC 4302) in both families.
 */
#ifndef MST_DISSECT_IP_EXTENSIONS_H
#define MST_DISSECT_IP_EXTENSIONS_H

#include "dissect/common/layer.h"

/* Whether the packet has such headers: then ports stand behind them, without addresses. */
bool mst_has_extensions(const struct mst_packet *packet);

/*
 * Writes "HBH ", "frag (0|1448) ", "AH(spi=…): " … in their order. Returns false when that is all there is to say: a
 * later fragment, a mobility message, no next header, a header that is cut or wrong.
 */
bool mst_describe_extensions(struct mst_line *line, const struct mst_packet *packet);

/* A mobility message (RFC 6275); the reader stands behind the two bytes that each header begins with. */
void mst_describe_mobility(struct mst_line *line, struct mst_reader r, uint8_t length);

/* Behind "RT6 "; false: wrong or cut. */
bool mst_describe_routing_header(struct mst_line *line, struct mst_reader r, uint8_t length);

#endif

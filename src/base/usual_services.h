/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * usual_services.h - what the zeros of struct mst_scan_services (muster/scan_config.h) stand for.
 */
#ifndef MST_BASE_USUAL_SERVICES_H
#define MST_BASE_USUAL_SERVICES_H

#include <muster/scan_config.h>

#include "base/clock.h"

/* The same, with the numbers that zeros stand for; `parallel` depends on the machine (converse/limits.h). */
static inline struct mst_scan_services mst_services_filled(struct mst_scan_services services)
{
	services.per_host = services.per_host ? services.per_host : 4;
	services.timeout_ns = services.timeout_ns ? services.timeout_ns : 5 * MST_NS_PER_SECOND;
	services.banner_bytes = services.banner_bytes ? services.banner_bytes : 256;
	return services;
}

#endif

/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vendors.h - a list of vendors from an open file; muster/vendors.h has the lists that are looked for.
 */
#ifndef MST_BASE_VENDORS_H
#define MST_BASE_VENDORS_H

#include <muster/vendors.h>
#include <stdio.h>

/* At most a million lines count. Names have no control characters. NULL: no line names a vendor, or no memory. */
struct mst_vendors *mst_vendors_read(FILE *file);

#endif

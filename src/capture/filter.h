/*
 * filter.h - a filter in pcap-filter(7)'s language, and where it goes wrong.
 */
#ifndef MST_CAPTURE_FILTER_H
#define MST_CAPTURE_FILTER_H

#include <muster/error.h>
#include <pcap/pcap.h>

/*
 * Compiles the filter for this handle, and sets it. -EINVAL with the library's sentence, the filter, and a caret under the
 * word that it stumbles over.
 */
int mst_filter_set(pcap_t *pcap, const char *filter, struct mst_error *err);

#endif

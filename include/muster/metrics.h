/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * metrics.h - what a watch knows, as text for Prometheus and for what reads the same formats.
 *
 *     open ──► round, text, text, … round, text, … ──► close
 *
 * What is not known is absent: a host of which the last round found nothing out has no muster_up, one that is down has
 * no muster_rtt_seconds. A text is whole, and of one moment. One thread at a time, the one that waits for the watch.
 */
#ifndef MUSTER_METRICS_H
#define MUSTER_METRICS_H

#include <muster/api.h>
#include <muster/watch.h>

/* X(constant, word): which hosts and ports have series of their own. Of ports, only those that were open once. */
#define MST_METRICS_HOSTS(X) \
	X(MST_METRICS_AUTO, "auto")       /* all of up to MST_METRICS_ALL_MAX hosts, of more those that changed */ \
	X(MST_METRICS_ALL, "all")         /* whose state was ever found out */ \
	X(MST_METRICS_UP, "up")           /* that were ever up; they keep their series when they go down */ \
	X(MST_METRICS_CHANGED, "changed") /* that went down or came back at least once */

#define MST_METRICS_HOST(constant, word) constant,
enum mst_metrics_hosts { MST_METRICS_HOSTS(MST_METRICS_HOST) MST_METRICS_HOSTS_COUNT };
#undef MST_METRICS_HOST

#define MST_METRICS_ALL_MAX 1024
#define MST_METRICS_PORTS_MAX 4096 /* of MST_METRICS_AUTO: of more open ports, those that changed */

enum mst_metrics_format {
	MST_METRICS_CLASSIC, /* text/plain; version=0.0.4: of node_exporter's text files, and Prometheus before 2.5 */
	MST_METRICS_OPEN,    /* OpenMetrics 1.0 */
};

/* The word of it; NULL: there is no such. And back: -EINVAL. */
MST_API const char *mst_metrics_hosts_name(enum mst_metrics_hosts hosts);
MST_API int mst_metrics_hosts_parse(enum mst_metrics_hosts *hosts, const char *word);

struct mst_metrics;

/* The watch is borrowed until close. -ENOMEM with a sentence. */
MST_API int mst_metrics_open(struct mst_metrics **metrics, const struct mst_watch *watch, enum mst_metrics_hosts hosts,
                             struct mst_error *err);

/* Which hosts have series now: what was asked, or what MST_METRICS_AUTO stands for. */
MST_API enum mst_metrics_hosts mst_metrics_shown(const struct mst_metrics *metrics);

/* A round has ended: called with its event. */
MST_API void mst_metrics_round(struct mst_metrics *metrics, const struct mst_watch_event *event);

/* The watch is over: from now on the state of no host is known. */
MST_API void mst_metrics_end(struct mst_metrics *metrics);

/* The whole text, for free(3), and its length without the NUL. -ENOMEM with a sentence. */
MST_API int mst_metrics_text(const struct mst_metrics *metrics, enum mst_metrics_format format, char **text,
                             size_t *length, struct mst_error *err);

/*
 * Writes the classic text to a file beside `path`, and renames that: readers see the old text or the new one, never a
 * part. Every series has the label `watch`, the file's name without its .prom: several watches write to one folder.
 * -errno with a sentence; the old text then stays.
 */
MST_API int mst_metrics_write(const struct mst_metrics *metrics, const char *path, struct mst_error *err);

/* Accepts NULL. */
MST_API void mst_metrics_close(struct mst_metrics *metrics);

#endif

/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * signatures.h - patterns that tell which service, product and version a text from the network is of.
 *
 *     data/services (built in) ─┐
 *     --signatures FILE ────────┼─► signatures, constant ─► a matcher for each thread ─► fields of a draft
 *     --fingerprints FOLDER ────┘   (any thread)            (PCRE2, JIT, match limit)
 */
#ifndef MST_IDENTIFY_SIGNATURES_H
#define MST_IDENTIFY_SIGNATURES_H

#include <muster/error.h>

#include "base/service_draft.h"
#include "identify/key.h"

struct mst_signatures;
struct mst_matcher;

/* The built-in ones. -ENOMEM with a sentence. */
int mst_signatures_new(struct mst_signatures **signatures, struct mst_error *err);

/* None at all: for those who read only files. -ENOMEM with a sentence. */
int mst_signatures_new_empty(struct mst_signatures **signatures, struct mst_error *err);

/*
 * Adds those of a file, before all others. -EINVAL with file, line and sentence, and nothing was added; -errno of the
 * file. `read` has the text of the file instead of its path. data/services describes the language.
 */
int mst_signatures_add_file(struct mst_signatures *signatures, const char *path, struct mst_error *err);
int mst_signatures_read(struct mst_signatures *signatures, const char *name, const char *text, size_t size,
                        struct mst_error *err);

/* Adds those of a folder in recog's XML format (*.xml), after all others. Codes as for a file. */
int mst_signatures_add_recog(struct mst_signatures *signatures, const char *folder, struct mst_error *err);

/* How many there are; besides them, `*unused` of recog are for texts that no dialogue asks for. */
size_t mst_signatures_count(const struct mst_signatures *signatures, size_t *unused);

/* Accepts NULL. */
void mst_signatures_free(struct mst_signatures *signatures);

/* For one thread at a time; `signatures` are borrowed, and constant from now on. -ENOMEM with a sentence. */
int mst_matcher_new(struct mst_matcher **matcher, const struct mst_signatures *signatures, struct mst_error *err);
void mst_matcher_free(struct mst_matcher *matcher);

/*
 * Whether a pattern for this kind of text matches: the first that does adds its fields to the draft, those that are not
 * known yet. Where the draft has another product already, version and CPE are not added. A pattern that exceeds the
 * match limit does not match.
 */
bool mst_matcher_match(struct mst_matcher *matcher, enum mst_signature_key key, const void *bytes, size_t size,
                       struct mst_service_draft *draft);

#endif

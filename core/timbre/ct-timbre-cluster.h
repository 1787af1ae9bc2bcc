/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_TIMBRE_CLUSTER_H
#define CT_TIMBRE_CLUSTER_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

#define CT_MAX_TRACKS 64

/** How notes are put into tracks. */
typedef struct
{
  int n_tracks; /**< 0: as many as there are attractors; else 1 to CT_MAX_TRACKS */
  float beta;   /**< sharpness of recall */
  float
      register_share; /**< weight of a semitone's distance in the affinity; below 0: taken from the recording itself */
  float min_share;    /**< a timbre found with less of the notes' total sound than this is no track of its own */
} CtTimbreClusterOptions;

void ct_timbre_cluster_options_init (CtTimbreClusterOptions *self);
CtStatus ct_timbre_cluster_options_check (const CtTimbreClusterOptions *self) CT_MUST_USE;
bool ct_timbre_cluster_options_equal (const CtTimbreClusterOptions *a, const CtTimbreClusterOptions *b);

/** Writes the track of every note: 0 to *@n_tracks - 1, loudest track first. Uncertain notes get a track but do not
 * count.
 *
 * @embeddings is [n][CT_EMBEDDING_SIZE]. @fixed ([n], may be NULL) holds the user's corrections: a note with
 * fixed[i] >= 0 keeps together with all notes of that number, and apart from all notes of another; -1 leaves it free.
 * Fixed groups come out with the track numbers that @fixed names whenever any is given, the others after them. */
CtStatus ct_timbre_cluster (const float *embeddings,
                            const int *fixed,
                            const CtTimbreClusterOptions *options,
                            CtNote *notes,
                            size_t n,
                            size_t *n_tracks) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif

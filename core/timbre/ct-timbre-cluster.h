/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * From embeddings to tracks. */
#ifndef CT_TIMBRE_CLUSTER_H
#define CT_TIMBRE_CLUSTER_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The most tracks that are found. */
#define CT_MAX_TRACKS 64

/** How notes are put on tracks. */
typedef struct
{
  int n_tracks; /**< 1 to CT_MAX_TRACKS; 0: as many as there are attractors */
  float beta;   /**< sharpness of recall */
  /** Weight of a semitone's distance in the affinity; below 0: derived from the recording itself. */
  float register_share;
  float min_share; /**< a timbre with less of the notes' total sound than this does not become a track */
} CtTimbreClusterOptions;

/** Sets the defaults.
 *
 * @param[out] self  the options */
void ct_timbre_cluster_options_init (CtTimbreClusterOptions *self);

/** Checks options.
 *
 * @param self  the options
 * @return CT_STATUS_OK; CT_STATUS_BAD_ARGUMENT where a value is out of range or not finite */
CtStatus ct_timbre_cluster_options_check (const CtTimbreClusterOptions *self) CT_MUST_USE;

/** Compares all values.
 *
 * @param a  options
 * @param b  options
 * @return whether all are equal */
bool ct_timbre_cluster_options_equal (const CtTimbreClusterOptions *a, const CtTimbreClusterOptions *b);

/** Finds the track of every note. Uncertain notes get a track but do not count.
 *
 * @param embeddings      [n][CT_EMBEDDING_SIZE]
 * @param fixed           [n], the user's corrections, or NULL: a note with fixed[i] >= 0 stays together with all notes
 * of that number and apart from those of another; -1 leaves it free
 * @param options         how
 * @param[in,out] notes   [n]; the track of each is set, from 0, the loudest first; with corrections, fixed groups get
 * the numbers that @p fixed gives them, and the others follow
 * @param n               how many notes
 * @param[out] n_tracks   how many tracks
 * @return CT_STATUS_OK, CT_STATUS_BAD_ARGUMENT or CT_STATUS_NO_MEMORY */
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

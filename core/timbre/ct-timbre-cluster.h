/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * From embeddings to tracks. */
#ifndef CT_TIMBRE_CLUSTER_H
#define CT_TIMBRE_CLUSTER_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/timbre/ct-memory-network.h"
#include "core/timbre/ct-timbre-count.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The most tracks that are found. */
#define CT_MAX_TRACKS 64

/** The most that CtTimbreClusterOptions::separation can be. */
#define CT_MAX_SEPARATION 1000

/** How notes are put on tracks. */
typedef struct
{
  int n_tracks;     /**< 1 to CT_MAX_TRACKS; 0: as many as there are timbres */
  int least_tracks; /**< 0 to CT_MAX_TRACKS: where their number is found, at least so many, however alike they are */
  float separation; /**< 1; greater values, to CT_MAX_SEPARATION, tell more timbres apart */
} CtTimbreClusterOptions;

/** What was found. */
typedef struct
{
  size_t n_tracks;     /**< how many tracks */
  CtTimbreCount count; /**< how many timbres there seem to be, whatever number of tracks was asked for */
} CtTimbreClusterResult;

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

/** Finds the track of every note: some of them, the patterns, are clustered, and every other one takes the track that
 * it recalls. Uncertain notes get a track but do not count.
 *
 * @param network         what lets the notes look at each other first; NULL: their embeddings are clustered as they are
 * @param embeddings      [n][CT_EMBEDDING_SIZE], the encoder's
 * @param fixed           [n], the user's corrections, or NULL: a note with fixed[i] >= 0 stays together with all notes
 * of that number and apart from those of another; -1 leaves it free
 * @param options         how
 * @param[in,out] notes   [n]; the track of each is set, from 0, the loudest first; with corrections, fixed groups get
 * the numbers that @p fixed gives them, and the others follow
 * @param n               how many notes
 * @param[out] result     what was found
 * @return CT_STATUS_OK, CT_STATUS_BAD_ARGUMENT or CT_STATUS_NO_MEMORY */
CtStatus ct_timbre_cluster (const CtMemoryNetwork *network,
                            const float *embeddings,
                            const int *fixed,
                            const CtTimbreClusterOptions *options,
                            CtNote *notes,
                            size_t n,
                            CtTimbreClusterResult *result) CT_MUST_USE;

/** What the tracks of a recording are found from, whatever their number. One thread at a time. */
typedef struct _CtTimbreClustering CtTimbreClustering;

/** Prepares what ct_timbre_cluster() does, so that several numbers of tracks can be tried.
 *
 * @param network, embeddings, fixed, options, n  as for ct_timbre_cluster(); @p fixed and @p embeddings must outlive it
 * @param notes     [n]; they must, too
 * @param[out] out  free it with ct_timbre_clustering_free()
 * @return CT_STATUS_OK, CT_STATUS_BAD_ARGUMENT or CT_STATUS_NO_MEMORY */
CtStatus ct_timbre_clustering_new (const CtMemoryNetwork *network,
                                   const float *embeddings,
                                   const int *fixed,
                                   const CtTimbreClusterOptions *options,
                                   CtNote *notes,
                                   size_t n,
                                   CtTimbreClustering **out) CT_MUST_USE;

/** Frees it; the notes stay.
 *
 * @param self  what tracks are found from, or NULL */
void ct_timbre_clustering_free (CtTimbreClustering *self);

/** The number of tracks that ct_timbre_cluster() makes.
 *
 * @param self  what tracks are found from
 * @return what was asked for, else what was found, 0 without notes, or CtTimbreClusterOptions::least_tracks where that
 * is more */
int ct_timbre_clustering_number (const CtTimbreClustering *self);

/** Sets the tracks of the notes.
 *
 * @param self         what tracks are found from
 * @param n_tracks     how many, at least 1; as far as groups and notes allow
 * @param[out] result  what was found
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY */
CtStatus ct_timbre_clustering_cut (CtTimbreClustering *self, int n_tracks, CtTimbreClusterResult *result) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * What the notes of a recording are compared by. */
#ifndef CT_TIMBRE_SPACE_H
#define CT_TIMBRE_SPACE_H

#include <stddef.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/timbre/ct-memory-network.h"
#include "core/timbre/ct-timbre-patterns.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Vectors of unit length, one for each note, that are alike where the timbres are: what the trained memory makes of
 * the notes of a recording, or their embeddings as they are. */
typedef struct
{
  const float *timbres; /**< [n][width] */
  size_t width;         /**< CT_TIMBRE_SIZE or CT_EMBEDDING_SIZE */
  float *recalled;      /**< the timbres, where they are not the embeddings */
} CtTimbreSpace;

/** Lets the notes of a recording look at each other.
 *
 * @param[out] self   the space; free its contents with ct_timbre_space_clear()
 * @param network     the trained memory; NULL: the embeddings are taken as they are
 * @param embeddings  [n][CT_EMBEDDING_SIZE], the encoder's, which must outlive the space
 * @param notes       [n]
 * @param fixed       [n], the track that the user fixed each note to, -1 for the others; or NULL
 * @param n           how many notes
 * @param patterns    which of them all others look at
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY */
CtStatus ct_timbre_space_init (CtTimbreSpace *self,
                               const CtMemoryNetwork *network,
                               const float *embeddings,
                               const CtNote *notes,
                               const int *fixed,
                               size_t n,
                               const CtTimbrePatterns *patterns) CT_MUST_USE;

/** Frees the contents.
 *
 * @param self  the space */
void ct_timbre_space_clear (CtTimbreSpace *self);

/** The vector of a note.
 *
 * @param self  the space
 * @param note  the index of the note
 * @return [width] */
static inline const float *
ct_timbre_space_at (const CtTimbreSpace *self, size_t note)
{
  return self->timbres + note * self->width;
}

#ifdef __cplusplus
}
#endif

#endif

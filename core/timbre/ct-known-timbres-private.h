/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_KNOWN_TIMBRES_PRIVATE_H
#define CT_KNOWN_TIMBRES_PRIVATE_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/timbre/ct-known-timbres.h"

struct _CtKnownTimbres
{
  CtKnownTimbre *timbres; /* [n] */
  size_t n;
  size_t capacity;
};

/* Makes room for @n timbres in all. */
CtStatus ct_known_timbres_reserve (CtKnownTimbres *self, size_t n) CT_MUST_USE;

/* The prototypes of a track, @prototypes ([CT_KNOWN_TIMBRE_PROTOTYPES_A_SONG]), *@n_made of them. CT_STATUS_EMPTY: it
 * has no note that is certain and has a timbre. */
CtStatus ct_known_timbres_listen (const float *embeddings,
                                  const CtNote *notes,
                                  size_t n,
                                  int track,
                                  uint64_t song,
                                  CtTimbrePrototype *prototypes,
                                  size_t *n_made) CT_MUST_USE;

/* How well tracks are those of a band (ct_known_bands_fit()).
 * Returns CT_STATUS_OK or CT_STATUS_NO_MEMORY. */
CtStatus ct_known_timbres_fit (const CtKnownTimbres *self, const CtHeardTracks *heard, double *fit) CT_MUST_USE;

#endif

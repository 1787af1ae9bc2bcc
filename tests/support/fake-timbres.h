/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FAKE_TIMBRES_H
#define FAKE_TIMBRES_H

#include <glib.h>

#include "core/base/ct-note.h"

/* Notes whose embeddings lie about as many directions as there are timbres; frees itself by fake_timbres_free(). */
typedef struct
{
  size_t n;
  CtNote *notes;     /* [n], in order of time */
  float *embeddings; /* [n][CT_EMBEDDING_SIZE] */
  int *timbres;      /* [n], the truth */
} FakeTimbres;

/* @n notes of @k timbres in turn. @spread: how far an embedding lies from its timbre's direction, as a tangent. All
 * directions are at right angles. @register_semitones: how far apart the timbres' registers are. */
FakeTimbres *fake_timbres_new (size_t n, int k, double spread, double register_semitones, guint32 seed);
void fake_timbres_free (FakeTimbres *self);

/* The share of notes that are certain whose track is that in which most of their timbre's notes are, no two timbres
 * in the same. */
double fake_timbres_accuracy (const FakeTimbres *self);

#endif

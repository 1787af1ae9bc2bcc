/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/timbre/ct-timbre-projection.h"
#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-evidence.h"

G_BEGIN_DECLS

/* A note on the map of timbres. */
typedef struct
{
  guint64 id;
  float x; /* to the right; in the units of CtTimbreProjection */
  float y; /* upwards */
  float length_s;
  guint32 rgb; /* of its track */
  guint32 track;
  gboolean own;    /* its timbre was heard; else it lies where the nearest in time and pitch lies */
  gboolean locked; /* its track is */
} CtTimbrePoint;

/* Where the notes of a document lie on the map. Zero-initialise it, empty it with ct_timbre_points_clear(). */
typedef struct
{
  GArray *points; /* CtTimbrePoint: the notes that are shown, in the order of the score */
  CtTimbreProjection projection;
  guint64 fitted; /* a sum over the notes that the projection was made for; 0: none */
} CtTimbrePoints;

void ct_timbre_points_clear (CtTimbrePoints *self);

static inline guint
ct_timbre_points_count (const CtTimbrePoints *self)
{
  return self->points ? self->points->len : 0;
}

/* The point at @index, below the count. */
static inline const CtTimbrePoint *
ct_timbre_points_get (const CtTimbrePoints *self, guint index)
{
  return &g_array_index (self->points, CtTimbrePoint, index);
}

/* The point of note @id; NULL: it is not shown. */
const CtTimbrePoint *ct_timbre_points_find (const CtTimbrePoints *self, guint64 id);

/* Makes the projection anew where @score, the document's, has other notes than before; what is shown stays as it lies
 * as far as it can. Returns whether it did. */
gboolean ct_timbre_points_fit (CtTimbrePoints *self, const CtEditScore *score, CtEvidence *evidence);

/* Places the notes of @score (the document's, or one that is only tried) that are shown: on visible tracks, soloed ones
 * where there are any, uncertain notes where @uncertain notes. */
void ct_timbre_points_place (CtTimbrePoints *self, const CtEditScore *score, CtEvidence *evidence, gboolean uncertain);

G_END_DECLS

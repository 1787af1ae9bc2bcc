/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/timbre/ct-timbre-projection.h"
#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-evidence.h"

G_BEGIN_DECLS

/* A note on the timbre map. */
typedef struct
{
  guint64 id;
  float x; /* to the right, in the units of CtTimbreProjection */
  float y; /* upwards */
  float length_s;
  guint32 rgb; /* of its track */
  guint32 track;
  gboolean own;    /* it has a timbre of its own; if not, it lies with the nearest note in time and pitch that has */
  gboolean locked; /* its track is */
} CtTimbrePoint;

/* Where the notes of a document lie on the map. Begins zeroed; free its contents with ct_timbre_points_clear(). */
typedef struct
{
  GArray *points; /* CtTimbrePoint: the visible notes, in the order of the score */
  CtTimbreProjection projection;
  guint64 fitted;      /* a checksum of the notes that the projection was fitted to; 0: none */
  CtEvidence *parted;  /* whose candidates the memory parted, or NULL */
  GHashTable *timbres; /* their timbres: index of the candidate + 1 to [CT_TIMBRE_SIZE] */
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

/* Fits the projection again if @score, the document's, has other notes than before, keeping points near where they
 * were. Returns whether it did. The memory looks at the notes anew only where there are new ones among them. */
gboolean ct_timbre_points_fit (CtTimbrePoints *self, const CtEditScore *score, CtEvidence *evidence);

/* Places the visible notes of @score, the document's or a preview: those on visible tracks, on soloed ones if there are
 * any, and uncertain ones if @uncertain. */
void ct_timbre_points_place (CtTimbrePoints *self, const CtEditScore *score, CtEvidence *evidence, gboolean uncertain);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <gio/gio.h>

#include "core/jianpu/ct-jianpu.h"
#include "ui/document/ct-document.h"

G_BEGIN_DECLS

#define CT_TYPE_SCORE_PAGES (ct_score_pages_get_type ())
G_DECLARE_FINAL_TYPE (CtScorePages, ct_score_pages, CT, SCORE_PAGES, GObject)

/* A song as pages of numbered notation, as it was when they were made. */

/* What is set, and how. A plain value. */
typedef struct
{
  const guint32 *tracks; /* [n_tracks] ids, borrowed during the call */
  guint n_tracks;
  CtPaper paper;
  double size_pt;  /* of a digit */
  int tonic;       /* the pitch class that is 1, 0 to 11: C to B; below 0: by the keys that are found */
  gboolean chords; /* whether their names stand above */
} CtScorePagesOptions;

/* NULL with @error set where the music is too long. */
CtScorePages *ct_score_pages_new (CtDocument *document, const CtScorePagesOptions *options, GError **error);

guint ct_score_pages_get_n (CtScorePages *self);
/* In points, of every page. */
void ct_score_pages_get_size (CtScorePages *self, double *width_pt, double *height_pt);
/* FALSE: no beats are known, and a beat is a second. */
gboolean ct_score_pages_get_has_beats (CtScorePages *self);
/* Draws page @number, from 0, from the origin on, a unit of @cr a point. */
void ct_score_pages_draw (CtScorePages *self, guint number, cairo_t *cr);
/* Writes all pages: SVG where the name ends in ".svg", otherwise PDF. */
gboolean ct_score_pages_write (CtScorePages *self, GFile *file, GError **error);

G_END_DECLS

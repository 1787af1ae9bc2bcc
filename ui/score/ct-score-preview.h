/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/score/ct-score-pages.h"

G_BEGIN_DECLS

#define CT_TYPE_SCORE_PREVIEW (ct_score_preview_get_type ())
G_DECLARE_FINAL_TYPE (CtScorePreview, ct_score_preview, CT, SCORE_PREVIEW, GtkWidget)

/* Shows a page of sheet music as it is printed. Properties: page (from 0, within the pages), zoom (1: as large as on
 * paper). */

#define CT_SCORE_PREVIEW_MIN_ZOOM 0.25
#define CT_SCORE_PREVIEW_MAX_ZOOM 4.0

GtkWidget *ct_score_preview_new (void);

/* Takes other pages, or none; stays at the page if they have it. */
void ct_score_preview_set_pages (CtScorePreview *self, CtScorePages *pages);

guint ct_score_preview_get_page (CtScorePreview *self);
/* Beyond the first or last page, those. */
void ct_score_preview_set_page (CtScorePreview *self, int page);
double ct_score_preview_get_zoom (CtScorePreview *self);
void ct_score_preview_set_zoom (CtScorePreview *self, double zoom);

G_END_DECLS
